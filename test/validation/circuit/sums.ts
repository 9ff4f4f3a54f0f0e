// Forgeries about one addition.

import { OP } from '../../../core/proof/machine/instruction-set.ts';
import type { Lie, Machine, Step } from './forged-trace.ts';
import { type Forgery, firstStep, instruction, machineOf } from './removal.ts';

/** r5 becomes r3 + r4, or 8; it was 9. */
export const sum: Machine = machineOf([instruction(OP.add, { gas: 3 })], { 3: 5, 4: 3, 5: 9 });
export const sums = (told: (honest: Step) => Partial<Step>, lie: Lie = {}): Forgery => ({
  ...firstStep(sum, told),
  lie: { ...lie, steps: { 0: told } },
});

/** An operand is taken for one more, and stays what it is, or becomes it. */
export const more = { a: { a: 6n, c: 9n }, b: { b: 4n, c: 9n } };
export const misreadA: Forgery = sums(() => more.a);
export const misreadB: Forgery = sums(() => more.b);
export const becomesA: Forgery = sums(() => ({ ...more.a, leftA: 6n }));
export const becomesB: Forgery = sums(() => ({ ...more.b, leftB: 4n }));
/** It is left as one less. */
export const shrinksA: Forgery = sums(() => ({ leftA: 4n }));
export const shrinksB: Forgery = sums(() => ({ leftB: 2n }));
export const lessWritten: Forgery = sums(({ c }) => ({ c: c - 1n }));
/** The write is lost: what is written replaces itself. */
export const lostWrite: Forgery = sums(() => ({}), { lost: [2] });
export const wrongSum: Forgery = sums(({ c }) => ({ c: c + 1n }));

/** One at the first step. */
export const FIRST = '(i == 0 ? 1 : 0)';
