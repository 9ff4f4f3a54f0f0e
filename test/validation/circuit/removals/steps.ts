// What the segment hands to its steps, and takes from them.

import { doneIdly, passesOver, readsAhead, startsLater, sum, sums, writesBack, wrongSum } from '../forgeries.ts';
import { claims, type Forgery } from '../forgery.ts';
import { FIRST, type Removal, type Row, rows } from '../removal.ts';
import { forVOld, solved } from '../solved.ts';

const step = (port: string, without: string, forgery: Forgery): Row => [
  `step[i].${port} <== ${port}[i];`,
  `step[i].${port} <-- ${without};`,
  forgery,
];

const laterStart = startsLater(({ inputs }) => {
  inputs.pc0 = 0n;
});
const asImmediate = sums(() => ({ imm: 1n, reads: false, b: 99n, c: 104n }));
const otherRegister = sums(() => ({ rs1: 4n, fromA: 4n, a: 3n, leftA: 3n, c: 6n }));
const cheaper = sums(() => ({ gas: 2n }));
const moreSteps = claims(sum, {
  edit: ({ inputs }) => {
    inputs.steps = 5n;
  },
});

export const stepRemovals: readonly Removal[] = rows('steps', 'Segment', [
  ['pc[0] <== pc0;', 'pc[0] <-- pc0 + 1;', laterStart],
  step('live', '1', doneIdly),
  step('pc', `pc[i] + ${FIRST}`, passesOver),
  step('imm', 'i == 0 ? 0 : imm[i]', asImmediate),
  step('rs1', `rs1[i] - ${FIRST}`, otherRegister),
  step('gas', `gas[i] + ${FIRST}`, cheaper),
  step('a', `a[i] + ${FIRST}`, wrongSum),
  step('b', `b[i] + ${FIRST}`, wrongSum),
  step('vOld', '0', solved(forVOld)),
  step('dA', '0', readsAhead('a')),
  step('dB', '0', readsAhead('b')),
  step('dC', '0', writesBack),
  ['pc[i + 1] <== step[i].pcNext;', `pc[i + 1] <-- step[i].pcNext + ${FIRST};`, passesOver],
  ['steps === taken;', '', moreSteps],
]);
