// The interface of an attack on training: how a trainer lies about what it learnt. One attack is one file that exports a
// definition. It knows what a trainer of its kind could know: its own data and update, those of the liars it colludes
// with, and the models that everyone is sent.

import type { Random } from '../../core/protocol/index.ts';
import type { Parameter, ParameterValue } from '../../core/scheduling/index.ts';

/** One example that a trainer learns from. An attack may change it. */
export interface Example {
  /** Its features: of a square picture, row by row. */
  readonly pixels: Uint8Array | Float32Array;
  /** The largest value of a feature in the whole data set: white. */
  readonly brightest: number;
  label: number;
}

/** What a liar knows when its update is due. */
export interface TrainingView {
  /** What honest training came to: the model that it would return, less the one that it was sent. */
  readonly update: Float64Array;
  /** The honest updates of all liars of this round, its own among them, in order. */
  readonly cohort: readonly Float64Array[];
  /** By how much the model changed in the round before; nothing in the first. */
  readonly drift: Float64Array | undefined;
  /** How many it learnt from. */
  readonly examples: number;
  /** Trainers in the round, and the liars among them. */
  readonly trainers: number;
  readonly liars: number;
}

/** What a trainer says that it learnt, and from how many examples. */
export interface Contribution {
  readonly update: Float64Array;
  readonly examples: number;
}

export interface TrainingAttack {
  /** Changes its own data, before any round. `classes` labels there are. */
  poisons?(example: Example, classes: number): void;
  /** What it sends instead of the truth. */
  sends?(view: TrainingView): Contribution;
  /** False: it does no work, and `update` of its view is 0. */
  readonly works?: boolean;
  /** Slices of its training, of so many, that it leaves out: it goes on as if they had changed nothing. */
  skips?(slices: number): readonly number[];
  /** It never sends what the others wait for. In a secure aggregation it says everything before that. */
  readonly leaves?: boolean;
}

export interface TrainingAttackDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line, with the source. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  create(parameters: Readonly<Record<string, ParameterValue>>, random: Random): TrainingAttack;
}
