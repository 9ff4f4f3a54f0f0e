// What the challenges depend on.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import type { Lie } from '../forged-trace.ts';
import { becomesA, otherQuotient, sum, uncounted } from '../forgeries.ts';
import { also, type Claim, claims, type Unbound } from '../forgery.ts';
import { EMPTY, instruction, machineOf, move } from '../machine.ts';
import { type Removal, type Row, rows } from '../removal.ts';
import { forFirstValue, forLastValue, forTimes, forUses, forWord, solved } from '../solved.ts';
import { PAGES } from '../trees.ts';

/** What the transcript has of this entry behind those of the steps, or nothing. */
const entry = (at: number, name: string, forgery: Claim | Unbound): Row => {
  const place = at === 0 ? 'N' : `N + ${at}`;
  return [`transcript.in[${place}] <== ${name};`, `transcript.in[${place}] <-- 0;`, forgery];
};

const unbound = (one: Lie, other: Lie): Unbound => ({ kind: 'unbound', machine: sum, choices: [one, other] });
const tells = (name: 'tag' | 'taskInput' | 'taskOutput'): Unbound =>
  unbound(
    {},
    {
      edit: ({ inputs }) => {
        inputs[name] = 99n;
      },
    },
  );
const OTHER_PAGES = [0, 5];

const outside = (claim: Claim): Claim => ({ ...claim, kind: 'outside' });
const otherWord = outside(claims(EMPTY, { executes: { 0: move(99) }, codePages: PAGES, edit: forWord }));
/** What was there before is read, and still there afterwards. */
const readsBefore = claims(machineOf([move(99, { rd: 6 }), instruction(OP.add, { rs1: 6, imm: 1, x: 0 })], { 6: 5 }), {
  steps: { 1: () => ({ a: 5n, leftA: 99n, c: 5n }) },
});

export const transcriptRemovals: readonly Removal[] = [
  ...rows('transcript', 'Segment', [
    ['tBits[item].in <== tF[item];', 'tBits[item].in <-- 0;', solved(forTimes)],
    ['uBits[item - S].in <== uses[item - S];', 'uBits[item - S].in <-- 0;', also(uncounted, { edit: forUses })],
    ['transcript.in[i] <== all;', 'transcript.in[i] <-- 0;', otherQuotient],
    entry(0, 'tag', tells('tag')),
    entry(1, 'program', otherWord),
    entry(2, 'taskInput', tells('taskInput')),
    entry(3, 'taskOutput', tells('taskOutput')),
    entry(4, 'stateIn', outside(solved(forFirstValue))),
    entry(5, 'stateOut', solved(forLastValue)),
    entry(6, 'pages', unbound({ pages: PAGES }, { pages: OTHER_PAGES })),
    entry(7, 'codePages', unbound({ codePages: PAGES }, { codePages: OTHER_PAGES })),
    ['challenge.inputs[0] <== transcript.out;', 'challenge.inputs[0] <-- 0;', otherQuotient],
    ['signal g <== challenge.out[0];', 'signal g <-- 0;', becomesA],
    ['signal v <== challenge.out[1];', 'signal v <-- 0;', becomesA],
    ['signal t <== v * v;', 'signal t <-- 0;', readsBefore],
  ]),
  ...rows('transcript', 'Transcript', [
    ['hash[j].inputs[0] <== hash[j - 1].out;', 'hash[j].inputs[0] <-- 0;', otherQuotient],
    ['hash[j].inputs[i + 1] <== in[15 * j + i];', 'hash[j].inputs[i + 1] <-- 0;', otherQuotient],
    ['out <== hash[calls - 1].out;', 'out <-- 0;', otherQuotient],
  ]),
];
