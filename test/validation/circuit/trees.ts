// Paths of pages, as forgeries of trees need them.

import { PageTree } from '../../../core/proof/machine/page-tree.ts';
import { type Machine, memoryOf } from './forged-trace.ts';
import { SHAPE } from './removal.ts';

export type Children = bigint[][][];
export const copied = (tree: PageTree, page: number): bigint[][] => tree.path(page).map((level) => [...level]);
export const rootOf = (machine: Machine): bigint => new PageTree(memoryOf(machine, SHAPE), SHAPE.memoryDepth).root;
/** The first of four, and of its four, in their groups: so that a path to either takes the first child first. */
export const PAGES = [0, 4];

const SELECT = `(here[l] - (1 - b0 - b1) * children[l][0] - b0 * children[l][1] - b1 * children[l][2])`;
const SPREAD = '(children[l][0] - children[l][1] - children[l][2] + children[l][3])';
/** Which of four it is, as a number that makes a mixture of the four the page that is wanted. */
export const MIXED = `both[l] <-- ${SPREAD} == 0 ? 0 : ${SELECT} / ${SPREAD};`;

/** An array that takes another one, in whose first page the first word is one less. */
export function less(to: string, from: string): string {
  return `for (var j = 0; j < 16; j++) ${to}[j] <-- ${from}[j] - (j == 0 && index == 0 ? 1 : 0);`;
}
