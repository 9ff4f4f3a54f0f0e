// The trace that stands behind a wrong result: true for a while, and with some segments that no execution comes to.

import { type Claimed, type Digest, outputOfClaim, type Random, type Trace } from '../../core/protocol/index.ts';
import { Desk, drawn, type Jump, ModelledTrace, ProgramTrace } from '../../core/verification/index.ts';

/** With so many bad segments, one at least, at random places. `said`: the claim of a program that it has returned. */
export function falseTrace(claimed: Claimed, honest: Trace, bad: number, random: Random, said?: Digest): Trace {
  if (honest instanceof ProgramTrace && said !== undefined && outputOfClaim(said) === claimed.output)
    return interfered(honest, Math.max(1, bad), random, said);
  const before = drawn(Math.max(1, bad), claimed.segments, random);
  const jumps = before.map((segment, at): Jump => {
    // No execution comes to half a number: what lies between two jumps is nobody's.
    const output = at === before.length - 1 ? claimed.output : at + 0.5;
    return { cut: segment + 1, output };
  });
  return new ModelledTrace(claimed, honest.output, jumps);
}

/**
 * Of an execution that somebody reached into: at a random cut before the end it flips a bit of the memory and goes on in
 * truth. Where it ends it swears to what it has returned, which no execution comes to: so that is always a bad segment.
 */
function interfered(honest: ProgramTrace, bad: number, random: Random, said: Digest): Trace {
  const cuts = new Map(
    drawn(bad - 1, Math.max(0, honest.used - 1), random).map((segment) => [segment + 1, random.uniform()]),
  );
  return new ProgramTrace(honest.executable, honest.segments, new Desk(), {
    claim: said,
    touch: ({ memory }, cut) => {
      const share = cuts.get(cut);
      const place = Math.floor((share ?? 0) * memory.length);
      if (share !== undefined) memory[place] = memory[place]! ^ 1;
    },
  });
}
