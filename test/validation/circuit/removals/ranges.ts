// Ranges of what a prover says of a step, of steps that are none, and immediates.

import { inverse } from '../../../../core/proof/groth16/field.ts';
import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { OPS, REGISTERS } from '../../../../core/proof/segments/step-log.ts';
import { doneIdly, readsAhead, writesBack } from '../forgeries.ts';
import { type Claim, claims, comesTo, firstStep, readsB, type Unbound } from '../forgery.ts';
import { EMPTY, instruction, machineOf, move, operation, TARGET } from '../machine.ts';
import { type Removal, rows } from '../removal.ts';

const half = inverse(2n);
const operations = (some: Readonly<Record<number, bigint>>): bigint[] =>
  Array.from({ length: OPS }, (_, at) => some[at] ?? 0n);

/** Half an addition and half a product are counted as one subtraction. */
const twoHalves = comesTo(OP.sub, 2, 2, 4, { f: operations({ [OP.add]: half, [OP.mul]: half }) });
/** Operations 1 and 2 are counted as 3. */
const twoAtOnce = comesTo(OP.mul, 3, 5, 12, { f: operations({ [OP.add]: 1n, [OP.sub]: 1n }) });
/** With half an immediate operation 24 is 8, and a read of r4 stands for one of r5. */
const halfImmediate = firstStep(machineOf([instruction(OP.mulHU, { rd: 6, x: 5 })], { 3: 64, 4: 5, 5: 9 }), () => ({
  f: operations({ [OP.shrU]: 1n }),
  imm: half,
  ...readsB(5n, 4n),
  c: 2n,
}));

/** Two steps that are not live: one is as much more as the other is less, and as much as their quotients differ. */
const QUOTIENT_PLACE = 1n << 113n;
const idleSteps: Unbound = {
  kind: 'unbound',
  machine: EMPTY,
  choices: [
    { steps: { 0: () => ({ q: 0n }), 1: () => ({ q: 1n }) } },
    { steps: { 0: () => ({ q: 1n, live: -QUOTIENT_PLACE }), 1: () => ({ q: 0n, live: QUOTIENT_PLACE }) } },
  ],
};

/** The fields of a word are told apart otherwise: a register beyond the 32 is a word of memory. */
const BEYOND = 256n;
const readsMemory = firstStep(
  machineOf([instruction(OP.add)], { 3: 1, 4: 2 }, { [Number(BEYOND) - REGISTERS + 3]: 77 }),
  () => ({
    rs1: BEYOND + 3n,
    rd: BigInt(TARGET - 1),
    to: BigInt(TARGET - 1),
    fromA: BEYOND + 3n,
    a: 77n,
    leftA: 77n,
    vOld: 2n,
    c: 79n,
  }),
);
const writesMemory = firstStep(operation(OP.add, 1, 2), () => ({
  rd: BEYOND + 5n,
  x: 3n,
  to: BEYOND + 5n,
  ...readsB(1n, 3n),
  vOld: 0n,
  c: 2n,
}));
const movesMore = firstStep(machineOf([move(7, { gas: 1 })]), () => ({ x: 65_543n, b: 65_543n, c: 65_543n, gas: 0n }));
/** Two instructions change places, for as much gas less as the other one costs more. */
const far = inverse(1n << 16n);
const swapped = claims(machineOf([move(7, { gas: 1 }), move(8, { rd: 6, gas: 1 })]), {
  steps: {
    0: () => ({ x: 8n, b: 8n, c: 8n, gas: 1n - far }),
    1: () => ({ x: 7n, b: 7n, c: 7n, gas: 1n + far }),
  },
});
const noWord: Claim = {
  kind: 'outside',
  machine: machineOf([move(7)]),
  lie: {
    steps: { 0: () => ({ vOld: 1n << 32n }) },
    edit: ({ inputs, before }) => {
      before.registers[TARGET] = 1n << 32n;
      inputs.m0[TARGET] = 1n << 32n;
    },
  },
};
const otherImmediate = firstStep(machineOf([move(7)]), () => ({ b: 8n, c: 8n }));

export const rangeRemovals: readonly Removal[] = [
  ...rows('ranges', 'OneHot', [
    ['f[i] * (1 - f[i]) === 0;', '', twoHalves],
    ['sum === 1;', '', twoAtOnce],
  ]),
  ...rows('ranges', 'Step', [
    ['hot.f <== f;', 'for (var i = 0; i < K; i++) hot.f[i] <-- i == 0;', twoAtOnce],
    ['imm * (1 - imm) === 0;', '', halfImmediate],
    ['live * (1 - live) === 0;', '', idleSteps],
    ['rs1Bits.in <== rs1;', 'rs1Bits.in <-- 0;', readsMemory],
    ['rdBits.in <== rd;', 'rdBits.in <-- 0;', writesMemory],
    ['xBits.in <== x;', 'xBits.in <-- x & 65535;', movesMore],
    ['gasBits.in <== gas;', 'gasBits.in <-- 0;', swapped],
    ['aBits.in <== a;', 'aBits.in <-- a ^ f[4];', comesTo(OP.and, 6, 3, 3)],
    ['bBits.in <== b;', 'bBits.in <-- b ^ f[4];', comesTo(OP.and, 3, 6, 3)],
    ['qBits.in <== q;', 'qBits.in <-- 0;', comesTo(OP.remU, 17, 5, 3, { q: 14n * inverse(5n) })],
    ['vBits.in <== vOld;', 'vBits.in <-- 0;', noWord],
    ['daBits.in <== dA;', 'daBits.in <-- 0;', readsAhead('a')],
    ['dbBits.in <== dB;', 'dbBits.in <-- 0;', readsAhead('b')],
    ['dcBits.in <== dC;', 'dcBits.in <-- 0;', writesBack],
  ]),
  ...rows('idle', 'Step', [['(1 - live) * (word - 32) === 0;', '', doneIdly]]),
  ...rows('immediate', 'Step', [['imm * (b - x - xBits.out[15] * (SH - 65536)) === 0;', '', otherImmediate]]),
];
