// SCAFFOLD (S. Karimireddy et al., 2020): what a trainer learns of how its own data differ from the others'. Its control
// variate stays with it from round to round, as its data do.

import { decodeUpdate, readRequest } from './training.ts';

/** Steps that a trainer takes in a round. */
export const stepsOf = ({ epochs, batch }: { epochs: number; batch: number }, examples: number): number =>
  epochs * Math.ceil(examples / batch);

/**
 * By how much a trainer's control variate changes: (x - y) / (K rate) - c, where y - x is its update, of K steps. That is
 * option II of the paper's algorithm, from what the trainer returns alone, so that the aggregator needs nothing else.
 */
export function controlChange(
  update: ArrayLike<number>,
  control: ArrayLike<number>,
  steps: number,
  rate: number,
): Float64Array {
  const by = 1 / (steps * rate);
  return Float64Array.from({ length: update.length }, (_, at) => -by * update[at]! - control[at]!);
}

interface Local {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
}

/** Runs whose end is still awaited; a trainer has one at a time, and those of rounds that are over. */
const AWAITED = 4;

/** The control variate of one trainer, which outlives its crashes; all zero at first. */
export class ControlVariate {
  readonly own: Float32Array;
  private readonly local: Local;
  private ran: { readonly output: Uint8Array; readonly change: Float64Array }[] = [];

  constructor(parameters: number, local: Local) {
    this.own = new Float32Array(parameters);
    this.local = local;
  }

  /** A run on this request came to this output. It counts once that is handed over: a crash comes before or after. */
  saw(request: Uint8Array, output: Uint8Array): void {
    const { control } = readRequest(request);
    const learnt = decodeUpdate(output, this.own.length);
    const steps = learnt === undefined ? 0 : stepsOf(this.local, learnt.examples);
    if (learnt === undefined || control === undefined || steps === 0) return;
    const change = controlChange(learnt.update, control, steps, this.local.rate);
    this.ran = [...this.ran.slice(1 - AWAITED), { output, change }];
  }

  handsOver(output: Uint8Array): void {
    const run = this.ran.findLast((each) => Buffer.compare(each.output, output) === 0);
    if (run === undefined) return;
    this.ran = [];
    for (let at = 0; at < this.own.length; at += 1) this.own[at]! += run.change[at]!;
  }
}
