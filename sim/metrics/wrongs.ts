// nodes.malicious, wrong.*, honest.punished and detection.*: what lying nodes got away with, and who paid for it. The world
// tells who lied; the coordinator, what it accepted.

import { type Instant, MICROSECONDS_PER_SECOND, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import {
  CONTRADICTION_PROVEN,
  NODE_DEPLOYED,
  NODE_EXCLUDED,
  NODE_LIED,
  QUIZ_ANSWERED,
  TASK_SETTLED,
  TOKENS_MOVED,
  VERDICT_REACHED,
} from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const wrongs: MetricDefinition = {
  provides: [
    { name: 'nodes.malicious', unit: 'fraction', description: 'of nodes, those that were given a behaviour' },
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
    {
      name: 'honest.punished',
      unit: 'fraction',
      description: 'of honest nodes, those that were excluded or lost some of their stake',
    },
    { name: 'detection.share', unit: 'fraction', description: 'of nodes that have lied, those that were excluded' },
    {
      name: 'detection.delay',
      unit: 'seconds',
      description: 'from the first lie of a node to its exclusion, over those that were excluded',
    },
    {
      name: 'detection.convicted',
      unit: 'count',
      description: 'nodes that were convicted by two different results of one assignment, both signed by them',
    },
  ],
  create: ({ window }) => {
    /** Nodes with a wrong result of a task, by task. */
    const wrong = new Map<TaskId, PartyId[]>();
    const honest = new Set<PartyId>();
    const firstLie = new Map<PartyId, Instant>();
    const malicious = new Set<PartyId>();
    let returned = 0;
    let rejected = 0;
    let accepted = 0;
    let completed = 0;
    const punished = new Set<PartyId>();
    let delays = 0;
    let caught = 0;
    let convicted = 0;
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, honest: yes }): void => {
          if (yes) honest.add(node);
          else malicious.add(node);
        },
        [NODE_LIED]: ({ node, task, wrong: yes }, at): void => {
          // Clients lie, too; they are not nodes.
          if (!firstLie.has(node) && (malicious.has(node) || honest.has(node))) firstLie.set(node, at);
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
          if (honest.has(node)) punished.add(node);
          const since = firstLie.get(node);
          if (since === undefined) return;
          caught++;
          delays += at - since;
        },
        [CONTRADICTION_PROVEN]: (): void => void convicted++,
        [TOKENS_MOVED]: ({ kind, account }): void => {
          if (kind === 'slash' && honest.has(account)) punished.add(account);
        },
      },
      values: () => {
        if (malicious.size === 0 && punished.size === 0) return {};
        return {
          ...(malicious.size > 0 && { 'nodes.malicious': malicious.size / (malicious.size + honest.size) }),
          ...(completed > 0 && { 'wrong.accepted': accepted / completed }),
          ...(returned > 0 && { 'wrong.rejected': Math.min(1, rejected / returned) }),
          ...(honest.size > 0 && { 'honest.punished': punished.size / honest.size }),
          ...(firstLie.size > 0 && { 'detection.share': caught / firstLie.size, 'detection.convicted': convicted }),
          ...(caught > 0 && { 'detection.delay': delays / caught / MICROSECONDS_PER_SECOND }),
        };
      },
    };
  },
};
