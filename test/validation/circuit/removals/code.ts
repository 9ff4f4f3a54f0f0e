// Pages of the program and their tree.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { programTree } from '../../../../core/proof/segments/segment.ts';
import { IDLE } from '../../../../core/proof/segments/step-log.ts';
import { pathTo, type Trace } from '../forged-trace.ts';
import { type Claim, claims } from '../forgery.ts';
import { instruction, type Machine, machineOf, operation } from '../machine.ts';
import { type Removal, rows } from '../removal.ts';
import { SHAPE } from '../shape.ts';
import { less, PAGES, pathRows } from '../trees.ts';

/** An addition that is a subtraction in another program. */
const other = machineOf([instruction(OP.sub)]);
const executes = (edit: (trace: Trace) => void): Claim =>
  claims(operation(OP.add, 5, 3), { runs: { program: other.program }, codePages: PAGES, edit });
const otherPath = executes(() => undefined);
const truePath = executes(({ inputs, trees }) => {
  inputs.codeChildren = PAGES.map((page) => pathTo(trees.program, page));
});
/** Where the other page stands in place of the true one, which moves up. */
const hiddenPath = executes(({ inputs, trees }) => {
  const [level, ...above] = pathTo(trees.program, 0);
  const [own, zeros] = level as [bigint, bigint];
  const leaf = inputs.codeChildren[0]![0]![0]!;
  inputs.codeChildren = [[[leaf, own, zeros, zeros], ...above], pathTo(trees.program, PAGES[1]!)];
});

/** It begins on page 4; a subtraction stands in the same place of page 1. */
function long(first: number): Machine {
  const program = Array.from({ length: 80 }, () => IDLE);
  program[16] = instruction(OP.sub);
  program[64] = instruction(first);
  return { ...operation(first, 5, 3), program, pc: 64 };
}
const renamed = claims(long(OP.add), {
  runs: long(OP.sub),
  codePages: PAGES,
  edit: ({ inputs, trees }) => {
    // Page 4 of what is run is page 1 of both.
    inputs.codeChildren = [pathTo(trees.program, 0), pathTo(trees.program, 1)];
  },
});

export const codeRemovals: readonly Removal[] = [
  ...rows('code', 'PageOf', [
    ...pathRows({ renamed, truePath, otherPath }),
    ['leaf.inputs <== words;', less('leaf.inputs', 'words'), truePath],
    ['here[0] <== leaf.out;', 'here[0] <-- children[0][0];', truePath],
    [
      'up[l].inputs[p] <== children[l][p];',
      'up[l].inputs[p] <-- l > 0 ? children[l][p] : (p == 0 ? children[0][1] : children[0][2]);',
      hiddenPath,
    ],
  ]),
  ...rows('code', 'Segment', [
    ['opened[k].root <== program;', `opened[k].root <-- ${programTree(other.program, SHAPE).root};`, otherPath],
    ['opened[k].index <== codePage[k];', 'opened[k].index <-- codePage[k] == 4 ? 1 : codePage[k];', renamed],
    [
      'opened[k].words[j] <== code[16 * k + j];',
      'opened[k].words[j] <-- code[16 * k + j] - (k == 0 && j == 0 ? 1 : 0);',
      truePath,
    ],
  ]),
];
