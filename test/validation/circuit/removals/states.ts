// The states that a segment begins and ends in.

import { poseidon16 } from 'poseidon-lite/poseidon16';
import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { forge, type Lie, stateHashOf } from '../forged-trace.ts';
import { startsLater } from '../forgeries.ts';
import { type Claim, claims } from '../forgery.ts';
import { instruction, machineOf, TARGET } from '../machine.ts';
import { type Removal, rows } from '../removal.ts';
import { oldRoot, otherRoot, TRUE_ROOT } from './pages.ts';

const ADD = machineOf([instruction(OP.add, { gas: 3 })], { 3: 5, 4: 3 });
const { before: BEGUN } = forge(ADD, {});
const endsIn = (edit: NonNullable<Lie['edit']>): Claim => claims(ADD, { edit });
const endsAtStart = endsIn(({ after }) => {
  after.pc = 0n;
});
const endsFree = endsIn(({ after }) => {
  after.gas = 0n;
});
const endsEmpty = endsIn(({ after }) => {
  after.registers[TARGET] = 0n;
});
const endsAsBegun = endsIn(({ before, after }) => Object.assign(after, before));
const startsRicher = claims(ADD, { runs: { registers: { 3: 6, 4: 3 } } });

export const stateRemovals: readonly Removal[] = [
  ...rows('states', 'State', [
    ['top.inputs[0] <== pc;', 'top.inputs[0] <-- 0;', endsAtStart],
    ['top.inputs[1] <== root;', `top.inputs[1] <-- pc == 0 ? ${TRUE_ROOT} : root;`, otherRoot],
    ['top.inputs[2] <== gas;', 'top.inputs[2] <-- 0;', endsFree],
    [
      'parts[j].inputs[i] <== registers[16 * j + i];',
      `parts[j].inputs[i] <-- 16 * j + i == ${TARGET} ? 0 : registers[16 * j + i];`,
      endsEmpty,
    ],
    [
      'top.inputs[j + 3] <== parts[j].out;',
      `top.inputs[j + 3] <-- j == 0 ? ${poseidon16(BEGUN.registers.slice(0, 16))} : parts[j].out;`,
      endsEmpty,
    ],
    ['out <== top.out;', `out <-- ${stateHashOf(BEGUN)};`, endsAsBegun],
  ]),
  ...rows('states', 'Segment', [
    ['before.pc <== pc0;', 'before.pc <-- pc0 - 1;', startsLater(() => undefined)],
    ['before.root <== memoryRoot;', `before.root <-- ${TRUE_ROOT};`, otherRoot],
    ['before.gas <== gas0;', 'before.gas <-- 0;', claims(ADD, { runs: { gas: 5 } })],
    ['after.pc <== pc[N];', 'after.pc <-- 0;', endsAtStart],
    ['after.root <== root[K];', 'after.root <-- memoryRoot;', oldRoot],
    ['after.gas <== spent;', 'after.gas <-- gas0;', endsFree],
    ['before.registers[j] <== m0[j];', 'before.registers[j] <-- m0[j] - (j == 3 ? 1 : 0);', startsRicher],
    ['after.registers[j] <== mF[j];', `after.registers[j] <-- j == ${TARGET} ? 0 : mF[j];`, endsEmpty],
    ['before.out === stateIn;', '', startsRicher],
    ['after.out === stateOut;', '', endsEmpty],
  ]),
];
