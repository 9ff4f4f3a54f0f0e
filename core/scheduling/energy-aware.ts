// Fewer joules for the same work, or cooler devices. A device draws most of its power for being on and for its first
// copy (the power curve is concave), so `pack` fills one node before it wakes the next; `spread` keeps every node as idle
// as it can. Among nodes that are alike in that, the one goes first that should spend least on the task, by what it
// reported of its power.

import type { PartyId } from '../foundation/index.ts';
import { leastBy } from './best-of.ts';
import { choiceOf } from './parameters.ts';
import type { Pool } from './pool.ts';
import { expectedTime } from './problem.ts';
import type { Parameter, StrategyDefinition, TaskView } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  mode: {
    kind: 'choice',
    choices: ['pack', 'spread'],
    default: 'pack',
    description: 'whether a node is filled before the next one is given work, or all are kept equally busy',
  },
};

/** Joules weigh less than any difference in how busy nodes are: they break its ties. */
const TIE_BREAK = 1e-6;

export const energyAware: StrategyDefinition = {
  name: 'energy-aware',
  summary:
    'tasks wait at the coordinator; the fullest node with a free slot (pack) or the emptiest (spread), then the most frugal',
  parameters,
  scans: true,
  create: (given, random) => {
    const direction = choiceOf('mode', given, parameters) === 'pack' ? -1 : 1;
    return {
      queue: 'central',
      choose: (task, pool) =>
        leastBy(pool, task.holders, random, (node) => {
          const busy = pool.load(node) / pool.slots(node);
          const joules = joulesOf(task, node, pool);
          return direction * busy + TIE_BREAK * (joules / (1 + joules));
        }),
    };
  },
};

/** What a copy should add to a node's idle power, in joules; 0 while its power is unknown, so that it is found out. */
function joulesOf(task: TaskView, node: PartyId, pool: Pool): number {
  const watts = pool.marginalPower(node);
  return watts >= 0 ? (watts * expectedTime(task, node, pool)) / 1e6 : 0;
}
