// What forgeries of pages need, of memory or of the program.

import { PageTree } from '../../../core/proof/machine/page-tree.ts';
import type { Forgery } from './forgery.ts';
import { type Machine, memoryOf } from './machine.ts';
import type { Row } from './removal.ts';
import { SHAPE } from './shape.ts';

export const rootOf = (machine: Machine): bigint => new PageTree(memoryOf(machine), SHAPE.memoryDepth).root;

/** The first of four, and of its four, in their groups: so that a path to either takes the first child first. */
export const PAGES = [0, 4];

const SELECT = `(here[l] - (1 - b0 - b1) * children[l][0] - b0 * children[l][1] - b1 * children[l][2])`;
const SPREAD = '(children[l][0] - children[l][1] - children[l][2] + children[l][3])';
/** Which of four it is, as a number that makes a mixture of the four the page that is wanted. */
const MIXED = `both[l] <-- ${SPREAD} == 0 ? 0 : ${SELECT} / ${SPREAD};`;

/** An array that takes another one, in whose first page the first word is one less. */
export const less = (to: string, from: string): string =>
  `for (var j = 0; j < 16; j++) ${to}[j] <-- ${from}[j] - (j == 0 && index == 0 ? 1 : 0);`;

interface PathForgeries {
  /** Page 1 is opened as page 4. */
  readonly renamed: Forgery;
  /** With the path of the true tree, in which there is no such page. */
  readonly truePath: Forgery;
  /** With the path of another tree, which leads to another root. */
  readonly otherPath: Forgery;
}

/** What a page that may be written and one that is only read are both asked. */
export const pathRows = ({ renamed, truePath, otherPath }: PathForgeries): Row[] => [
  ['bits.in <== index;', 'bits.in <-- index == 4 ? 1 : index;', renamed],
  ['both[l] <== b0 * b1;', MIXED, truePath],
  ['own[l][p] <== which[p] * children[l][p];', 'own[l][p] <-- p == 0 ? here[l] : 0;', truePath],
  ['mine === here[l];', '', truePath],
  ['here[l + 1] <== up[l].out;', 'here[l + 1] <-- l == D - 1 ? root : up[l].out;', otherPath],
  ['here[D] === root;', '', otherPath],
];
