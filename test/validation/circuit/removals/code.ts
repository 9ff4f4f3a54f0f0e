// Pages of the program and their tree.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { programTree } from '../../../../core/proof/segments/segment.ts';
import type { Machine, Trace } from '../forged-trace.ts';
import { claims, type Forgery, instruction, machineOf, type Removal, rows, SHAPE } from '../removal.ts';
import { type Children, copied, less, MIXED, PAGES } from '../trees.ts';

/** An addition that is a subtraction in another program. */
const program = machineOf([instruction(OP.add)], { 3: 5, 4: 3 });
const otherProgram = machineOf([instruction(OP.sub)]);
const executes = (edit: (trace: Trace) => void): Forgery =>
  claims(program, { runs: { program: otherProgram.program }, codePages: PAGES, edit });
const otherCodePath = executes(() => undefined);
const trueCodePath = executes(({ inputs, trees }) => {
  inputs['codeChildren'] = PAGES.map((page) => copied(trees.program, page));
});
/** Where the other page stands in place of the true one, which moves up. */
const hiddenCodePath = executes(({ inputs, trees }) => {
  const [level, ...above] = copied(trees.program, 0);
  const [own, zeros] = level!;
  const leaf = (inputs['codeChildren'] as Children)[0]![0]![0]!;
  inputs['codeChildren'] = [[[leaf, own!, zeros!, zeros!], ...above], copied(trees.program, PAGES[1]!)];
});

const long = (first: number): Machine => {
  const all = Array.from({ length: 80 }, () => instruction(OP.halt));
  all[16] = instruction(OP.sub);
  all[64] = instruction(first);
  return { ...machineOf([], { 3: 5, 4: 3 }), program: all, pc: 64 };
};
const renamedCode = claims(long(OP.add), {
  runs: long(OP.sub),
  codePages: PAGES,
  edit: ({ inputs, trees }) => {
    // Page 4 of what is run is page 1 of both.
    inputs['codeChildren'] = [copied(trees.program, 0), copied(trees.program, 1)];
  },
});

const ofCode = rows(
  'code',
  'segment.circom',
  [
    ['leaf.inputs <== words;', less('leaf.inputs', 'words'), trueCodePath],
    ['bits.in <== index;', 'bits.in <-- index == 4 ? 1 : index;', renamedCode],
    ['here[0] <== leaf.out;', 'here[0] <-- children[0][0];', trueCodePath],
    ['both[l] <== b0 * b1;', MIXED, trueCodePath],
    ['own[l][p] <== which[p] * children[l][p];', 'own[l][p] <-- p == 0 ? here[l] : 0;', trueCodePath],
    [
      'up[l].inputs[p] <== children[l][p];',
      'up[l].inputs[p] <-- l > 0 ? children[l][p] : (p == 0 ? children[0][1] : children[0][2]);',
      hiddenCodePath,
    ],
    ['mine === here[l];', '', trueCodePath],
    ['here[l + 1] <== up[l].out;', 'here[l + 1] <-- l == D - 1 ? root : up[l].out;', otherCodePath],
    ['here[D] === root;', '', otherCodePath],
  ],
  'PageOf',
);

const mainCode = rows(
  'code',
  'segment.circom',
  [
    [
      'opened[k].root <== program;',
      `opened[k].root <-- ${programTree(otherProgram.program, SHAPE).root};`,
      otherCodePath,
    ],
    ['opened[k].index <== codePage[k];', 'opened[k].index <-- codePage[k] == 4 ? 1 : codePage[k];', renamedCode],
    [
      'opened[k].words[j] <== code[16 * k + j];',
      'opened[k].words[j] <-- code[16 * k + j] - (k == 0 && j == 0 ? 1 : 0);',
      trueCodePath,
    ],
  ],
  'Segment',
);

export const codeRemovals: readonly Removal[] = [...ofCode, ...mainCode];
