// How a liar stands for a wrong result in a dispute: what it commits to, and what it shows of it. Over any kind of trace.

import type { Claimed, Trace } from '../../core/protocol/index.ts';

export const defences = ['false-states', 'uncommitted', 'other-segment', 'true-trace'] as const;
export type Defence = (typeof defences)[number];

/** `own`: a false trace that comes to the wrong result. */
export function defended(defence: Defence, { segments }: Claimed, honest: Trace, own: Trace): Trace {
  if (defence === 'true-trace') return honest;
  return defence === 'uncommitted' ? flippedBetween(own, segments) : own;
}

/** Both ends are as it has committed to them: it would be found out at once. */
const flippedBetween = (own: Trace, segments: number): Trace => ({
  output: own.output,
  root: own.root,
  opening: (cut) => {
    const { state, path } = own.opening(cut);
    return { state: cut > 0 && cut < segments ? flipped(state) : state, path };
  },
  evidence: (cut) => own.evidence(cut),
  proof: (prover) => own.proof(prover),
});

const flipped = (state: Uint8Array): Uint8Array => state.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
