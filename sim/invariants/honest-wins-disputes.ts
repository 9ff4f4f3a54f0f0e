// Disputes against the truth: who is right and answers in time does not lose.

import type { PartyId } from '../../core/foundation/index.ts';
import { DISPUTE_SETTLED, NODE_LIED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const honestWinsDisputes: InvariantDefinition = {
  name: 'honest-wins-disputes',
  statement:
    'A node that has not lied about a task loses no dispute about it, except by an answer that came too late or by a lie about another task.',
  create: (broken) => {
    const lies = new Set<string>();
    const liars = new Set<PartyId>();
    return {
      on: {
        [NODE_LIED]: ({ node, task }): void => {
          lies.add(`${node}/${task}`);
          liars.add(node);
        },
        [DISPUTE_SETTLED]: ({ task, loser, why }, at): void => {
          if (why === 'late' || lies.has(`${loser}/${task}`) || (why === 'disbelieved' && liars.has(loser))) return;
          broken(`node ${loser}, which was honest, lost a dispute about ${describeTask(task)}: ${why}`, at);
        },
      },
    };
  },
};
