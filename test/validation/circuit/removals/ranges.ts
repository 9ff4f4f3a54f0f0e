// Ranges of what a prover says of a step, of steps that are none, and immediates.

import { inverse } from '../../../../core/proof/groth16/field.ts';
import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { OPS } from '../forged-trace.ts';
import { readsAhead, writesBack } from '../forgeries.ts';
import {
  claims,
  comesTo,
  type Forgery,
  firstStep,
  instruction,
  machineOf,
  move,
  type Removal,
  rows,
  TARGET,
} from '../removal.ts';

const ops = (some: Readonly<Record<number, bigint>>): bigint[] =>
  Array.from({ length: OPS }, (_, at) => some[at] ?? 0n);
const half = inverse(2n);
const far = inverse(1n << 16n);

/** The words of an instruction are told apart otherwise: a register beyond the 32 is a word of memory. */
const BEYOND = 256n;
const BEYOND_PLACE = Number(BEYOND) - 32;

/** Two steps that are not live: one is as much more as the other is less, and as much as their quotients differ. */
const DIVISOR_PLACE = 1n << 113n;
const idleSteps: Forgery = {
  kind: 'unbound',
  machine: machineOf([]),
  lie: { steps: { 0: () => ({ q: 0n }), 1: () => ({ q: 1n }) } },
  other: {
    steps: { 0: () => ({ q: 1n, live: -DIVISOR_PLACE }), 1: () => ({ q: 0n, live: DIVISOR_PLACE }) },
  },
};

/** Operations 1 and 2 are counted as 3. */
const twoAtOnce = comesTo(OP.mul, 3, 5, 12, { f: ops({ [OP.add]: 1n, [OP.sub]: 1n }) });

const ranges = rows('ranges', 'step.circom', [
  [
    'f[i] * (1 - f[i]) === 0;',
    '',
    // Half an addition and half a product are counted as one subtraction.
    comesTo(OP.sub, 2, 2, 4, { f: ops({ [OP.add]: half, [OP.mul]: half }) }),
  ],
  ['hot.f <== f;', 'for (var i = 0; i < K; i++) hot.f[i] <-- i == 0;', twoAtOnce],
  ['sum === 1;', '', twoAtOnce],
  [
    'imm * (1 - imm) === 0;',
    '',
    // With half an immediate operation 24 is 8, and a read of r4 stands for one of r5.
    firstStep(machineOf([instruction(OP.mulHU, { rd: 6, x: 5 })], { 3: 64, 4: 5, 5: 9 }), () => ({
      f: ops({ [OP.shrU]: 1n }),
      imm: half,
      b: 5n,
      readB: 5n,
      leftB: 5n,
      fromB: 4n,
      c: 2n,
    })),
  ],
  ['live * (1 - live) === 0;', '', idleSteps],
  [
    'rs1Bits.in <== rs1;',
    'rs1Bits.in <-- 0;',
    firstStep(machineOf([instruction(OP.add)], { 3: 1, 4: 2 }, { [BEYOND_PLACE + 3]: 77 }), () => ({
      rs1: BEYOND + 3n,
      rd: BigInt(TARGET - 1),
      to: BigInt(TARGET - 1),
      fromA: BEYOND + 3n,
      a: 77n,
      readA: 77n,
      leftA: 77n,
      vOld: 2n,
      c: 79n,
    })),
  ],
  [
    'rdBits.in <== rd;',
    'rdBits.in <-- 0;',
    firstStep(machineOf([instruction(OP.add)], { 3: 1, 4: 2 }), () => ({
      rd: BEYOND + 5n,
      x: 3n,
      to: BEYOND + 5n,
      fromB: 3n,
      b: 1n,
      readB: 1n,
      leftB: 1n,
      vOld: 0n,
      c: 2n,
    })),
  ],
  [
    'xBits.in <== x;',
    'xBits.in <-- x & 65535;',
    firstStep(machineOf([move(7, { gas: 1 })]), () => ({ x: 65_543n, b: 65_543n, c: 65_543n, gas: 0n })),
  ],
  [
    'gasBits.in <== gas;',
    'gasBits.in <-- 0;',
    claims(machineOf([move(7, { gas: 1 }), move(8, { rd: 6, gas: 1 })]), {
      steps: {
        0: () => ({ x: 8n, b: 8n, c: 8n, gas: 1n - far }),
        1: () => ({ x: 7n, b: 7n, c: 7n, gas: 1n + far }),
      },
    }),
  ],
  ['aBits.in <== a;', 'aBits.in <-- a ^ f[4];', comesTo(OP.and, 6, 3, 3)],
  ['bBits.in <== b;', 'bBits.in <-- b ^ f[4];', comesTo(OP.and, 3, 6, 3)],
  ['qBits.in <== q;', 'qBits.in <-- 0;', comesTo(OP.remU, 17, 5, 3, { q: 14n * inverse(5n) })],
  [
    'vBits.in <== vOld;',
    'vBits.in <-- 0;',
    {
      kind: 'outside',
      machine: machineOf([move(7)]),
      lie: {
        steps: { 0: () => ({ vOld: 1n << 32n }) },
        edit: ({ inputs, before }) => {
          before.registers[TARGET] = 1n << 32n;
          (inputs['m0'] as bigint[])[TARGET] = 1n << 32n;
        },
      },
    },
  ],
  ['daBits.in <== dA;', 'daBits.in <-- 0;', readsAhead('a')],
  ['dbBits.in <== dB;', 'dbBits.in <-- 0;', readsAhead('b')],
  ['dcBits.in <== dC;', 'dcBits.in <-- 0;', writesBack()],
]);

const idle = rows('idle', 'step.circom', [
  [
    '(1 - live) * (word - 32) === 0;',
    '',
    claims(machineOf([]), { executes: { 0: move(99) }, steps: { 0: () => ({ live: 0n, uses: 0 }) } }),
  ],
]);

const immediate = rows('immediate', 'step.circom', [
  [
    'imm * (b - x - xBits.out[15] * (SH - 65536)) === 0;',
    '',
    firstStep(machineOf([move(7)]), () => ({ b: 8n, c: 8n })),
  ],
]);

export const rangeRemovals: readonly Removal[] = [...ranges, ...idle, ...immediate];
