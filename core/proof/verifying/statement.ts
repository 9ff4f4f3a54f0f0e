// What a proof says: who proves for which task, which program ran on which input to which end. Everything else of a
// proof hangs on the public signals of its segments, in their order here.

import { createHash } from 'node:crypto';
import { limitPresets, prepare } from '../../execution/index.ts';
import { failed, type Result, sha256 } from '../../foundation/index.ts';
import { type Outcome, outcomes } from '../../protocol/index.ts';
import { type FlattenedModule, flattenModule } from '../flattening/flatten.ts';

/** Public signals of the circuit: tag, program, taskInput, taskOutput, stateIn, stateOut, steps. */
export const SIGNALS = 7;

/** Whose proof it is. Another prover, or the same one for another task, has another tag in every segment. */
export interface Claimant {
  readonly prover: string;
  /** Hex; from whoever asks for the proof, so that an old one is no answer. */
  readonly nonce: string;
}

/** What is the same in all segments of one proof. */
export interface Statement {
  readonly tag: bigint;
  readonly program: bigint;
  readonly taskInput: bigint;
  readonly taskOutput: bigint;
}

/** 31 bytes of a SHA-256: below the order of the field. */
const NUMBER_BYTES = 31;

/** Parts are led by their lengths, so that no two lists of them are hashed alike. */
function numberOf(label: string, parts: readonly Uint8Array[]): bigint {
  const hash = createHash('sha256').update(`ambient/proof/${label}`);
  for (const part of parts) hash.update(u64(part.length)).update(part);
  return BigInt(`0x${hash.digest('hex').slice(0, 2 * NUMBER_BYTES)}`);
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

const utf8 = new TextEncoder();

export const tagOf = (module: Uint8Array, input: Uint8Array, { prover, nonce }: Claimant): bigint =>
  numberOf('tag', [sha256(module), sha256(input), utf8.encode(prover), utf8.encode(nonce)]);

export const inputNumber = (input: Uint8Array): bigint => numberOf('input', [input]);

export const outputNumber = (outcome: Outcome, gas: number, output: Uint8Array): bigint =>
  numberOf('output', [u64(outcomes.indexOf(outcome)), u64(gas), output]);

export interface SegmentEnds {
  readonly stateIn: bigint;
  readonly stateOut: bigint;
  readonly steps: number;
}

export const signalsOf = (
  { tag, program, taskInput, taskOutput }: Statement,
  { stateIn, stateOut, steps }: SegmentEnds,
): bigint[] => [tag, program, taskInput, taskOutput, stateIn, stateOut, BigInt(steps)];

/** The program that stands for a module: what no node would run has none. */
export function programOf(module: Uint8Array): Result<FlattenedModule> {
  const prepared = prepare(module, limitPresets.default, false);
  if (prepared.kind === 'ready' && prepared.abi === 'task') return flattenModule(module);
  const why = prepared.kind === 'ready' ? 'it is a command, and only tasks are proven' : prepared.detail;
  return failed({ code: 'module-refused', message: `the gate refuses this module: ${why}` });
}
