// The trace that stands behind a wrong result: true for a while, and with some segments that no execution comes to.

import type { Claimed, Random, Trace } from '../../core/protocol/index.ts';
import { drawn, type Jump, ModelledTrace } from '../../core/verification/index.ts';

/** With so many bad segments, one at least, at random places. */
export function falseTrace(claimed: Claimed, truth: number, bad: number, random: Random): Trace {
  const before = drawn(Math.max(1, bad), claimed.segments, random);
  const jumps = before.map((segment, at): Jump => {
    // No execution comes to half a number: what lies between two jumps is nobody's.
    const output = at === before.length - 1 ? claimed.output : at + 0.5;
    return { cut: segment + 1, output };
  });
  return new ModelledTrace(claimed, truth, jumps);
}
