// The argument that every access reads what was written last.

import { inverse } from '../../../../core/proof/groth16/field.ts';
import {
  becomesA,
  becomesB,
  lessWritten,
  lostWrite,
  misreadA,
  misreadB,
  shrinksA,
  shrinksB,
  sum,
} from '../forgeries.ts';
import { type Claim, claims } from '../forgery.ts';
import { TARGET } from '../machine.ts';
import { FIRST, type Removal, type Row, rows } from '../removal.ts';
import { known, solved } from '../solved.ts';

interface Parts {
  readonly address: string;
  readonly value: string;
  readonly timeTerm: string;
}

/** Of the one element of an access any part may be what makes it, where `when` is one, that of a value one less. */
function access(name: string, { address, value, timeTerm }: Parts, when: string, forgery: Claim): Row[] {
  const row = (port: string, from: string, lie: string): Row => [
    `${name}.${port} <== ${from};`,
    `${name}.${port} <-- ${lie};`,
    forgery,
  ];
  return [
    row('g', 'g', `g + ${when} * v`),
    row('v', 'v', `v - ${when} * v / ${value}`),
    row('address', address, `${address} - ${when} * v`),
    row('value', value, `${value} - ${when}`),
    row('timeTerm', timeTerm, `${timeTerm} - ${when} * v`),
  ];
}

/** What makes the element that a step replaces the one that it writes. */
const OWN = '(v * (step[i].c - vOld[i]) + t + ageC[i])';
const replacesItself = (port: string, from: string, lie: string): Row => [
  `readC[i].${port} <== ${from};`,
  `readC[i].${port} <-- i == 0 ? ${lie} : ${from};`,
  lostWrite,
];

/** r3 begins as another number than the 5 that it is said to have been. */
const startsWith = (value: number): Claim =>
  claims(sum, {
    runs: { registers: { ...sum.registers, 3: value } },
    edit: ({ inputs }) => {
      inputs.m0[3] = 5n;
    },
  });
const [richer, poorer] = [startsWith(6), startsWith(4)];
/** r5 ends as what it was. */
const endsUnwritten = claims(sum, {
  edit: ({ inputs, after }) => {
    inputs.mF[TARGET] = 9n;
    after.registers[TARGET] = 9n;
  },
});
const AT_TARGET = `(j == ${TARGET} ? 1 : 0)`;

/** A product begins as what makes both the same. */
const forged = (beginning: (fit: bigint) => bigint): Claim =>
  solved((trace) => {
    trace.inputs.forged = beginning(known(trace).fit);
  });

const elements: readonly Row[] = [
  ['ageA[i] <== t * dA[i];', `ageA[i] <-- t * dA[i] + ${FIRST} * v;`, becomesA],
  ['ageB[i] <== t * dB[i];', `ageB[i] <-- t * dB[i] + ${FIRST} * v;`, becomesB],
  ['ageC[i] <== t * dC[i];', `ageC[i] <-- i == 0 ? v * (vOld[i] - step[i].c) - t : t * dC[i];`, lostWrite],
  ...access('readA[i]', { address: 'rs1[i]', value: 'a[i]', timeTerm: 'now - ageA[i]' }, FIRST, misreadA),
  ...access('readB[i]', { address: 'step[i].addressB', value: 'b[i]', timeTerm: 'now + t - ageB[i]' }, FIRST, misreadB),
  replacesItself('g', 'g', `g - ${OWN}`),
  replacesItself('v', 'v', `v + ${OWN} / vOld[i]`),
  replacesItself('address', 'step[i].addressC', `step[i].addressC + ${OWN}`),
  replacesItself('value', 'vOld[i]', `vOld[i] + ${OWN} / v`),
  replacesItself('timeTerm', 'now + 2 * t - ageC[i]', `now + 2 * t - ageC[i] + ${OWN}`),
  ...access(
    'writeC[i]',
    { address: 'step[i].addressC', value: 'step[i].c', timeTerm: 'now + 3 * t' },
    FIRST,
    lessWritten,
  ),
  ['lastTime[j] <== t * tF[j];', `lastTime[j] <-- t * tF[j] - ${AT_TARGET} * v;`, endsUnwritten],
  ...access('first[j]', { address: 'address', value: 'm0[j]', timeTerm: '0' }, '(j == 3 ? 1 : 0)', poorer),
  ...access('last[j]', { address: 'address', value: 'mF[j]', timeTerm: 'lastTime[j]' }, AT_TARGET, endsUnwritten),
];

const products: readonly Row[] = [
  ['reads[0] <== 1;', 'signal input forged; reads[0] <-- forged;', forged((fit) => fit)],
  ['writes[0] <== 1;', 'signal input forged; writes[0] <-- forged;', forged(inverse)],
  [
    'readsB[i] <== (1 - imm[i]) * (readB[i].out - 1);',
    `readsB[i] <-- (1 - imm[i]) * (readB[i].out + ${FIRST} * v - 1);`,
    becomesB,
  ],
  [
    'writesB[i] <== (1 - imm[i]) * (readB[i].out - ageB[i] - t - 1);',
    `writesB[i] <-- (1 - imm[i]) * (readB[i].out + ${FIRST} * v - ageB[i] - t - 1);`,
    shrinksB,
  ],
  ['reads1[i] <== reads[i] * readA[i].out;', `reads1[i] <-- reads[i] * (readA[i].out + ${FIRST} * v);`, becomesA],
  ['reads2[i] <== reads1[i] * (readsB[i] + 1);', `reads2[i] <-- reads1[i] * (readsB[i] + ${FIRST} * v + 1);`, becomesB],
  [
    'reads[i + 1] <== reads2[i] * readC[i].out;',
    `reads[i + 1] <-- reads2[i] / readA[i].out * (readA[i].out + ${FIRST} * v) * readC[i].out;`,
    becomesA,
  ],
  ['writeA[i] <== readA[i].out - ageA[i] - t;', `writeA[i] <-- readA[i].out - ageA[i] - t + ${FIRST} * v;`, shrinksA],
  ['writes1[i] <== writes[i] * writeA[i];', `writes1[i] <-- writes[i] * (writeA[i] + ${FIRST} * v);`, shrinksA],
  [
    'writes2[i] <== writes1[i] * (writesB[i] + 1);',
    `writes2[i] <-- writes1[i] * (writesB[i] + ${FIRST} * v + 1);`,
    shrinksB,
  ],
  [
    'writes[i + 1] <== writes2[i] * writeC[i].out;',
    `writes[i + 1] <-- writes2[i] * (writeC[i].out + ${FIRST} * v);`,
    lessWritten,
  ],
  [
    'writes[N + j + 1] <== writes[N + j] * first[j].out;',
    'writes[N + j + 1] <-- writes[N + j] * (first[j].out - (j == 3 ? v : 0));',
    richer,
  ],
  [
    'reads[N + j + 1] <== reads[N + j] * last[j].out;',
    `reads[N + j + 1] <-- reads[N + j] * (last[j].out + ${AT_TARGET} * v);`,
    endsUnwritten,
  ],
  ['reads[N + S] === writes[N + S];', '', misreadA],
];

export const memoryRemovals: readonly Removal[] = [
  ...rows('memory', 'Access', [
    ['signal valueTerm <== v * value;', 'signal valueTerm <-- 0;', misreadA],
    ['out <== g - address - valueTerm - timeTerm;', 'out <-- g - address - timeTerm;', misreadA],
  ]),
  ...rows('memory', 'Segment', [...elements, ...products]),
];
