// How deep calls go. A native run ends where its stack does, and so must not be proven to go on.

import { FLAT, type FlatCode, framesOf, lengthOf, limitPresets, WORDS } from '../../execution/index.ts';

/** Frames that every preset of limits grants. */
const DEPTH_MAX = Math.min(...Object.values(limitPresets).map(({ depth }) => depth));

/**
 * Whether calls may fill more frames than a native run has, as far as the code shows: then each call asks how deep it
 * is. It takes a word of our frames for each parameter, local and operand and one more, where a native frame has room for
 * sixteen; and there are as many of our words as of native frames, so that ours run out first.
 */
export function isBottomless({ code, functions }: FlatCode): boolean {
  const calls = functions.map(({ entry }, at) => callsIn(code, entry, functions[at + 1]?.entry ?? code.length));
  const known = new Map<number, number>();
  /** Behind `level` others: a longer way is too deep, whatever follows. */
  const depthOf = (at: number, level: number): number => {
    const found = known.get(at);
    if (found !== undefined) return found;
    // Whoever comes here before more is known goes round.
    known.set(at, Number.POSITIVE_INFINITY);
    const called = level < DEPTH_MAX ? calls[at] : undefined;
    if (called === undefined) return Number.POSITIVE_INFINITY;
    let below = 0;
    for (const each of called) below = Math.max(below, depthOf(each, level + 1));
    // `room` has a few words that a native frame has not: those of the charge.
    const depth = framesOf(functions[at]!.room / WORDS) + below;
    known.set(at, depth);
    return depth;
  };
  return functions.some((_, at) => depthOf(at, 0) > DEPTH_MAX);
}

/** The functions that are called; undefined if they may be any. */
function callsIn(code: Int32Array, entry: number, end: number): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (let pc = entry; pc < end; pc += lengthOf(code, pc)) {
    if (code[pc] === FLAT.callIndirect) return undefined;
    if (code[pc] === FLAT.call) found.add(code[pc + 1]!);
  }
  return found;
}
