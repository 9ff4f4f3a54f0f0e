// What a referee knows of training: it does a slice again from what the trainer shows of it, and of the data of each
// trainer it keeps the root, so that nobody trains on other data in another round.

import { bytesOfHex, type PartyId, sha256, sha256Hex } from '../foundation/index.ts';
import type { Answer, Claimed, Digest, ModelledWork, Opening } from '../protocol/index.ts';
import type { Machine, Standing } from '../verification/index.ts';
import { countOf, readOpened, widthOf } from './committed-data.ts';
import {
  encodePart,
  looksBack,
  placesIn,
  readRules,
  type StepRules,
  slicesOf,
  stateAfter,
  stepsIn,
  stepsOf,
  viewOf,
} from './part.ts';
import type { RunPart } from './sliced-training.ts';
import { dataOf } from './training-trace.ts';

/** Nobody has more examples: a referee does not lose itself in what a liar says it has. */
const COUNT_MAX = 10_000_000;

export class TrainingMachine implements Machine {
  /** What it has done again. */
  readonly executed: { gas: number; examples: number } = { gas: 0, examples: 0 };
  private readonly module: Digest;
  private readonly rules: Pick<StepRules, 'epochs' | 'batch'>;
  private readonly run: RunPart;
  /** The data that each trainer has committed to. */
  private readonly data: Map<PartyId, Digest> = new Map<PartyId, Digest>();

  /** `module`: the training task; `rules`: those of every round. */
  constructor(module: Digest, rules: Pick<StepRules, 'epochs' | 'batch'>, run: RunPart) {
    this.module = module;
    this.rules = rules;
    this.run = run;
  }

  segmentsOf(_work: ModelledWork, answer: Answer | undefined, most: number): number {
    return slicesOf(this.rules, examplesOf(answer), most);
  }

  /** All start from what they were sent. */
  known({ work }: Claimed, cut: number): Uint8Array | undefined {
    return cut === 0 && work.program !== undefined ? bytesOfHex(work.program.input) : undefined;
  }

  opens({ segments }: Claimed, root: Digest, cut: number, opening: Opening): boolean {
    return dataOf(root, cut, segments, opening) !== undefined;
  }

  /** The last state is the update itself, from as many examples as are committed to, and from those of earlier rounds. */
  stands({ segments }: Claimed, { node, answer }: Standing, root: Digest, opening: Opening): boolean {
    const data = dataOf(root, segments, segments, opening);
    if (data === undefined || answer === undefined || countOf(data) !== examplesOf(answer)) return false;
    if (countOf(data) > COUNT_MAX || !same(sha256(answer.output), opening.state)) return false;
    const digest = sha256Hex(data) as Digest;
    const before = this.data.get(node) ?? digest;
    this.data.set(node, before);
    return before === digest;
  }

  step(
    claimed: Claimed,
    slice: number,
    state: Uint8Array,
    evidence: Uint8Array,
    path: Uint8Array,
  ): Uint8Array | undefined {
    const { work, segments: slices } = claimed;
    if (work.program?.module !== this.module) return undefined;
    const shown = readEvidence(evidence);
    if (shown === undefined || !same(sha256(shown.state), state)) return undefined;
    const rules = readRules(shown.state);
    if (rules === undefined || rules.epochs !== this.rules.epochs || rules.batch !== this.rules.batch) return undefined;
    const request = looksBack(rules, slice, slices) ? (slice === 0 ? shown.state : shown.request) : undefined;
    if (request !== undefined && sha256Hex(request) !== work.program.input) return undefined;
    const count = countOf(path);
    if (count > COUNT_MAX) return undefined;
    const { from, until } = stepsIn(slice, slices, stepsOf(rules, count));
    const examples = readOpened(shown.examples, path, placesIn(rules, count, from, until), rules.features);
    if (examples === undefined) return undefined;
    const part = { slice, slices, count, wide: widthOf(path), state: shown.state, request, examples };
    const { outcome, gas, output } = this.run(encodePart(part, rules));
    this.executed.gas += gas;
    this.executed.examples += examples.length;
    if (outcome !== 'ok') return undefined;
    return sha256(slice === slices - 1 ? output : stateAfter(shown.state, output));
  }

  proves(): boolean {
    return false;
  }
}

interface Shown {
  readonly state: Uint8Array;
  readonly request: Uint8Array;
  readonly examples: Uint8Array;
}

function readEvidence(evidence: Uint8Array): Shown | undefined {
  if (evidence.length < 8) return undefined;
  const view = viewOf(evidence);
  const stateEnds = 8 + view.getUint32(0, true);
  const requestEnds = stateEnds + view.getUint32(4, true);
  if (requestEnds > evidence.length) return undefined;
  return {
    state: evidence.subarray(8, stateEnds),
    request: evidence.subarray(stateEnds, requestEnds),
    examples: evidence.subarray(requestEnds),
  };
}

const examplesOf = (answer: Answer | undefined): number =>
  answer === undefined || answer.output.length < 4 ? 0 : viewOf(answer.output).getUint32(0, true);

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
