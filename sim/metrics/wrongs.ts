// wrong.*, honest.punished and detection.delay: what lying nodes got away with, and who paid for it. The world tells who
// lied; the coordinator, what it accepted.

import { type Instant, MICROSECONDS_PER_SECOND, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import {
  NODE_DEPLOYED,
  NODE_EXCLUDED,
  NODE_LIED,
  QUIZ_ANSWERED,
  TASK_SETTLED,
  VERDICT_REACHED,
} from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const wrongs: MetricDefinition = {
  provides: [
    {
      name: 'wrong.accepted',
      unit: 'fraction',
      ground: 'outputs',
      description: 'of accepted results, those that are wrong',
    },
    {
      name: 'wrong.rejected',
      unit: 'fraction',
      ground: 'outputs',
      description: 'of wrong results returned, those that were judged wrong',
    },
    { name: 'honest.punished', unit: 'fraction', description: 'of honest nodes, those that were excluded' },
    {
      name: 'detection.delay',
      unit: 'seconds',
      description: 'from the first lie of a node to its exclusion, over those that were excluded',
    },
  ],
  create: ({ window }) => {
    /** Nodes with a wrong result of a task, by task. */
    const wrong = new Map<TaskId, PartyId[]>();
    const honest = new Set<PartyId>();
    const firstLie = new Map<PartyId, Instant>();
    let liars = 0;
    let returned = 0;
    let rejected = 0;
    let accepted = 0;
    let completed = 0;
    let punished = 0;
    let delays = 0;
    let caught = 0;
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, honest: yes }): void => {
          if (yes) honest.add(node);
          else liars++;
        },
        [NODE_LIED]: ({ node, task, wrong: yes }, at): void => {
          if (!firstLie.has(node)) firstLie.set(node, at);
          if (!yes || !window.contains(task)) return;
          returned++;
          const nodes = wrong.get(task);
          if (nodes === undefined) wrong.set(task, [node]);
          else nodes.push(node);
        },
        [VERDICT_REACHED]: ({ task, node, right }): void => {
          if (!right && wrong.get(task)?.includes(node) === true) rejected++;
        },
        [QUIZ_ANSWERED]: ({ task, node, right }): void => {
          if (!right && wrong.get(task)?.includes(node) === true) rejected++;
        },
        [TASK_SETTLED]: ({ task, status, winner }): void => {
          if (status !== 'completed' || !window.contains(task)) return;
          completed++;
          if (wrong.get(task)?.includes(winner) === true) accepted++;
        },
        [NODE_EXCLUDED]: ({ node }, at): void => {
          if (honest.has(node)) punished++;
          const since = firstLie.get(node);
          if (since === undefined) return;
          caught++;
          delays += at - since;
        },
      },
      values: () => {
        if (liars === 0 && punished === 0) return {};
        return {
          ...(completed > 0 && { 'wrong.accepted': accepted / completed }),
          ...(returned > 0 && { 'wrong.rejected': Math.min(1, rejected / returned) }),
          ...(honest.size > 0 && { 'honest.punished': punished / honest.size }),
          ...(caught > 0 && { 'detection.delay': delays / caught / MICROSECONDS_PER_SECOND }),
        };
      },
    };
  },
};
