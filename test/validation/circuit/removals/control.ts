// Where a step reads, writes and goes on, and how the transcript hears of it.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import type { Step } from '../forged-steps.ts';
import { goesTo, loadsNext, otherOperation, otherQuotient, passesOver } from '../forgeries.ts';
import { type Claim, claims, firstStep, readsB } from '../forgery.ts';
import { instruction, machineOf, operation } from '../machine.ts';
import { moreWhere, type Removal, rows } from '../removal.ts';

const uncountedStep = claims(operation(OP.add, 5, 3), {
  edit: ({ inputs }) => {
    inputs.steps = 0n;
  },
});

/** r3 holds an address; r5 and r6 are 70 and 71. */
const stores = (change: Partial<Step>): Claim =>
  firstStep(machineOf([instruction(OP.store, { x: 0 })], { 5: 70, 6: 71 }, { 0: 50, 1: 51 }), () => change);
const storesNext = stores({ ...readsB(71n, 6n), c: 71n });
const storesFarther = stores({ to: 33n, vOld: 51n });

const addsNext = firstStep(machineOf([instruction(OP.add)], { 3: 1, 4: 2, 5: 9 }), () => ({
  ...readsB(9n, 5n),
  c: 10n,
}));
const writesNext = firstStep(operation(OP.add, 1, 2), () => ({ to: 6n }));

export const controlRemovals: readonly Removal[] = [
  ...rows('control', 'Step', [
    moreWhere('halted <== f[0];', OP.add, uncountedStep),
    [
      'word <== op + 32 * imm + 64 * rs1 + 16384 * rd + 4194304 * x + (1 << 38) * gas;',
      'word <-- op + 32 * imm + 64 * rs1 + 16384 * rd + 4194304 * x + (1 << 38) * gas - f[2];',
      otherOperation,
    ],
    ['signal ifNotZero <== f[19] * (1 - zero.out);', 'signal ifNotZero <-- 0;', goesTo(OP.bnz, 1, 1)],
    ['signal ifZero <== f[20] * zero.out;', 'signal ifZero <-- 0;', goesTo(OP.bz, 0, 1)],
    ['signal jump <== (f[18] + ifNotZero + ifZero) * (x - pc - 1);', 'signal jump <-- 0;', goesTo(OP.jmp, 0, 1)],
    ['signal jumpTo <== f[23] * (a - pc - 1);', 'signal jumpTo <-- 0;', goesTo(OP.jr, 2, 1)],
    moreWhere('pcNext <== pc + 1 - f[0] + jump + jumpTo;', OP.add, passesOver),
  ]),
  ...rows('addresses', 'Step', [
    moreWhere('signal loadFrom <== f[16] * (place + R - x);', OP.load, loadsNext),
    moreWhere('signal storeFrom <== f[17] * (rd - x);', OP.store, storesNext),
    moreWhere('addressB <== x + loadFrom + storeFrom;', OP.add, addsNext),
    moreWhere('signal storeTo <== f[17] * (place + R - rd);', OP.store, storesFarther),
    moreWhere('addressC <== rd + storeTo;', OP.add, writesNext),
  ]),
  ...rows('transcript', 'Step', [['record <== all;', 'record <-- 0;', otherQuotient]]),
];
