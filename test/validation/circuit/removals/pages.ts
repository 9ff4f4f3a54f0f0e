// Pages of memory and their tree.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { pathTo, type Trace } from '../forged-trace.ts';
import { type Claim, claims } from '../forgery.ts';
import { instruction, machineOf } from '../machine.ts';
import { type Removal, rows } from '../removal.ts';
import { less, PAGES, pathRows, rootOf } from '../trees.ts';

/** Word 0 is loaded from a memory in which it is another one. */
const memory = machineOf([instruction(OP.load, { x: 0 })], {}, { 0: 50 });
const other = { ...memory, memory: { 0: 51 } };
const loads = (edit: (trace: Trace) => void): Claim => claims(memory, { runs: other, pages: PAGES, edit });
export const TRUE_ROOT = rootOf(memory);
const OTHER_ROOT = rootOf(other);

const otherPath = loads(({ inputs }) => {
  inputs.memoryRoot = TRUE_ROOT;
});
const truePath = loads(({ inputs, after, trees }) => {
  inputs.memoryRoot = TRUE_ROOT;
  inputs.children = PAGES.map((page) => pathTo(trees.memory, page));
  after.root = TRUE_ROOT;
});
/** The page is a true one before, and the other one afterwards. */
const trueBefore = loads(({ inputs, trees }) => {
  inputs.memoryRoot = TRUE_ROOT;
  inputs.children[0] = pathTo(trees.memory, 0);
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
      inputs.memoryRoot = trees.memory.root;
      inputs.children[0]![1] = pathTo(trees.memory, 0)[1]!;
    },
  },
);

/** Nothing is written, as far as the root says. */
const stores = (edit: (trace: Trace) => void): Claim =>
  claims(machineOf([instruction(OP.store, { x: 0 })], { 5: 70 }, { 0: 50 }), {
    pages: PAGES,
    edit: (trace) => {
      trace.after.root = trace.trees.memory.root;
      edit(trace);
    },
  });
const lostStore = stores(({ inputs, trees }) => {
  inputs.children[1] = pathTo(trees.memory, PAGES[1]!);
});
export const oldRoot = stores(() => undefined);

const renamed = claims(machineOf([instruction(OP.load, { x: 256 })], {}, { 16: 60, 64: 50 }), {
  runs: { memory: { 16: 60, 64: 60 } },
  pages: PAGES,
  edit: ({ inputs, after, trees }) => {
    inputs.memoryRoot = trees.memory.root;
    inputs.children = [pathTo(trees.memory, 0), pathTo(trees.memory, 1)];
    after.root = trees.memory.root;
  },
});

/** One page in both places: what is loaded from one copy is older than what was stored to the other. */
const twice = claims(
  machineOf([instruction(OP.store, { x: 0 }), instruction(OP.load, { rd: 6, x: 0 })], { 5: 70 }, { 0: 50 }),
  {
    pages: [0, 0],
    steps: { 1: () => ({ b: 50n, leftB: 50n, c: 50n }) },
    edit: ({ inputs: { mF, tF, dB, children }, after, trees }) => {
      [mF[32], tF[32], mF[48], tF[48], dB[1]] = [50n, 5n, 70n, 3n, 4n];
      children[0] = pathTo(trees.memory, 0);
      children[1] = pathTo(trees.memory, 0);
      after.root = rootOf(machineOf([], {}, { 0: 70 }));
    },
  },
);

export const pageRemovals: readonly Removal[] = [
  ...rows('pages', 'PageSlot', [
    ...pathRows({ renamed, truePath, otherPath }),
    ['leafBefore.inputs <== before;', less('leafBefore.inputs', 'before'), trueBefore],
    ['leafAfter.inputs <== after;', 'for (var j = 0; j < 16; j++) leafAfter.inputs[j] <-- before[j];', lostStore],
    ['here[0] <== leafBefore.out;', 'here[0] <-- children[0][0];', trueBefore],
    ['hereAfter[0] <== leafAfter.out;', 'hereAfter[0] <-- here[0];', lostStore],
    ['swap[l][p] <== which[p] * (hereAfter[l] - here[l]);', 'swap[l][p] <-- 0;', lostStore],
    ['up[l].inputs[p] <== children[l][p];', 'up[l].inputs[p] <-- children[l][p] + swap[l][p];', writtenBack],
    ['upAfter[l].inputs[p] <== children[l][p] + swap[l][p];', 'upAfter[l].inputs[p] <-- children[l][p];', lostStore],
    ['hereAfter[l + 1] <== upAfter[l].out;', 'hereAfter[l + 1] <-- here[l + 1];', lostStore],
    ['rootAfter <== hereAfter[D];', 'rootAfter <-- root;', lostStore],
  ]),
  ...rows('pages', 'Segment', [
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
  ]),
];
