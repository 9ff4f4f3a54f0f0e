// Certificates and proofs against the truth: what so many nodes signed, or one has proven, is right.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { CERTIFICATE_FORMED, NODE_LIED, PROOF_VERIFIED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const wrongResultNeverAccepted: InvariantDefinition = {
  name: 'wrong-result-never-accepted',
  statement:
    'No wrong result is certified, which the policy committee promises while at most f of its 3f + 1 members lie together; and none is proven, which zk promises.',
  create: (broken) => {
    const liars = new Map<TaskId, Set<PartyId>>();
    return {
      on: {
        [NODE_LIED]: ({ node, task, wrong }): void => {
          if (!wrong) return;
          const of = liars.get(task) ?? new Set<PartyId>();
          liars.set(task, of.add(node));
        },
        [PROOF_VERIFIED]: ({ task, node, valid }, at): void => {
          if (!valid || liars.get(task)?.has(node) !== true) return;
          broken(`a wrong result of ${describeTask(task)} was proven by node ${node}`, at);
        },
        [CERTIFICATE_FORMED]: ({ task, signers }, at): void => {
          const lied = liars.get(task);
          if (lied === undefined || !signers.every((signer) => lied.has(signer))) return;
          broken(`a wrong result of ${describeTask(task)} was certified by nodes ${signers.join(', ')}`, at);
        },
      },
    };
  },
};
