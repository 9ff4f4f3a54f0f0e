// Proofs that were ordered in a mesh: for this task, from this node, under this nonce. What a node sends is held against
// the claim that it has made, whose hash binds module, input, limits, outcome, gas and output.

import { claimOf, limitPresets } from '../../execution/index.ts';
import { type PartyId, sha256, type TaskId } from '../../foundation/index.ts';
import { type Digest, type LimitPreset, outputOfClaim, type ProofOrder } from '../../protocol/index.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import { type Packed, unpackProof } from './packed-proof.ts';
import type { Claimant } from './statement.ts';
import type { Verifier } from './verifier.ts';

/** Whose proof it is, as its tag binds it. */
export function claimantOf(prover: PartyId, task: TaskId, { nonce }: Pick<ProofOrder, 'nonce'>): Claimant {
  const answers = (BigInt(task) << 32n) | BigInt(nonce >>> 0);
  return { prover: `party-${prover}`, nonce: answers.toString(16).padStart(24, '0') };
}

/** What it is about. */
export interface Proven {
  readonly module: Uint8Array;
  readonly input: Uint8Array;
  readonly limits: LimitPreset;
  readonly claimant: Claimant;
}

/** Whether these bytes prove that the module came to this result, by the number that stands for it. Total: never throws. */
export function provesResult(
  verifier: Verifier,
  shape: CircuitShape,
  { module, input, limits, claimant }: Proven,
  result: number,
  bytes: Uint8Array,
): boolean {
  const packed = unpackProof(bytes, shape);
  if (packed === undefined || resultOf(packed, module, input, limits) !== result) return false;
  return verifier.verify({ ...packed, ...claimant, circuit: shape.name, key: verifier.key, module, input }).valid;
}

/** The number of the claim that such an end makes; undefined if no node makes one. */
function resultOf(
  { outcome, output, end }: Packed,
  module: Uint8Array,
  input: Uint8Array,
  preset: LimitPreset,
): number | undefined {
  const limits = limitPresets[preset];
  const gas = BigInt(end.gas);
  if (gas > limits.gas) return undefined;
  const about = { module: sha256(module), input: sha256(input), abi: 'task', limits } as const;
  const hash = claimOf(about, { outcome, gas, output });
  return hash === undefined ? undefined : outputOfClaim(hash as Digest);
}
