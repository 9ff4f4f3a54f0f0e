// The argument that every access reads what was written last.

import { inverse } from '../../../../core/proof/groth16/field.ts';
import { claims, type Forgery, type Removal, type Row, rows, TARGET } from '../removal.ts';
import { challenged, column, solved } from '../solved.ts';
import {
  becomesA,
  becomesB,
  FIRST,
  lessWritten,
  lostWrite,
  misreadA,
  misreadB,
  shrinksA,
  shrinksB,
  sum,
} from '../sums.ts';

/** What is asked of the one element of an access: any part of it may be what makes it that of a value one less. */
function access(
  name: string,
  parts: Readonly<Record<string, string>>,
  when: string,
  value: string,
  own: Forgery,
): Row[] {
  const at = name.startsWith('read') || name.startsWith('write') ? 'i' : 'j';
  const ports: Record<string, readonly [from: string, lie: string]> = {
    g: ['g', `g + ${when} * v`],
    v: ['v', `v - ${when} * v / ${value}`],
    address: [parts['address']!, `${parts['address']!} - ${when} * v`],
    value: [parts['value']!, `${parts['value']!} - ${when}`],
    timeTerm: [parts['timeTerm']!, `${parts['timeTerm']!} - ${when} * v`],
  };
  return Object.entries(ports).map(([port, [from, lie]]) => [
    `${name}[${at}].${port} <== ${from};`,
    `${name}[${at}].${port} <-- ${lie};`,
    own,
  ]);
}

/** What makes the element that a step replaces the one that it writes. */
const OWN = '(v * (step[i].c - vOld[i]) + t + ageC[i])';
const replacesItself = (port: string, from: string, lie: string): Row => [
  `readC[i].${port} <== ${from};`,
  `readC[i].${port} <-- i == 0 ? ${lie} : ${from};`,
  lostWrite,
];

const richer: Forgery = claims(sum, {
  runs: { registers: { ...sum.registers, 3: 6 } },
  edit: ({ inputs }) => {
    column(inputs, 'm0')[3] = 5n;
  },
});
const poorer: Forgery = claims(sum, {
  runs: { registers: { ...sum.registers, 3: 4 } },
  edit: ({ inputs }) => {
    column(inputs, 'm0')[3] = 5n;
  },
});
const laterValue: Forgery = claims(sum, {
  edit: ({ inputs, after }) => {
    column(inputs, 'mF')[TARGET] = 9n;
    after.registers[TARGET] = 9n;
  },
});

const forged = (product: 'reads' | 'writes'): Forgery =>
  solved((trace) => {
    const { fit } = challenged(trace);
    trace.inputs['forged'] = product === 'reads' ? fit : inverse(fit);
  });

export const memoryRemovals: readonly Removal[] = [
  ...rows(
    'memory',
    'segment.circom',
    [
      ['signal valueTerm <== v * value;', 'signal valueTerm <-- 0;', misreadA],
      ['out <== g - address - valueTerm - timeTerm;', 'out <-- g - address - timeTerm;', misreadA],
    ],
    'Access',
  ),
  ...rows(
    'memory',
    'segment.circom',
    [
      ['reads[0] <== 1;', 'signal input forged; reads[0] <-- forged;', forged('reads')],
      ['writes[0] <== 1;', 'signal input forged; writes[0] <-- forged;', forged('writes')],
      ['ageA[i] <== t * dA[i];', `ageA[i] <-- t * dA[i] + ${FIRST} * v;`, becomesA],
      ['ageB[i] <== t * dB[i];', `ageB[i] <-- t * dB[i] + ${FIRST} * v;`, becomesB],
      ['ageC[i] <== t * dC[i];', `ageC[i] <-- i == 0 ? v * (vOld[i] - step[i].c) - t : t * dC[i];`, lostWrite],
      ...access('readA', { address: 'rs1[i]', value: 'a[i]', timeTerm: 'now - ageA[i]' }, FIRST, 'a[i]', misreadA),
      ...access(
        'readB',
        { address: 'step[i].addressB', value: 'b[i]', timeTerm: 'now + t - ageB[i]' },
        FIRST,
        'b[i]',
        misreadB,
      ),
      replacesItself('g', 'g', `g - ${OWN}`),
      replacesItself('v', 'v', `v + ${OWN} / vOld[i]`),
      replacesItself('address', 'step[i].addressC', `step[i].addressC + ${OWN}`),
      replacesItself('value', 'vOld[i]', `vOld[i] + ${OWN} / v`),
      replacesItself('timeTerm', 'now + 2 * t - ageC[i]', `now + 2 * t - ageC[i] + ${OWN}`),
      ...access(
        'writeC',
        { address: 'step[i].addressC', value: 'step[i].c', timeTerm: 'now + 3 * t' },
        FIRST,
        'step[i].c',
        lessWritten,
      ),
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
      [
        'reads2[i] <== reads1[i] * (readsB[i] + 1);',
        `reads2[i] <-- reads1[i] * (readsB[i] + ${FIRST} * v + 1);`,
        becomesB,
      ],
      [
        'reads[i + 1] <== reads2[i] * readC[i].out;',
        `reads[i + 1] <-- reads2[i] / readA[i].out * (readA[i].out + ${FIRST} * v) * readC[i].out;`,
        becomesA,
      ],
      [
        'writeA[i] <== readA[i].out - ageA[i] - t;',
        `writeA[i] <-- readA[i].out - ageA[i] - t + ${FIRST} * v;`,
        shrinksA,
      ],
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
      ['lastTime[j] <== t * tF[j];', `lastTime[j] <-- t * tF[j] - (j == ${TARGET} ? v : 0);`, laterValue],
      ...access('first', { address: 'address', value: 'm0[j]', timeTerm: '0' }, '(j == 3 ? 1 : 0)', 'm0[j]', poorer),
      ...access(
        'last',
        { address: 'address', value: 'mF[j]', timeTerm: 'lastTime[j]' },
        `(j == ${TARGET} ? 1 : 0)`,
        'mF[j]',
        laterValue,
      ),
      [
        'writes[N + j + 1] <== writes[N + j] * first[j].out;',
        'writes[N + j + 1] <-- writes[N + j] * (first[j].out - (j == 3 ? v : 0));',
        richer,
      ],
      [
        'reads[N + j + 1] <== reads[N + j] * last[j].out;',
        `reads[N + j + 1] <-- reads[N + j] * (last[j].out + (j == ${TARGET} ? v : 0));`,
        laterValue,
      ],
      ['reads[N + S] === writes[N + S];', '', misreadA],
    ],
    'Segment',
  ),
];
