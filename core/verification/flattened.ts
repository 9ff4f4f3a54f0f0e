// Executions of provable programs, cut as the segment circuit cuts them: a state is the number that the circuit commits
// to, so that a segment can be shown with some pages of its memory, or be proven.

import type { ExecutionLimits } from '../execution/index.ts';
import type { TracedEnd, TracedModule, TracedRun } from '../proof/index.ts';
import type { ProgramContents } from '../protocol/index.ts';
import { type Course, claimOfTask, type Executable, endOf, evidenceOfEnd, isEnd, SHOWN } from './course.ts';

const HASH = 32;

/**
 * `native`: the claim of a native run, for ends that are none of the flattened program. Undefined if what comes before
 * `run` comes to no state.
 */
export function flattened(
  traced: TracedModule,
  contents: ProgramContents,
  limits: ExecutionLimits,
  native: () => string | undefined,
): Executable | undefined {
  const { input } = contents;
  const begun = traced.begin(input.bytes, limits);
  if (begun === undefined) return undefined;
  const first = stateOf(begun.hash());
  const claimed = ({ outcome, gas, output }: TracedEnd): string | undefined =>
    outcome === undefined ? native() : claimOfTask(contents, limits, { outcome, gas: BigInt(gas), output });
  return {
    first,
    begin: () => new FlattenedCourse(traced.begin(input.bytes, limits)!, claimed),
    again: (state, evidence, isLast) => {
      if (isEnd(state, evidence)) return state;
      if (evidence[0] !== SHOWN.running) return undefined;
      const reached = traced.again(evidence.subarray(1), numberOf(state), limits, isLast);
      if (reached === undefined || typeof reached === 'bigint')
        return reached === undefined ? reached : stateOf(reached);
      return endOf(claimed(reached));
    },
  };
}

class FlattenedCourse implements Course {
  private readonly run: TracedRun;
  private readonly claimed: (end: TracedEnd) => string | undefined;

  constructor(run: TracedRun, claimed: (end: TracedEnd) => string | undefined) {
    this.run = run;
    this.claimed = claimed;
  }

  get memory(): Uint8Array {
    return this.run.memory;
  }

  get claim(): string | undefined {
    return this.run.ended && this.claimed(this.run.ended);
  }

  advance(isLast: boolean): void {
    this.run.advance(isLast);
  }

  state(): Uint8Array {
    return this.run.ended === undefined ? stateOf(this.run.hash()) : endOf(this.claim);
  }

  evidence(isLast: boolean): Uint8Array {
    if (this.run.ended !== undefined) return evidenceOfEnd(this.claim);
    const shown = this.run.evidence(isLast);
    const bytes = new Uint8Array(1 + shown.length);
    bytes[0] = SHOWN.running;
    bytes.set(shown, 1);
    return bytes;
  }
}

/** Big-endian. */
function stateOf(hash: bigint): Uint8Array {
  const bytes = new Uint8Array(HASH);
  let rest = hash;
  for (let at = HASH - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

const numberOf = (state: Uint8Array): bigint => state.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
