// What nodes begin against what they were given: messages that come twice, or too late, must not make them work in vain.

import type { PartyId } from '../../core/foundation/index.ts';
import { EXECUTION_STARTED, NODE_REGISTERED, NODE_RESTARTED, TASK_ASSIGNED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { RecentCopies } from './recent-copies.ts';

/** Lives and registrations are numbered over all nodes, so that a number says whose it is; 0 is none. */
interface Course {
  life: number;
  registration: number;
  /** It knows nothing of what it was given at an earlier registration. */
  since: number;
}

export const copiesRunOnce: InvariantDefinition = {
  name: 'copies-run-once',
  statement:
    'A node begins a copy of a task once in each of its lives, and none that was given to an earlier one, unless it recovers what it had then.',
  create: (broken) => {
    const nodes: (Course | undefined)[] = [];
    const registered: PartyId[] = [];
    let lives = 0;
    /** At which registration of its node a copy was given to it. */
    const given = new RecentCopies();
    /** In which life of its node a copy was begun. */
    const begun = new RecentCopies();
    const of = (node: PartyId): Course => (nodes[node] ??= { life: ++lives, registration: 0, since: 0 });
    return {
      on: {
        [NODE_REGISTERED]: ({ node }): void => void (of(node).registration = registered.push(node)),
        [NODE_RESTARTED]: ({ node, recovers }): void => {
          const course = of(node);
          course.life = ++lives;
          if (!recovers) course.since = registered.length + 1;
        },
        [TASK_ASSIGNED]: ({ task, node, copy }): void => void given.swap(task, copy, of(node).registration),
        [EXECUTION_STARTED]: ({ task, copy }, at, node): void => {
          const { life, since } = of(node);
          if (begun.swap(task, copy, life) === life) {
            broken(`node ${node} began copy ${copy} of ${describeTask(task)} again`, at);
          }
          if (since === 0) return;
          const then = given.get(task, copy);
          if (then === 0 || then >= since || registered[then - 1] !== node) return;
          broken(
            `node ${node} began copy ${copy} of ${describeTask(task)}, which was given to an earlier life of it`,
            at,
          );
        },
      },
    };
  },
};
