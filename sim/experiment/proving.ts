// Real proofs for a run: processes that make them, and the verifier that the coordinator has. Loaded by runs that prove
// tasks, since what proves takes a second to load.

import {
  type CircuitShape,
  circuitShapes,
  claimantOf,
  ProverPool,
  packProof,
  planProof,
  provePlan,
  provesResult,
  readVerificationKey,
  sizeOfProof,
  Verifier,
  workshopOf,
} from '../../core/proof/index.ts';
import type { ProgramContents } from '../../core/protocol/index.ts';
import type { Cell } from '../scenario/index.ts';
import { type OpenProgram, type OrderedProof, type Proving, RunFault } from '../world/index.ts';

/** Where keys are kept, and how many processes prove. */
export interface ProvingMeans {
  readonly cache: string;
  readonly provers: number;
}

/** For a cell whose policy is `zk`. Throws RunFault if a task cannot be proven, or there are no keys to prove with. */
export async function openProving(
  cell: Cell,
  programs: readonly (OpenProgram | undefined)[],
  means: ProvingMeans | undefined,
): Promise<Proving> {
  const shape = circuitShapes[cell.verification.parameters['circuit'] as CircuitShape['name']];
  for (const [at, program] of programs.entries()) {
    if (program === undefined) continue;
    const size = sizeOfProof(program.module.bytes, program.inputs.at(0).bytes, shape);
    if (!size.ok) throw new RunFault([{ ...size.failures[0]!, path: `workload[${at}].task`, hint: TIER }]);
  }
  const { proof: share = 0 } = cell.fidelity;
  if (share === 0) return new Desk(shape, 0);
  if (means === undefined) throw new RunFault([NO_KEYS]);
  const workshop = workshopOf(means.cache, shape);
  const key = await readVerificationKey(workshop.verificationKey);
  if (!key.ok) throw new RunFault([{ ...NO_KEYS, got: workshop.folder }]);
  const verifier = await Verifier.open(shape, key.value);
  return new Desk(shape, share, { verifier, pool: new ProverPool({ ...workshop, workers: means.provers }) });
}

const TIER = 'what cannot be proven takes another tier, such as verification: optimistic';
const NO_KEYS = {
  code: 'no-key',
  message: 'there are no keys to prove with',
  hint: 'ambient proof setup makes them, once; ambient run does it by itself',
};

const WORDS = 2 ** 32;

interface Bench {
  readonly verifier: Verifier;
  readonly pool: ProverPool;
}

class Desk implements Proving {
  readonly #shape: CircuitShape;
  readonly #share: number;
  readonly #bench: Bench | undefined;
  /** By module and input. */
  readonly #sizes: Map<string, number> = new Map();

  /** `share`: of proofs that are really made; it needs a bench unless it is 0. */
  constructor(shape: CircuitShape, share: number, bench?: Bench) {
    this.#shape = shape;
    this.#share = share;
    this.#bench = bench;
  }

  segmentsOf({ module, input }: ProgramContents): number {
    const key = `${module.digest}/${input.digest}`;
    let segments = this.#sizes.get(key);
    if (segments === undefined) {
      const size = sizeOfProof(module.bytes, input.bytes, this.#shape);
      segments = size.ok ? size.value.segments : Infinity;
      this.#sizes.set(key, segments);
    }
    return segments;
  }

  /** By the nonce, which nobody chooses. */
  isReal({ nonce }: OrderedProof['order']): boolean {
    return nonce >>> 0 < this.#share * WORDS;
  }

  async prove({ module, input, prover, task, order }: OrderedProof): Promise<Uint8Array> {
    const plan = planProof(module.bytes, input.bytes, claimantOf(prover, task, order), this.#shape);
    if (!plan.ok) throw new RunFault(plan.failures);
    const segments = await provePlan(this.#bench!.pool, plan.value);
    if (!segments.ok) throw new RunFault(segments.failures);
    return packProof({ ...plan.value.file, segments: segments.value }, this.#shape);
  }

  proves(
    { module, input, prover, task, order }: OrderedProof,
    limits: Parameters<Proving['proves']>[1],
    result: number,
    proof: Uint8Array,
  ): boolean {
    const claimant = claimantOf(prover, task, order);
    const about = { module: module.bytes, input: input.bytes, limits, claimant };
    return provesResult(this.#bench!.verifier, this.#shape, about, result, proof);
  }

  close(): void {
    this.#bench?.pool.close();
  }
}
