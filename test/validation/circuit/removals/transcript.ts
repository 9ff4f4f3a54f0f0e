// What the challenges depend on.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import type { Lie } from '../forged-trace.ts';
import { otherOperation, otherQuotient } from '../forgeries.ts';
import { claims, type Forgery, instruction, machineOf, move, type Removal, rows } from '../removal.ts';
import { forFirstValue, forLastValue, forTimes, forUses, forWord, solved } from '../solved.ts';
import { becomesA, sum } from '../sums.ts';

const unbound = (lie: Lie, other: Lie): Forgery => ({ kind: 'unbound', machine: sum, lie, other });
const tells = (name: string): Forgery =>
  unbound(
    {},
    {
      edit: ({ inputs }) => {
        inputs[name] = 99n;
      },
    },
  );
const TWO_PAGES = [
  [0, 4],
  [0, 5],
] as const;

export const transcriptRemovals: readonly Removal[] = [
  ...rows(
    'transcript',
    'segment.circom',
    [
      ['tBits[item].in <== tF[item];', 'tBits[item].in <-- 0;', solved(forTimes)],
      [
        'uBits[item - S].in <== uses[item - S];',
        'uBits[item - S].in <-- 0;',
        { ...otherOperation, lie: { ...otherOperation.lie, steps: { 0: () => ({ uses: 0 }) }, edit: forUses } },
      ],
      ['transcript.in[i] <== all;', 'transcript.in[i] <-- 0;', otherQuotient],
      ['transcript.in[N] <== tag;', 'transcript.in[N] <-- 0;', tells('tag')],
      [
        'transcript.in[N + 1] <== program;',
        'transcript.in[N + 1] <-- 0;',
        {
          kind: 'outside',
          machine: machineOf([]),
          lie: { executes: { 0: move(99) }, codePages: TWO_PAGES[0], edit: forWord },
        },
      ],
      ['transcript.in[N + 2] <== taskInput;', 'transcript.in[N + 2] <-- 0;', tells('taskInput')],
      ['transcript.in[N + 3] <== taskOutput;', 'transcript.in[N + 3] <-- 0;', tells('taskOutput')],
      [
        'transcript.in[N + 4] <== stateIn;',
        'transcript.in[N + 4] <-- 0;',
        { ...solved(forFirstValue), kind: 'outside' },
      ],
      ['transcript.in[N + 5] <== stateOut;', 'transcript.in[N + 5] <-- 0;', solved(forLastValue)],
      [
        'transcript.in[N + 6] <== pages;',
        'transcript.in[N + 6] <-- 0;',
        unbound({ pages: TWO_PAGES[0] }, { pages: TWO_PAGES[1] }),
      ],
      [
        'transcript.in[N + 7] <== codePages;',
        'transcript.in[N + 7] <-- 0;',
        unbound({ codePages: TWO_PAGES[0] }, { codePages: TWO_PAGES[1] }),
      ],
      ['challenge.inputs[0] <== transcript.out;', 'challenge.inputs[0] <-- 0;', otherQuotient],
      ['signal g <== challenge.out[0];', 'signal g <-- 0;', becomesA],
      ['signal v <== challenge.out[1];', 'signal v <-- 0;', becomesA],
      [
        'signal t <== v * v;',
        'signal t <-- 0;',
        // What was there before is read, and still there afterwards.
        claims(machineOf([move(99, { rd: 6 }), instruction(OP.add, { rs1: 6, imm: 1, x: 0 })], { 6: 5 }), {
          steps: { 1: () => ({ a: 5n, leftA: 99n, c: 5n }) },
        }),
      ],
    ],
    'Segment',
  ),
  ...rows(
    'transcript',
    'segment.circom',
    [
      ['hash[j].inputs[0] <== hash[j - 1].out;', 'hash[j].inputs[0] <-- 0;', otherQuotient],
      ['hash[j].inputs[i + 1] <== in[15 * j + i];', 'hash[j].inputs[i + 1] <-- 0;', otherQuotient],
      ['out <== hash[calls - 1].out;', 'out <-- 0;', otherQuotient],
    ],
    'Transcript',
  ),
];
