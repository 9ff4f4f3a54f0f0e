// A constraint of a step that gives way to a hint.

import type { Forgery, Row } from '../removal.ts';

/** The constraint gives way to a hint that is one more where this instruction is executed. */
export function oneMoreWhere(text: string, op: number, forgery: Forgery, times = ''): Row {
  return [text, `${text.replace('<==', '<--').replace(/;$/, '')} + f[${op}]${times};`, forgery];
}
