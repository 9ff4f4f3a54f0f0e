// Proofs against who has made them, and what for.

import { PROOF_STOLEN, PROOF_VERIFIED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const stolenProofsNeverPay: InvariantDefinition = {
  name: 'stolen-proofs-never-pay',
  statement: 'No proof is found valid that its node has not made itself, for the order that it answers.',
  create: (broken) => {
    const stolen = new Set<string>();
    return {
      on: {
        [PROOF_STOLEN]: ({ task, node }): void => void stolen.add(`${task}/${node}`),
        [PROOF_VERIFIED]: ({ task, node, valid }, at): void => {
          if (!valid || !stolen.has(`${task}/${node}`)) return;
          broken(`node ${node} showed a proof for ${describeTask(task)} that it has not made for it`, at);
        },
      },
    };
  },
};
