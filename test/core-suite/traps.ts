// Why a module traps: what the suite says, and what our interpreter says. Outcomes do not tell traps apart.

import { compileInterpreter } from '../../core/execution/interpreter.ts';
import { START } from '../../core/execution/rewrite.ts';

const reasons: readonly (readonly [text: string, why: string])[] = [
  ['unreachable', 'unreachable'],
  ['integer divide by zero', 'division by zero'],
  ['integer overflow', 'integer overflow'],
  ['out of bounds memory access', 'memory out of bounds'],
  ['out of bounds table access', 'table out of bounds'],
  ['undefined element', 'table out of bounds'],
  ['undefined', 'table out of bounds'],
  ['uninitialized', 'no function there'],
  ['indirect call', 'another type of function'],
  ['invalid conversion to integer', 'no integer'],
];

/** Its name in the interpreter; the text itself if it is none of its own. */
export const trapReason = (text: string): string => reasons.find(([start]) => text.startsWith(start))?.[1] ?? text;

/** Runs the rewritten module of a suite task again, to hear why it traps. */
export function whyItTraps(rewritten: Uint8Array): string {
  const machine = compileInterpreter(rewritten)({});
  for (const [name, args] of [
    [START, []],
    ['run', [0, 0]],
  ] as const) {
    if (!machine.has(name)) continue;
    machine.begin(name, args);
    const progress = machine.proceed(Number.MAX_SAFE_INTEGER);
    if (progress.kind === 'trapped') return progress.why;
  }
  return 'no trap';
}
