// A constraint of the circuit, what stands there without it, and what a prover could then show.

import type { Forgery } from './forgery.ts';

/** Where a constraint stands in the source. */
export interface Place {
  readonly template: string;
  readonly text: string;
}

export interface Removal extends Place {
  /** As circom's source names it. */
  readonly group: string;
  /** What the constraint computed is a number of the prover's choice: here as it suits the forgery. */
  readonly without: string;
  readonly forgery: Forgery;
}

/** A constraint that nothing hangs on, and why. */
export interface Spare extends Place {
  readonly why: string;
}

export type Row = readonly [text: string, without: string, forgery: Forgery];

export const rows = (group: string, template: string, all: readonly Row[]): Removal[] =>
  all.map(([text, without, forgery]) => ({ group, template, text, without, forgery }));

/** The constraint gives way to a hint that is `more` than it should be where this instruction is executed. */
export const moreWhere = (text: string, op: number, forgery: Forgery, more = '1'): Row => [
  text,
  `${text.replace('<==', '<--').replace(/;$/, '')} + f[${op}] * ${more};`,
  forgery,
];

/** One at the first step. */
export const FIRST = '(i == 0 ? 1 : 0)';
