// How large a module may be, so that the gate takes neither time nor memory without end. All nodes must refuse the same
// modules: these numbers are protocol.

import type { Module } from './module.ts';

/** Bytes of a module. */
export const MODULE_BYTES_MAX: number = 16 * 2 ** 20;
/** Everything a module lists outside of its code: types and their values, imports, functions, runs of locals, items. */
export const ITEMS_MAX = 1_000_000;
/** Bytes of the rewritten module, and of one rewritten body: V8 takes no longer ones. */
export const REWRITTEN_BYTES_MAX: number = 64 * 2 ** 20;
export const REWRITTEN_BODY_MAX = 7_654_321;
/** Elements of all tables at the start, and of each ever, whatever the module asks for. */
export const ELEMENTS_MAX = 1_000_000;
/** Parameters and locals of one function: V8 takes 50,000, others fewer, and each costs stack. */
const LOCALS_MAX = 5_000;
const FUNCTIONS_MAX = 100_000;
const TABLES_MAX = 100;

/** What is too large; undefined if nothing is. */
export function outOfBounds({ bodies, functions, types, tables }: Module): string | undefined {
  if (functions.length > FUNCTIONS_MAX) return `${functions.length} functions, and ${FUNCTIONS_MAX} are accepted`;
  for (const [at, { locals }] of bodies.entries()) {
    const params = types[functions[at]!]?.params.length ?? 0;
    const count = locals.reduce((sum, run) => sum + run.count, params);
    if (count > LOCALS_MAX) return `function ${at} has ${count} locals, and ${LOCALS_MAX} are accepted`;
  }
  if (tables.length > TABLES_MAX) return `${tables.length} tables, and ${TABLES_MAX} are accepted`;
  const elements = tables.reduce((sum, { size }) => sum + size.min, 0);
  return elements > ELEMENTS_MAX ? `its tables have ${elements} elements, and ${ELEMENTS_MAX} are accepted` : undefined;
}
