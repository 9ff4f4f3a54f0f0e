// Punishment follows lies.

import type { PartyId } from '../../core/foundation/index.ts';
import { NODE_EXCLUDED, NODE_LIED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const honestNeverSlashed: InvariantDefinition = {
  name: 'honest-never-slashed',
  statement: 'A node is excluded only after it has lied.',
  create: (broken) => {
    const liars = new Set<PartyId>();
    return {
      on: {
        [NODE_LIED]: ({ node }): void => void liars.add(node),
        [NODE_EXCLUDED]: ({ node }, at): void => {
          if (!liars.has(node)) broken(`node ${node} was excluded, and has never lied`, at);
        },
      },
    };
  },
};
