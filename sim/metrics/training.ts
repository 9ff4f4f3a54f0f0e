// training.*: what became of updates that trainers committed to, and what it took to check them. The world tells what was
// made up; the coordinator, what it did again.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import {
  CLAIM_COMMITTED,
  DISPUTE_SETTLED,
  ENERGY_SPENT,
  EXECUTION_FINISHED,
  MESSAGE_SENT,
  type Message,
  SEGMENT_REPEATED,
  sizeOf,
  TRAINING_FAKED,
} from '../../core/protocol/index.ts';
import { chanceOfCatching } from '../../core/verification/index.ts';
import type { MetricDefinition } from './metric.ts';

const claimOf = (task: TaskId, node: PartyId): string => `${task}/${node}`;

export const training: MetricDefinition = {
  provides: [
    { name: 'training.claims', unit: 'count', description: 'updates that trainers committed to' },
    {
      name: 'training.caught',
      unit: 'fraction',
      ground: 'outputs',
      description: 'of committed updates with bad slices, those that a drawn slice refuted',
    },
    {
      name: 'training.chance',
      unit: 'fraction',
      ground: 'theorem',
      description: 'the chance of that, on average: 1 - C(n - b, k) / C(n, k)',
    },
    {
      name: 'training.falseAlarms',
      unit: 'fraction',
      ground: 'outputs',
      description: 'of committed updates without a bad slice, those that were refuted',
    },
    {
      name: 'training.misfits',
      unit: 'count',
      ground: 'outputs',
      description: 'updates that were refuted before any draw: they were not what was committed to, or on other data',
    },
    { name: 'training.late', unit: 'count', description: 'updates whose node did not show in time what was asked' },
    {
      name: 'training.repeated',
      unit: 'count',
      ground: 'outputs',
      description: 'examples in slices that were trained again, as often as they were',
    },
    {
      name: 'training.overhead',
      unit: 'fraction',
      ground: 'outputs',
      description: 'gas of training again, over that of training',
    },
    {
      name: 'training.joules',
      unit: 'joules',
      description: 'energy of training again, if the referee takes as much for the same gas as trainers do',
    },
    {
      name: 'training.bytes',
      unit: 'bytes',
      ground: 'outputs',
      description: 'bytes of what was asked and shown to check training',
    },
  ],
  create: () => {
    const faked = new Map<string, number>();
    const committed = new Set<string>();
    /** Tasks that trainers are asked about. */
    const asked = new Set<TaskId>();
    const alarms = { caught: 0, false: 0, misfits: 0, late: 0 };
    let wrong = 0;
    let chances = 0;
    let repeated = 0;
    let again = 0;
    let gas = 0;
    let joules = 0;
    let bytes = 0;
    return {
      on: {
        [TRAINING_FAKED]: ({ task, node, bad }): void => void faked.set(claimOf(task, node), bad),
        [CLAIM_COMMITTED]: ({ task, node, segments, draws }): void => {
          if (!asked.has(task)) return;
          committed.add(claimOf(task, node));
          const bad = faked.get(claimOf(task, node)) ?? 0;
          if (bad === 0) return;
          wrong++;
          chances += chanceOfCatching(segments, bad, draws);
        },
        [SEGMENT_REPEATED]: (fact): void => {
          repeated += fact.examples;
          again += fact.gas;
        },
        [DISPUTE_SETTLED]: ({ task, loser, why }): void => {
          const claim = claimOf(task, loser);
          if (!asked.has(task)) return;
          if (why === 'late') alarms.late++;
          else if (!committed.has(claim)) alarms.misfits++;
          else if (faked.has(claim)) alarms.caught++;
          else alarms.false++;
        },
        [EXECUTION_FINISHED]: (fact): void => void (gas += fact.gas),
        [ENERGY_SPENT]: (fact): void => void (joules += fact.joules),
        [MESSAGE_SENT]: (message): void => {
          bytes += shown(message, asked);
        },
      },
      values: () => {
        if (asked.size === 0) return {};
        const right = committed.size - wrong;
        return {
          'training.claims': committed.size,
          ...(wrong > 0 && { 'training.caught': alarms.caught / wrong, 'training.chance': chances / wrong }),
          ...(right > 0 && { 'training.falseAlarms': alarms.false / right }),
          'training.misfits': alarms.misfits,
          'training.late': alarms.late,
          'training.repeated': repeated,
          ...(gas > 0 && { 'training.overhead': again / gas }),
          ...(gas > 0 && joules > 0 && { 'training.joules': (joules / gas) * again }),
          'training.bytes': bytes,
        };
      },
    };
  },
};

/** Bytes of a message that has to do with checking training. */
function shown(message: Message, asked: Set<TaskId>): number {
  switch (message.type) {
    case 'ask-opening':
    case 'ask-segment':
      if (message.work.program?.own === undefined) return 0;
      asked.add(message.task);
      return sizeOf(message);
    case 'opening':
    case 'segment':
      return asked.has(message.task) ? sizeOf(message) : 0;
    default:
      return 0;
  }
}
