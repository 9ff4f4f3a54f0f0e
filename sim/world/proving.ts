// Proofs that are really made: for the devices of a simulated world, which take their virtual time over them however
// long they take here, and for the coordinator that holds them against a claim.

import { assert, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import type {
  Claimed,
  LimitPreset,
  ModelledWork,
  Program,
  ProgramContents,
  ProofOrder,
  Trace,
  Work,
} from '../../core/protocol/index.ts';
import type { Machine } from '../../core/verification/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { OpenProgram } from './executor.ts';

/** That this node is to prove a run for a task. */
export interface OrderedProof extends ProgramContents {
  readonly prover: PartyId;
  readonly task: TaskId;
  readonly order: ProofOrder;
}

/** Who makes proofs, and looks at them. */
export interface Proving {
  /** That a run has; Infinity if it cannot be proven. */
  segmentsOf(contents: ProgramContents): number;
  /** Else its proof is modelled. */
  isReal(order: ProofOrder): boolean;
  /** Of all segments, packed. Rejects with RunFault. */
  prove(ordered: OrderedProof): Promise<Uint8Array>;
  /** Whether these bytes are a proof of that result. */
  proves(ordered: OrderedProof, limits: LimitPreset, result: number, proof: Uint8Array): boolean;
  close(): void;
}

/** `programs`: by workload. All else is `modelled`. */
export function provenMachine(
  modelled: Machine,
  proving: Proving,
  programs: readonly (OpenProgram | undefined)[],
): Machine {
  const contentsOf = ({ source }: ModelledWork, { input: digest }: Program): ProgramContents => {
    const { module, inputs } = programs[source]!;
    const input = inputs.find(digest);
    assert(input !== undefined, 'a program runs on an input that its client gave out', { digest });
    return { module, input };
  };
  return {
    ...modelled,
    segmentsToProve: (work) => work.program && proving.segmentsOf(contentsOf(work, work.program)),
    proves: (claimed, prover, proof) => {
      const { task, output, work } = claimed;
      const { program, proof: order } = work;
      if (program === undefined || order === undefined || !proving.isReal(order))
        return modelled.proves(claimed, prover, proof);
      const ordered = { ...contentsOf(work, program), prover, task, order };
      return proving.proves(ordered, program.limits, output, proof);
    },
  };
}

const NONE = new Uint8Array(0);

/** Where the devices of a world get their proofs, and keep them until they are asked. */
export class ProofShelf {
  private readonly kernel: Kernel;
  private readonly proving: Proving;
  /** By prover, task and copy. */
  private readonly pending: Map<string, Promise<Uint8Array>> = new Map();
  /** By prover and task: whichever copy it was. */
  private readonly made: Map<string, Uint8Array> = new Map();

  constructor(kernel: Kernel, proving: Proving) {
    this.kernel = kernel;
    this.proving = proving;
  }

  /** Its device begins with this work: proving begins, too. */
  begin(prover: PartyId, { task, copy, work: { proof: order }, contents }: Work): void {
    if (order === undefined || contents === undefined || !this.proving.isReal(order)) return;
    const proof = this.proving.prove({ ...contents, prover, task, order });
    proof.catch(() => undefined);
    this.pending.set(keyOf(prover, task, copy), proof);
  }

  /** Its virtual time is over: what follows comes when the proof is there, and at once if none is made. */
  finish(prover: PartyId, { task, copy }: Pick<Work, 'task' | 'copy'>, then: () => void): void {
    const key = keyOf(prover, task, copy);
    const proof = this.pending.get(key);
    this.pending.delete(key);
    if (proof === undefined) then();
    else
      this.kernel.holdFor(proof, (bytes) => {
        this.made.set(`${prover}/${task}`, bytes);
        then();
      });
  }

  /** A trace of work whose proof is really made has that proof, or none. */
  of(claimed: Claimed, modelled: Trace): Trace {
    const { task, work } = claimed;
    if (work.program === undefined || work.proof === undefined || !this.proving.isReal(work.proof)) return modelled;
    return {
      output: modelled.output,
      root: modelled.root,
      opening: (cut) => modelled.opening(cut),
      evidence: (cut) => modelled.evidence(cut),
      proof: (prover) => this.made.get(`${prover}/${task}`) ?? NONE,
    };
  }
}

const keyOf = (prover: PartyId, task: TaskId, copy: number): string => `${prover}/${task}/${copy}`;
