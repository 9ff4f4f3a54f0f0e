// Where a step reads, writes and goes on, and how the transcript hears of it.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import type { Step } from '../forged-trace.ts';
import { goesTo, loadsNext, otherOperation, otherQuotient, stays } from '../forgeries.ts';
import { claims, type Forgery, firstStep, instruction, machineOf, move, type Removal, rows } from '../removal.ts';
import { oneMoreWhere } from './one-more.ts';

const control = rows('control', 'step.circom', [
  oneMoreWhere('halted <== f[0];', OP.add, {
    ...claims(machineOf([instruction(OP.add)], { 3: 5, 4: 3 }), {
      edit: ({ inputs }) => {
        inputs['steps'] = 0n;
      },
    }),
  }),
  [
    'word <== op + 32 * imm + 64 * rs1 + 16384 * rd + 4194304 * x + (1 << 38) * gas;',
    'word <-- op + 32 * imm + 64 * rs1 + 16384 * rd + 4194304 * x + (1 << 38) * gas - f[2];',
    otherOperation,
  ],
  ['signal ifNotZero <== f[19] * (1 - zero.out);', 'signal ifNotZero <-- 0;', goesTo(OP.bnz, 1, 1)],
  ['signal ifZero <== f[20] * zero.out;', 'signal ifZero <-- 0;', goesTo(OP.bz, 0, 1)],
  ['signal jump <== (f[18] + ifNotZero + ifZero) * (x - pc - 1);', 'signal jump <-- 0;', goesTo(OP.jmp, 0, 1)],
  ['signal jumpTo <== f[23] * (a - pc - 1);', 'signal jumpTo <-- 0;', goesTo(OP.jr, 2, 1)],
  oneMoreWhere(
    'pcNext <== pc + 1 - f[0] + jump + jumpTo;',
    OP.add,
    stays(firstStep(machineOf([instruction(OP.add), move(9)], { 3: 5 }), () => ({ next: 2 }))),
  ),
]);

/** r3 holds an address; r5 and r6 are 70 and 71. */
const store = (told: Partial<Step>): Forgery =>
  firstStep(machineOf([instruction(OP.store, { x: 0 })], { 5: 70, 6: 71 }, { 0: 50, 1: 51 }), () => told);

const addresses = rows('addresses', 'step.circom', [
  oneMoreWhere('signal loadFrom <== f[16] * (place + R - x);', OP.load, loadsNext),
  oneMoreWhere(
    'signal storeFrom <== f[17] * (rd - x);',
    OP.store,
    store({ fromB: 6n, b: 71n, readB: 71n, leftB: 71n, c: 71n }),
  ),
  oneMoreWhere(
    'addressB <== x + loadFrom + storeFrom;',
    OP.add,
    firstStep(machineOf([instruction(OP.add)], { 3: 1, 4: 2, 5: 9 }), () => ({
      fromB: 5n,
      b: 9n,
      readB: 9n,
      leftB: 9n,
      c: 10n,
    })),
  ),
  oneMoreWhere('signal storeTo <== f[17] * (place + R - rd);', OP.store, store({ to: 33n, vOld: 51n })),
  oneMoreWhere(
    'addressC <== rd + storeTo;',
    OP.add,
    firstStep(machineOf([instruction(OP.add)], { 3: 1, 4: 2 }), () => ({ to: 6n })),
  ),
]);

const record = rows('transcript', 'step.circom', [['record <== all;', 'record <-- 0;', otherQuotient]]);

export const controlRemovals: readonly Removal[] = [...control, ...addresses, ...record];
