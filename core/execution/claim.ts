// The claim that a node signs: one hash that binds a module, an input, the limits and how it ended.

import { sha256, sha256Hex } from '../foundation/index.ts';
import { GAS_SCHEDULE_VERSION } from './gas-schedule.ts';
import type { ExecutionLimits } from './limits.ts';
import { type Execution, isVerdict, outcomes } from './outcome.ts';
import type { Abi } from './prepare.ts';

const TAG = 'ambient/execution';
const utf8 = new TextEncoder();

/**
 * SHA-256, in hex, over nine fields, each led by its length as a big-endian u32: tag; version of the gas schedule
 * (u32); SHA-256 of module; SHA-256 of input; function (`run` or `_start`); limits (gas, memory pages, depth, output
 * bytes, as u64); number of the outcome (u32); gas (u64); SHA-256 of output. Integers are big-endian. Undefined for
 * faults of the machine, which are never signed.
 */
export function executionHash(
  module: Uint8Array,
  input: Uint8Array,
  abi: Abi,
  limits: ExecutionLimits,
  execution: Ended,
): string | undefined {
  return claimOf({ module: sha256(module), input: sha256(input), abi, limits }, execution);
}

type Ended = Pick<Execution, 'outcome' | 'gas' | 'output'>;

export interface Claimed {
  /** SHA-256 of each. */
  readonly module: Uint8Array;
  readonly input: Uint8Array;
  readonly abi: Abi;
  readonly limits: ExecutionLimits;
}

/** The same from the hashes of module and input. */
export function claimOf({ module, input, abi, limits }: Claimed, { outcome, gas, output }: Ended): string | undefined {
  if (!isVerdict(outcome)) return undefined;
  const granted = [limits.gas, BigInt(limits.memoryPages), BigInt(limits.depth), BigInt(limits.outputBytes)];
  const fields = [
    utf8.encode(TAG),
    u32(GAS_SCHEDULE_VERSION),
    module,
    input,
    utf8.encode(abi === 'task' ? 'run' : '_start'),
    joined(granted.map(u64)),
    u32(outcomes.indexOf(outcome)),
    u64(gas),
    sha256(output),
  ];
  return sha256Hex(joined(fields.flatMap((field) => [u32(field.length), field])));
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function u64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
