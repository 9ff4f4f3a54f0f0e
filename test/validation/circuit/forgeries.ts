// Forgeries that several constraints would be missed by.

import { OP } from '../../../core/proof/machine/instruction-set.ts';
import type { Step } from './forged-steps.ts';
import type { Lie } from './forged-trace.ts';
import { also, type Claim, claims, firstStep, readsB, type Unbound } from './forgery.ts';
import { EMPTY, instruction, type Machine, machineOf, move, operation } from './machine.ts';

/** r5 becomes r3 + r4, or 8; it was 9. */
export const sum: Machine = machineOf([instruction(OP.add, { gas: 3 })], { 3: 5, 4: 3, 5: 9 });
export const sums = (change: (honest: Step) => Partial<Step>, lie: Lie = {}): Claim =>
  also(firstStep(sum, change), lie);

/** An operand is taken for one more, and stays what it is. */
export const misreadA: Claim = sums(() => ({ a: 6n, c: 9n }));
export const misreadB: Claim = sums(() => ({ b: 4n, c: 9n }));
/** It becomes one more. */
export const becomesA: Claim = sums(() => ({ a: 6n, c: 9n, leftA: 6n }));
export const becomesB: Claim = sums(() => ({ b: 4n, c: 9n, leftB: 4n }));
/** It is left as one less. */
export const shrinksA: Claim = sums(() => ({ leftA: 4n }));
export const shrinksB: Claim = sums(() => ({ leftB: 2n }));
export const lessWritten: Claim = sums(({ c }) => ({ c: c - 1n }));
/** The write is lost: what is written replaces itself. */
export const lostWrite: Claim = sums(() => ({}), { lost: [2] });
export const wrongSum: Claim = sums(({ c }) => ({ c: c + 1n }));

/** An operand is what the next step will write. */
export function readsAhead(operand: 'a' | 'b'): Claim {
  const first = operand === 'a' ? { rs1: 6, x: 0, imm: 1 } : { rs1: 0, x: 6, imm: 0 };
  const read = operand === 'a' ? { a: 99n, leftA: 99n } : { b: 99n, leftB: 99n };
  return claims(machineOf([instruction(OP.add, first), move(99, { rd: 6 })], { 6: 5 }), {
    early: [5],
    steps: { 0: () => ({ ...read, c: 99n }), 1: () => ({ vOld: 5n }) },
  });
}

/** Of two values that are written, the first stays. */
export const writesBack: Claim = claims(machineOf([move(5), move(7)]), {
  early: [5],
  steps: { 0: () => ({ vOld: 7n }), 1: () => ({ vOld: 0n }) },
});

/** An addition that the program has is executed as a subtraction. */
export const otherOperation: Claim = claims(operation(OP.add, 5, 3), { executes: { 0: instruction(OP.sub) } });

/** The same, and no instruction is said to be used. */
export const uncounted: Claim = also(otherOperation, { steps: { 0: () => ({ uses: 0 }) } });

/** Something is done at a step that is not live. */
export const doneIdly: Claim = claims(EMPTY, {
  executes: { 0: move(99) },
  steps: { 0: () => ({ live: 0n, uses: 0 }) },
});

/** The quotient where nothing is divided is free, but not once the challenge is known. */
export const otherQuotient: Unbound = {
  kind: 'unbound',
  machine: operation(OP.add, 5, 3),
  choices: [{}, { steps: { 0: () => ({ q: 1n }) } }],
};

const onlyFirst = { liveMax: 1 };

/** The second instruction comes first. */
export const startsLater = (edit: NonNullable<Lie['edit']>): Claim =>
  claims(machineOf([instruction(OP.add), move(9)], { 3: 5, 4: 3 }), { ...onlyFirst, runs: { pc: 1 }, edit });

/** The instruction behind the first one is passed over. */
export const passesOver: Claim = also(
  firstStep(machineOf([instruction(OP.add), move(9)]), () => ({ next: 2 })),
  onlyFirst,
);

/** A branch or jump to instruction 2, which goes elsewhere; r3 holds the value. */
export const goesTo = (op: number, value: number, next: number): Claim =>
  also(
    firstStep(machineOf([instruction(op, { rd: 0, imm: 1, x: 2 }), move(9)], { 3: value }), () => ({ next })),
    onlyFirst,
  );

/** A load from [r3] that reads another word; words 0 and 1 are 50 and 51. */
export const loads = (base: number, place: number, value: bigint): Claim =>
  firstStep(machineOf([instruction(OP.load, { x: 0 })], { 3: base }, { 0: 50, 1: 51 }), () => ({
    ...readsB(value, BigInt(32 + place)),
    c: value,
  }));
export const loadsNext: Claim = loads(0, 1, 51n);
