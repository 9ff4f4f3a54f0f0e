import type { Duration, TaskId } from '../../core/foundation/index.ts';
import type { WorkResult } from '../../core/protocol/index.ts';
import { runOf } from '../../core/verification/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** What a node knows of a run that it, or an accomplice, has proven. */
interface Spoils {
  result?: WorkResult;
  proof?: Uint8Array;
}

/**
 * Of the same run, its earlier result is right, and the proof is one; of the same task, that of an accomplice is. What
 * they lack is the order, and the name of the prover.
 */
export const proofThief: BehaviourDefinition = {
  name: 'proof-thief',
  summary: 'shows proofs that were made for other orders, or by accomplices, for results that it may not have computed',
  parameters: {
    rate: { kind: 'fraction', default: 0.5, description: 'work that it does not do, once it has a proof' },
    passes: {
      kind: 'fraction',
      default: 0,
      description: 'proofs that it hands to its accomplices, and to nobody else',
    },
    ...timing,
  },
  create: ({ rate, passes }, { random, loot }) => {
    const runs = new Map<TaskId, string>();
    const spoils = new Map<string, Spoils>();
    const skipped = new Set<TaskId>();
    const passed = new Set<TaskId>();
    let first: Uint8Array | undefined;
    const spoilsOf = (task: TaskId): Spoils => spoils.get(runs.get(task) ?? '') ?? {};
    return {
      skips: ({ task, work }) => {
        runs.set(task, runOf(work));
        if (spoilsOf(task).result === undefined || first === undefined || random.uniform() >= Number(rate)) return 'no';
        skipped.add(task);
        return 'made-up';
      },
      claims: (result) => {
        const { task, copy } = result;
        const known = spoilsOf(task).result;
        if (skipped.has(task) && known !== undefined) return { ...known, task, copy };
        spoils.set(runs.get(task) ?? '', { ...spoilsOf(task), result });
        return result;
      },
      alters: (message) => {
        if (message.type !== 'proof') return message;
        const { task, proof } = message;
        const stolen = loot.get(task) ?? spoilsOf(task).proof ?? first;
        if (stolen !== undefined) return { ...message, proof: stolen };
        if (random.uniform() < Number(passes)) {
          passed.add(task);
          loot.set(task, proof);
        } else {
          first = proof;
          spoils.set(runs.get(task) ?? '', { ...spoilsOf(task), proof });
        }
        return message;
      },
      delays: (message) => (message.type === 'proof' && passed.has(message.task) ? Infinity : 0) as Duration,
    };
  },
};
