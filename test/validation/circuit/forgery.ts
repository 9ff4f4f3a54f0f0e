// What a prover could show without a constraint.

import type { Step } from './forged-steps.ts';
import type { Lie } from './forged-trace.ts';
import { type Machine, operation } from './machine.ts';

/** A false statement; or one of a machine that there is none of: a register beyond a word, or an instruction beyond 48 bits. */
export interface Claim {
  readonly kind: 'false' | 'outside';
  readonly machine: Machine;
  readonly lie: Lie;
}

/** Two choices under one challenge, which is to depend on every choice. */
export interface Unbound {
  readonly kind: 'unbound';
  readonly machine: Machine;
  readonly choices: readonly [Lie, Lie];
}

export type Forgery = Claim | Unbound;

export const claims = (machine: Machine, lie: Lie): Claim => ({ kind: 'false', machine, lie });

/** The first step is another one than the machine would take. */
export const firstStep = (machine: Machine, change: (honest: Step) => Partial<Step>): Claim =>
  claims(machine, { steps: { 0: change } });

/** One instruction on two registers that comes to something else. */
export const comesTo = (op: number, a: number, b: number, c: number, more: Partial<Step> = {}): Claim =>
  firstStep(operation(op, a, b), () => ({ c: BigInt(c), ...more }));

/** The same with one more than it should. */
export const oneMore = (op: number, a: number, b: number): Claim =>
  firstStep(operation(op, a, b), ({ c }) => ({ c: c + 1n }));

/** The second operand is this value, found there. */
export const readsB = (b: bigint, fromB: bigint): Partial<Step> => ({ b, leftB: b, fromB });

/** The same lie and more. */
export const also = (claim: Claim, lie: Lie): Claim => ({ ...claim, lie: { ...claim.lie, ...lie } });
