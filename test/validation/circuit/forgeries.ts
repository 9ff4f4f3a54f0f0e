// Forgeries that several constraints would be missed by.

import { OP } from '../../../core/proof/machine/instruction-set.ts';
import type { Lie } from './forged-trace.ts';
import { claims, type Forgery, firstStep, instruction, machineOf, move } from './removal.ts';

/** An operand is what the next step will write. */
export function readsAhead(operand: 'a' | 'b'): Forgery {
  const first = operand === 'a' ? { rs1: 6, x: 0, imm: 1 } : { rs1: 0, x: 6, imm: 0 };
  const told = operand === 'a' ? { a: 99n, readA: 99n, leftA: 99n } : { b: 99n, readB: 99n, leftB: 99n };
  return claims(machineOf([instruction(OP.add, first), move(99, { rd: 6 })], { 6: 5 }), {
    early: [5],
    steps: { 0: () => ({ ...told, c: 99n }), 1: () => ({ vOld: 5n }) },
  });
}

/** Of two values that are written, the first stays. */
export function writesBack(): Forgery {
  return claims(machineOf([move(5), move(7)]), {
    early: [5],
    steps: { 0: () => ({ vOld: 7n }), 1: () => ({ vOld: 0n }) },
  });
}

/** Only that one step. */
export function stays(forgery: Forgery): Forgery {
  return { ...forgery, lie: { ...forgery.lie, liveMax: 1 } };
}

/** An addition that the program has is executed as a subtraction. */
export const otherOperation: Forgery = claims(machineOf([instruction(OP.add)], { 3: 5, 4: 3 }), {
  executes: { 0: instruction(OP.sub) },
});

/** The quotient where nothing is divided is free, but not once the challenge is known. */
export const otherQuotient: Forgery = {
  kind: 'unbound',
  machine: machineOf([instruction(OP.add)], { 3: 5, 4: 3 }),
  lie: {},
  other: { steps: { 0: () => ({ q: 1n }) } },
};
/** The second instruction comes first. */
const second = machineOf([instruction(OP.add), move(9)], { 3: 5, 4: 3 });
export const startsLater = (edit: NonNullable<Lie['edit']>): Forgery =>
  stays(claims(second, { runs: { pc: 1 }, edit }));
export const laterStart: Forgery = startsLater(({ inputs }) => {
  inputs['pc0'] = 0n;
});

/** A branch or jump to instruction 2, which goes elsewhere; r3 holds the value. */
export const goesTo = (op: number, value: number, next: number): Forgery =>
  stays(firstStep(machineOf([instruction(op, { rd: 0, imm: 1, x: 2 }), move(9)], { 3: value }), () => ({ next })));

/** A load from [r3] that reads another word; words 0 and 1 are 50 and 51. */
export function load(base: number, place: number, value: number): Forgery {
  const word = BigInt(value);
  return firstStep(machineOf([instruction(OP.load, { x: 0 })], { 3: base }, { 0: 50, 1: 51 }), () => ({
    fromB: BigInt(32 + place),
    b: word,
    readB: word,
    leftB: word,
    c: word,
  }));
}
export const loadsNext: Forgery = load(0, 1, 51);
