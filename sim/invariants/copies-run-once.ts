// What nodes begin against what they were given: messages that come twice, or too late, must not make them work in vain.

import { Lately, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import { EXECUTION_STARTED, NODE_REGISTERED, NODE_RESTARTED, TASK_ASSIGNED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

/** Tasks of one node. */
const REMEMBERED = 512;

class Life {
  /** How often it has registered, as the coordinator knows. */
  registered = 0;
  /** Of what it was given when it had registered less often, it knows nothing. */
  since = 0;
  /** By task: how often it had registered when it was given the latest copy. */
  readonly given: Lately<TaskId, number> = new Lately<TaskId, number>(REMEMBERED);
  /** By task: the latest copy that it has begun in this life. */
  readonly begun: Lately<TaskId, number> = new Lately<TaskId, number>(REMEMBERED);
}

export const copiesRunOnce: InvariantDefinition = {
  name: 'copies-run-once',
  statement:
    'A node begins a copy of a task once in each of its lives, and none that was given to an earlier one, unless it recovers what it had then.',
  create: (broken) => {
    const lives: (Life | undefined)[] = [];
    const of = (node: PartyId): Life => (lives[node] ??= new Life());
    return {
      on: {
        [NODE_REGISTERED]: ({ node }): void => void of(node).registered++,
        [NODE_RESTARTED]: ({ node, recovers }): void => {
          const life = of(node);
          life.begun.forget();
          if (!recovers) life.since = life.registered + 1;
        },
        [TASK_ASSIGNED]: ({ task, node }): void => {
          const life = of(node);
          life.given.note(task, life.registered);
        },
        [EXECUTION_STARTED]: ({ task, copy }, at, node): void => {
          const { begun, given, since } = of(node);
          if (begun.get(task) === copy) broken(`node ${node} began copy ${copy} of ${describeTask(task)} again`, at);
          begun.note(task, copy);
          if ((given.get(task) ?? since) >= since) return;
          broken(
            `node ${node} began copy ${copy} of ${describeTask(task)}, which was given to an earlier life of it`,
            at,
          );
        },
      },
    };
  },
};
