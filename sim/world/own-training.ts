// What a node does with data of its own: it trains on them, in truth, and shows what it did if it has committed to it.

import {
  CommittedData,
  type ControlVariate,
  digestOfUpdate,
  encodeControl,
  type RunPart,
  SlicedTraining,
  TrainingTrace,
} from '../../core/federated/index.ts';
import { assert, keepNewest } from '../../core/foundation/index.ts';
import {
  type Answer,
  type Claimed,
  Content,
  type Digest,
  type LimitPreset,
  outputOfClaim,
  type ProgramContents,
  type Trace,
} from '../../core/protocol/index.ts';
import type { TrainingAttack } from '../adversary/index.ts';
import type { Execute, Executed } from './executor.ts';

/** Claims of one node that may be tried at a time, with room to spare. */
const KEPT = 32;
/** Of who cuts its training into slices without having to commit to them. */
const SLICES = 1_024;

export interface OwnTrainingOptions {
  /** Anew each time. */
  readonly execute: Execute;
  /** Its examples, as it keeps them, and what hides them. */
  readonly examples: Uint8Array;
  readonly secret: () => Uint8Array;
  /** Slices at most, if it commits to what it does. */
  readonly slices: number | undefined;
  readonly attack: TrainingAttack | undefined;
  readonly control: ControlVariate | undefined;
  /** A liar sees what it is sent. */
  readonly sees: (request: Content) => void;
  /** What a liar says that does not work. */
  readonly idle: () => Executed;
}

/** Something that it has claimed. */
interface Stand {
  readonly training: SlicedTraining;
  readonly request: Digest;
  readonly trace: TrainingTrace;
}

export class OwnTraining {
  private readonly options: OwnTrainingOptions;
  private data: CommittedData | undefined;
  /** By the number that stands for the claim, in the order of claims. */
  private readonly stands = new Map<number, Stand>();

  constructor(options: OwnTrainingOptions) {
    this.options = options;
  }

  execute(contents: ProgramContents, limits: LimitPreset): Executed {
    const { attack, slices, sees, idle, examples, control } = this.options;
    const { module, input } = contents;
    if (attack !== undefined) sees(input);
    if (attack?.works === false) return slices === undefined ? idle() : this.pretend(contents, limits);
    if (slices !== undefined || attack?.skips !== undefined) {
      return this.inSlices(contents, limits, (count) => attack?.skips?.(count) ?? []);
    }
    const behind = control === undefined ? [examples] : [examples, encodeControl(control.own)];
    const executed = this.options.execute(
      { module, input: new Content(Buffer.concat([input.bytes, ...behind])) },
      limits,
    );
    control?.saw(input.bytes, executed.answer.output);
    return executed;
  }

  /** Stands by another update than the one that it came to. Returns how many of the slices are bad then. */
  swears(honest: number, update: Uint8Array | undefined): number {
    const stand = this.stands.get(honest);
    if (stand === undefined) return 0;
    const { training, request } = stand;
    if (update !== undefined) this.keep(training, request, digestOfUpdate(update));
    return training.bad(update ?? training.trained.output);
  }

  /** Of what it has claimed; asked about anything else, that of the same request. */
  trace(claimed: Claimed): Trace {
    const input = claimed.work.program!.input;
    const stand = this.stands.get(claimed.output) ?? [...this.stands.values()].find(({ request }) => request === input);
    assert(stand !== undefined, 'a trainer is asked about what it was sent', { task: claimed.task });
    return stand.trace;
  }

  private inSlices(
    contents: ProgramContents,
    limits: LimitPreset,
    skips: (slices: number) => readonly number[],
  ): Executed {
    const { module, input } = contents;
    for (const { training } of this.stands.values()) training.forget();
    this.data ??= new CommittedData(this.options.examples, this.options.secret());
    const slices = this.options.slices ?? SLICES;
    const training = new SlicedTraining(input, this.data, slices, partsOf(module, limits, this.options.execute), skips);
    const { outcome, gas, output } = training.trained;
    const executionHash = digestOfUpdate(output);
    if (outcome === 'ok') this.keep(training, input.digest, executionHash);
    const answer = { gas: gas as Answer['gas'], output, executionHash };
    return { outcome, output: outputOfClaim(executionHash), answer };
  }

  /** Does no work, and commits to states that nothing led to. */
  private pretend(contents: ProgramContents, limits: LimitPreset): Executed {
    this.inSlices(contents, limits, (slices) => Array.from({ length: slices }, (_, slice) => slice));
    const said = this.options.idle();
    const stand = [...this.stands.values()].at(-1)!;
    const executionHash = digestOfUpdate(said.answer.output);
    this.keep(stand.training, stand.request, executionHash);
    return { ...said, output: outputOfClaim(executionHash), answer: { ...said.answer, executionHash } };
  }

  private keep(training: SlicedTraining, request: Digest, update: Digest): void {
    const trace = new TrainingTrace(training.states, update, this.data!.header, (slice) => training.evidence(slice));
    const output = outputOfClaim(update);
    keepNewest(this.stands, output, { training, request, trace }, KEPT);
  }
}

/** The training task in the sandbox. */
export const partsOf =
  (module: Content, limits: LimitPreset, execute: Execute): RunPart =>
  (input) => {
    const { outcome, answer } = execute({ module, input: new Content(input) }, limits);
    return { outcome, gas: answer.gas, output: answer.output };
  };
