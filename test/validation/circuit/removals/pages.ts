// Pages of memory and their tree.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import type { Trace } from '../forged-trace.ts';
import { claims, type Forgery, instruction, machineOf, type Removal, rows } from '../removal.ts';
import { type Children, copied, less, MIXED, PAGES, rootOf } from '../trees.ts';

/** Word 0 is loaded from a memory in which it is another one. */
const memory = machineOf([instruction(OP.load, { x: 0 })], {}, { 0: 50 });
const other = { ...memory, memory: { 0: 51 } };
const loads = (edit: (trace: Trace) => void): Forgery => claims(memory, { runs: other, pages: PAGES, edit });
export const TRUE_ROOT = rootOf(memory);
const OTHER_ROOT = rootOf(other);

/** With the path of the other memory, which leads to another root. */
const otherPath = loads(({ inputs }) => {
  inputs['memoryRoot'] = TRUE_ROOT;
});
/** With the path of the true memory, in which there is no such page. */
const truePath = loads(({ inputs, after, trees }) => {
  inputs['memoryRoot'] = TRUE_ROOT;
  inputs['children'] = PAGES.map((page) => copied(trees.memory, page));
  after.root = TRUE_ROOT;
});
/** The page is a true one before, and the other one afterwards. */
const trueBefore = loads(({ inputs, trees }) => {
  inputs['memoryRoot'] = TRUE_ROOT;
  (inputs['children'] as Children)[0] = copied(trees.memory, 0);
});
/** The root of the other memory is not told. */
export const otherRoot = loads(() => undefined);
/** Written back as it was: only what was loaded is wrong. */
const writtenBack = claims(
  machineOf([instruction(OP.load, { x: 0 }), instruction(OP.store, { rd: 6, x: 0 })], { 6: 50 }, { 0: 50 }),
  {
    runs: { memory: { 0: 51 } },
    pages: PAGES,
    edit: ({ inputs, trees }) => {
      inputs['memoryRoot'] = trees.memory.root;
      (inputs['children'] as Children)[0]![1] = copied(trees.memory, 0)[1]!;
    },
  },
);

const storing = machineOf([instruction(OP.store, { x: 0 })], { 5: 70 }, { 0: 50 });
/** The root stays what it was. */
const lostStore = claims(storing, {
  pages: PAGES,
  edit: ({ inputs, after, trees }) => {
    (inputs['children'] as Children)[1] = copied(trees.memory, PAGES[1]!);
    after.root = trees.memory.root;
  },
});
export const oldRoot = claims(storing, {
  pages: PAGES,
  edit: ({ after, trees }) => {
    after.root = trees.memory.root;
  },
});

/** Page 1 is opened as page 4. */
const renamed = claims(machineOf([instruction(OP.load, { x: 256 })], {}, { 16: 60, 64: 50 }), {
  runs: { memory: { 16: 60, 64: 60 } },
  pages: PAGES,
  edit: ({ inputs, after, trees }) => {
    inputs['memoryRoot'] = trees.memory.root;
    inputs['children'] = [copied(trees.memory, 0), copied(trees.memory, 1)];
    after.root = trees.memory.root;
  },
});

/** One page in both places: what is loaded from one copy is older than what was stored to the other. */
const twice = claims(
  machineOf([instruction(OP.store, { x: 0 }), instruction(OP.load, { rd: 6, x: 0 })], { 5: 70 }, { 0: 50 }),
  {
    pages: [0, 0],
    steps: { 1: () => ({ b: 50n, readB: 50n, leftB: 50n, c: 50n }) },
    edit: ({ inputs, after, trees }) => {
      const [mF, tF, dB] = ['mF', 'tF', 'dB'].map((name) => inputs[name] as bigint[]);
      [mF![32], tF![32], mF![48], tF![48], dB![1]] = [50n, 5n, 70n, 3n, 4n];
      inputs['children'] = [copied(trees.memory, 0), copied(trees.memory, 0)];
      after.root = rootOf({ ...storing, memory: { 0: 70 } });
    },
  },
);

const ofSlots = rows(
  'pages',
  'segment.circom',
  [
    ['leafBefore.inputs <== before;', less('leafBefore.inputs', 'before'), trueBefore],
    ['leafAfter.inputs <== after;', 'for (var j = 0; j < 16; j++) leafAfter.inputs[j] <-- before[j];', lostStore],
    ['bits.in <== index;', 'bits.in <-- index == 4 ? 1 : index;', renamed],
    ['here[0] <== leafBefore.out;', 'here[0] <-- children[0][0];', trueBefore],
    ['hereAfter[0] <== leafAfter.out;', 'hereAfter[0] <-- here[0];', lostStore],
    ['both[l] <== b0 * b1;', MIXED, truePath],
    ['own[l][p] <== which[p] * children[l][p];', 'own[l][p] <-- p == 0 ? here[l] : 0;', truePath],
    ['swap[l][p] <== which[p] * (hereAfter[l] - here[l]);', 'swap[l][p] <-- 0;', lostStore],
    ['up[l].inputs[p] <== children[l][p];', 'up[l].inputs[p] <-- children[l][p] + swap[l][p];', writtenBack],
    ['upAfter[l].inputs[p] <== children[l][p] + swap[l][p];', 'upAfter[l].inputs[p] <-- children[l][p];', lostStore],
    ['mine === here[l];', '', truePath],
    ['here[l + 1] <== up[l].out;', 'here[l + 1] <-- l == D - 1 ? root : up[l].out;', otherPath],
    ['hereAfter[l + 1] <== upAfter[l].out;', 'hereAfter[l + 1] <-- here[l + 1];', lostStore],
    ['here[D] === root;', '', otherPath],
    ['rootAfter <== hereAfter[D];', 'rootAfter <-- root;', lostStore],
  ],
  'PageSlot',
);

const mainPages = rows(
  'pages',
  'segment.circom',
  [
    ['root[0] <== memoryRoot;', `root[0] <-- ${OTHER_ROOT};`, otherPath],
    ['slot[k].root <== root[k];', `slot[k].root <-- ${OTHER_ROOT};`, otherPath],
    ['slot[k].index <== page[k];', 'slot[k].index <-- page[k] == 4 ? 1 : page[k];', renamed],
    [
      'slot[k].before[j] <== m0[R + 16 * k + j];',
      'slot[k].before[j] <-- m0[R + 16 * k + j] - (k == 0 && j == 0 ? 1 : 0);',
      trueBefore,
    ],
    ['slot[k].after[j] <== mF[R + 16 * k + j];', 'slot[k].after[j] <-- m0[R + 16 * k + j];', lostStore],
    ['root[k + 1] <== slot[k].rootAfter;', 'root[k + 1] <-- memoryRoot;', lostStore],
    ['rises[k].in <== page[k] - page[k - 1] - 1;', 'rises[k].in <-- 0;', twice],
  ],
  'Segment',
);

export const pageRemovals: readonly Removal[] = [...ofSlots, ...mainPages];
