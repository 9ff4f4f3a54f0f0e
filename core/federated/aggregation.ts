// The interface of an aggregation rule: how contributions become one change of the model. One rule is one file that
// exports a definition.

import type { Parameter, ParameterValue } from '../scheduling/index.ts';
import type { Contribution } from './contribution.ts';

export interface Aggregated {
  /** By how much each parameter of the model changes. */
  readonly change: Float64Array;
  /** Places of the contributions that counted for nothing. */
  readonly rejected: readonly number[];
}

export interface Aggregation {
  /** Of at least one contribution, all of one length. */
  combine(contributions: readonly Contribution[]): Aggregated;
  /** FedProx: how strongly trainers are held to the model that they were sent. */
  readonly proximal?: number;
  /** SCAFFOLD: by what the steps of trainers are corrected, sent with the model. */
  readonly control?: () => Float32Array;
  /** FedBuff: contributions that make a new model, while others go on training. Absent: rounds. */
  readonly buffer?: number;
}

/** What a rule may know of how trainers work. */
export interface TrainingSetting {
  /** Of a model. */
  readonly parameters: number;
  /** All that have data, in this round or not. */
  readonly trainers: number;
  readonly epochs: number;
  readonly batch: number;
  /** The trainers' learning rate. */
  readonly rate: number;
}

export type Parameters = Readonly<Record<string, ParameterValue>>;

export interface AggregationDefinition {
  /** kebab-case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line: what it does and whose idea it is. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** What its theorem asks of so many participants, if they are too few; undefined if they will do. */
  refuses?(parameters: Parameters, participants: number): string | undefined;
  create(parameters: Parameters, setting: TrainingSetting): Aggregation;
}

export const NOBODY: readonly number[] = [];

/** How many liars a robust rule is to bear. */
export const LIARS: Parameter = { kind: 'count', default: 1, min: 0, description: 'liars that it bears: f' };

/** The weighted mean of some contributions; with all weights 0 no change. */
export function weightedMean(contributions: readonly Contribution[], weights: readonly number[]): Float64Array {
  const mean = new Float64Array(contributions[0]!.update.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return mean;
  contributions.forEach(({ update }, place) => {
    const weight = weights[place]! / total;
    for (let at = 0; at < mean.length; at += 1) mean[at]! += weight * update[at]!;
  });
  return mean;
}

/** What is left after some are rejected, each counting the same. */
export function meanOf(contributions: readonly Contribution[], kept: readonly number[]): Float64Array {
  const chosen = kept.map((place) => contributions[place]!);
  return weightedMean(
    chosen,
    chosen.map(() => 1),
  );
}

/** The places that are not among the kept. */
export const othersThan = (kept: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, place) => place).filter((place) => !kept.includes(place));
