// What the segment hands to its steps, and takes from them.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { laterStart, readsAhead, stays, writesBack } from '../forgeries.ts';
import {
  claims,
  type Forgery,
  firstStep,
  instruction,
  machineOf,
  move,
  type Removal,
  type Row,
  rows,
} from '../removal.ts';
import { forVOld, solved } from '../solved.ts';
import { FIRST, sum, sums, wrongSum } from '../sums.ts';

const step = (port: string, without: string, forgery: Forgery, from = `${port}[i]`): Row => [
  `step[i].${port} <== ${from};`,
  `step[i].${port} <-- ${without};`,
  forgery,
];

export const stepRemovals: readonly Removal[] = rows(
  'steps',
  'segment.circom',
  [
    ['pc[0] <== pc0;', 'pc[0] <-- pc0 + 1;', laterStart],
    step(
      'live',
      '1',
      claims(machineOf([]), { executes: { 0: move(99) }, steps: { 0: () => ({ live: 0n, uses: 0 }) } }),
    ),
    step('pc', `pc[i] + ${FIRST}`, stays(firstStep(machineOf([instruction(OP.add), move(9)]), () => ({ next: 2 })))),
    step(
      'imm',
      'i == 0 ? 0 : imm[i]',
      sums(() => ({ imm: 1n, reads: false, b: 99n, c: 104n })),
    ),
    step(
      'rs1',
      `rs1[i] - ${FIRST}`,
      sums(() => ({ rs1: 4n, fromA: 4n, a: 3n, leftA: 3n, c: 6n })),
    ),
    step(
      'gas',
      `gas[i] + ${FIRST}`,
      sums(() => ({ gas: 2n })),
    ),
    step('a', `a[i] + ${FIRST}`, wrongSum),
    step('b', `b[i] + ${FIRST}`, wrongSum),
    step('vOld', '0', solved(forVOld)),
    step('dA', '0', readsAhead('a')),
    step('dB', '0', readsAhead('b')),
    step('dC', '0', writesBack()),
    [
      'pc[i + 1] <== step[i].pcNext;',
      `pc[i + 1] <-- step[i].pcNext + ${FIRST};`,
      stays(firstStep(machineOf([instruction(OP.add), move(9)]), () => ({ next: 2 }))),
    ],
    [
      'steps === taken;',
      '',
      claims(sum, {
        edit: ({ inputs }) => {
          inputs['steps'] = 5n;
        },
      }),
    ],
  ],
  'Segment',
);
