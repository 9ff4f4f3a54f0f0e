// What the functions of a program share, and what each needs room for.

import { type FlatCode, I64, WORDS } from '../../execution/index.ts';
import { type Assembler, fitsImmediate } from './assembler.ts';
import type { Layout, Wide } from './operands.ts';
import type { Routines } from './routines.ts';

/** Words of arguments, and of results, that go in registers: all that there may be. */
const ARGUMENT_WORDS = 10;

/** What the functions of a program share. */
export interface Program {
  readonly flat: FlatCode;
  readonly to: Assembler;
  readonly routines: Routines;
  readonly ends: readonly number[];
  /** The label of each function. */
  readonly functions: readonly number[];
  readonly memoryBytes: number;
  /** Where globals and tables begin, in bytes behind the memory. */
  readonly globals: number;
  readonly tables: readonly number[];
  /** Whether calls may go ever deeper, so that each asks how deep it is. */
  readonly bottomless: boolean;
}

/** Without `wide` there is room for every operand to be. */
export function layoutOf(flat: FlatCode, at: number, wide: readonly Wide[] | undefined): Layout {
  const { locals, room, signature } = flat.functions[at]!;
  let words = 0;
  const count = (room - locals) / WORDS;
  const operands = Array.from({ length: count }, (_, index) => {
    const first = words;
    words += wide === undefined || wide[index] === true ? 2 : 1;
    return first;
  });
  // The last one holds the gas, which the machine counts itself.
  const declared = flat.module.bodies[at]!.locals.slice(0, -1).flatMap(({ count: many, type }) =>
    new Array<number>(many).fill(type),
  );
  const wides = [...signature.params, ...declared].map((type) => type === I64);
  return {
    locals: wides,
    localWords: wides.reduce((sum, each) => sum + (each ? 2 : 1), 0),
    operands,
    operandWords: words,
  };
}

/** Why a function cannot be written; undefined if it can. */
export function refusalOf(layout: Layout, params: number, results: number): string | undefined {
  if (params > ARGUMENT_WORDS || results > ARGUMENT_WORDS) return `it takes or gives more than ${ARGUMENT_WORDS} words`;
  const bytes = 4 * (layout.localWords + layout.operandWords + 1);
  return fitsImmediate(bytes) ? undefined : 'it has too many locals';
}
