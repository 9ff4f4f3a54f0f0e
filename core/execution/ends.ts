// How a run can end, in the words that every runtime uses: they see the same ends in different ways.

import { STATUS } from './function-rewriter.ts';
import type { ExecutionLimits } from './limits.ts';
import type { Execution, ExecutionOutcome } from './outcome.ts';

/** `trapped`: by a trap, so that the gas may not be exact. */
export type End = Pick<Execution, 'outcome' | 'output' | 'detail'> & { readonly trapped?: true };
export type Measured = Execution & Pick<End, 'trapped'>;

/** What the globals of the rewritten module say after a run. */
export interface Meters {
  readonly gasLeft: bigint;
  readonly status: number;
  readonly trace: bigint;
}

const EMPTY = new Uint8Array(0);
const end = (outcome: ExecutionOutcome, detail = ''): End => ({ outcome, detail, output: EMPTY });
const trapped = (outcome: ExecutionOutcome, detail: string): End => ({ ...end(outcome, detail), trapped: true });

export const ends = {
  ok: (output: Uint8Array): End => ({ outcome: 'ok', detail: '', output }),
  trapIn: (name: string): End =>
    name === START_FUNCTION ? trapped('instantiate', 'the start function trapped') : trapped('trap', `${name} trapped`),
  /** A task that leaves by proc_exit has no output. */
  leftIn: (name: string): End => end('trap', `${name} left`),
  badInput: (): End => end('bad-input', 'alloc returned a place outside of the memory'),
  badOutput: (): End => end('bad-output', 'the output lies outside of the memory'),
  tooLong: (length: number, granted: number): End =>
    end('bad-output', `the output has ${length} bytes, and ${granted} are granted`),
  /** A command that returned, or left with a code. */
  command: (code: number, overflowed: boolean, output: () => Uint8Array): End => {
    if (code !== 0) return end('trap', `it left with code ${code}`);
    return overflowed ? end('bad-output', 'it wrote more than is granted') : ends.ok(output());
  },
} as const;

/** What a module does before anything is called. */
export const START_FUNCTION = 'the start function';

/** With what the module used, and whether a limit of ours is why it ended. */
export function measured(ended: End, { gasLeft, status, trace }: Meters, limits: ExecutionLimits): Measured {
  const gas = gasLeft < 0n ? limits.gas : limits.gas - gasLeft;
  return { ...explained(ended, gasLeft < 0n, status), gas, traceHash: hex(trace) };
}

function explained(ended: End, spent: boolean, status: number): End {
  if (spent) return end('gas', 'the gas limit was reached');
  if (status === STATUS.stack) return end('stack', 'the stack limit was reached');
  if (status === STATUS.growthFailed) return end('unknown', 'memory below the limit could not be had');
  if (status === STATUS.memory && ended.outcome !== 'ok')
    return { ...ended, ...end('memory', 'the memory limit was reached') };
  return ended;
}

export const hex = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, '0');

/**
 * The first of two runs trapped; the second, whose gas is exact wherever it traps, must do so too, unless it `goesOn`
 * with a NaN that had stopped the first. It may tell that the gas was spent by then: the meter looks at function entries
 * and loops only.
 */
export function settled({ trapped, ...exact }: Measured, goesOn: boolean): Execution {
  if (goesOn || trapped !== undefined || exact.outcome === 'gas') return exact;
  return { ...exact, ...end('nondeterminism', 'a second run ended otherwise') };
}
