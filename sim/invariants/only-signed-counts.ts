// What was judged against what was signed: whoever is paid, or punished, could be held to its word by a third party.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { CLAIM_COMMITTED, PROOF_VERIFIED, VERDICT_REACHED, WORD_DISOWNED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const onlySignedCounts: InvariantDefinition = {
  name: 'only-signed-counts',
  statement: 'No result, commitment or proof is judged that its node has not signed.',
  create: (broken) => {
    const disowned = new Set<string>();
    const keyOf = (what: string, task: TaskId, node: PartyId): string => `${what}/${task}/${node}`;
    return {
      on: {
        [WORD_DISOWNED]: ({ task, node, copy, type }): void =>
          void disowned.add(keyOf(type === 'result' ? `result ${copy}` : type, task, node)),
        [VERDICT_REACHED]: ({ task, node, copy }, at): void => {
          if (disowned.size === 0 || !disowned.has(keyOf(`result ${copy}`, task, node))) return;
          broken(`a result of ${describeTask(task)} was judged that node ${node} has not signed`, at);
        },
        [CLAIM_COMMITTED]: ({ task, node }, at): void => {
          if (!disowned.has(keyOf('opening', task, node))) return;
          broken(`node ${node} committed to a trace of ${describeTask(task)}, and has not signed that`, at);
        },
        [PROOF_VERIFIED]: ({ task, node }, at): void => {
          if (!disowned.has(keyOf('proof', task, node))) return;
          broken(`a proof for ${describeTask(task)} was looked at that node ${node} has not signed`, at);
        },
      },
    };
  },
};
