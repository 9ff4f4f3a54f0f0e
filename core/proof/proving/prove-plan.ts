// All segments of a plan, proven.

import { type Result, success } from '../../foundation/index.ts';
import type { ProvenSegment } from '../verifying/proof-file.ts';
import { inputsOf, type Plan } from './prover.ts';
import { type ProverPool, proveInOrder } from './prover-pool.ts';

/** In their order; fails as `proving-failed`. */
export async function provePlan(
  pool: ProverPool,
  { statement, eachSegment }: Plan,
  onProven?: (done: number) => void,
): Promise<Result<ProvenSegment[]>> {
  const ends: Omit<ProvenSegment, 'proof'>[] = [];
  function* told(): Generator<ReturnType<typeof inputsOf>> {
    for (const segment of eachSegment()) {
      ends.push({ steps: segment.steps, stateOut: segment.stateOut });
      yield inputsOf(statement, segment);
    }
  }
  const proofs = await proveInOrder(pool, told(), onProven);
  return proofs.ok ? success(proofs.value.map((proof, at) => ({ ...ends[at]!, proof }))) : proofs;
}
