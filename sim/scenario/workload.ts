// The section `workload`: what is submitted, when, and what it asks for.

import { z } from 'zod';
import { arrivals, type WrittenArrivals, writeArrivals } from './arrivals.ts';
import { defaults, limits } from './defaults.ts';
import { gasDistribution, timeDistribution, writeGasDistribution, writeTimeDistribution } from './distributions.ts';
import { choice, count, flag, later, listOf, mapping, name, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { writeQuantity, writeTokens } from './quantities.ts';
import { taskInput, taskLimits, taskName, type WrittenTask, writeTask } from './task.ts';
import type { Plain } from './tree.ts';
import type { Distribution, ResolvedNeeds, ResolvedWorkload } from './types.ts';
import { bandwidth, duration, share, size, tokens } from './values.ts';

export type WrittenWorkload = Omit<ResolvedWorkload, 'arrivals' | 'work' | 'task'> & {
  readonly arrivals: WrittenArrivals;
  readonly work?: ResolvedWorkload['work'];
  readonly task?: WrittenTask;
};

const CORES_MAX = 100_000;

const work: z.ZodType<ResolvedWorkload['work']> = mapping('{ time } or { gas }', {
  time: timeDistribution('Time that a slot of any device takes.').exactOptional(),
  gas: gasDistribution("Gas, divided by the device's speed.").exactOptional(),
  copies: choice('copies', 'Whether the copies of one task take the same time, or each its own.', [
    'shared',
    'independent',
  ]).prefault(defaults.copies),
})
  .transform(({ time, gas, copies }, context) => {
    const given = [...(time === undefined ? [] : ['time']), ...(gas === undefined ? [] : ['gas'])];
    if (given.length !== 1) report(context, { failure: messages.notOne('work', ['time', 'gas'], given) });
    return {
      unit: time === undefined ? ('gas' as const) : ('time' as const),
      amount: (time ?? gas) as Distribution,
      copies,
    };
  })
  .meta({ description: 'How long a task takes: a modelled time, or an amount of gas.' });

const needs: z.ZodType<ResolvedNeeds> = mapping('what a node must have', {
  cpu: count('Processor cores.', 1, CORES_MAX).exactOptional(),
  memory: size('Main memory.').exactOptional(),
  bandwidth: bandwidth('Bandwidth, up and down.').exactOptional(),
  gpu: flag('A graphics processor.').exactOptional(),
  npu: flag('A neural processor.').exactOptional(),
  reputation: share('The least reputation.').exactOptional(),
  region: name('a region', 'The only region that will do.').exactOptional(),
  exclude: listOf('a list of names of nodes or groups', name('a node', 'A node or a group.'), limits.listItems)
    .meta({ description: 'Nodes or groups that must not be chosen.' })
    .exactOptional(),
}).meta({ description: 'What a node must have to be given one of these tasks.' });

const item: z.ZodType<WrittenWorkload> = mapping('a workload, such as { name: jobs, work: …, arrivals: … }', {
  name: name('a workload', 'Its random streams are named after it.').prefault(defaults.workloadName),
  task: taskName.exactOptional(),
  input: taskInput.exactOptional(),
  limits: taskLimits,
  work: work.exactOptional(),
  arrivals,
  region: name('a region', 'Where its clients are. Where the coordinators are if absent.').exactOptional(),
  budget: tokens('Held in escrow for each task until it settles.').prefault(defaults.budget),
  deadline: duration('Soft: tasks that take longer are counted, and some strategies hurry.', positive).exactOptional(),
  expires: duration('Hard: a task that takes longer is cancelled and refunded.', positive).exactOptional(),
  needs: needs.prefault({}),
  graph: later('task graphs ("graph")'),
}).transform(({ task, input, limits, ...given }, context): WrittenWorkload => {
  if (task === undefined && given.work === undefined) {
    report(context, { failure: messages.notOne('what a task does', ['work', 'task'], []) });
  }
  if (task === undefined) {
    if (input !== undefined) report(context, { failure: messages.inputOfNothing(), key: true }, ['input']);
    return given;
  }
  return { ...given, task: { name: task, ...(input !== undefined && { input }), limits } };
});

export const workload: z.ZodType<WrittenWorkload[]> = listOf('a list of workloads', item, limits.listItems, 1).meta({
  description: 'What is submitted.',
});

export function writeWorkload(workload: readonly WrittenWorkload[]): Plain {
  return workload.map(({ name, task, work, arrivals, budget, deadline, expires, needs }) => ({
    name,
    ...writeTask(task),
    ...(work !== undefined && { work: writeWork(work) }),
    arrivals: writeArrivals(arrivals),
    budget: writeTokens(budget),
    ...(deadline !== undefined && { deadline: writeQuantity(deadline, quantities.time) }),
    ...(expires !== undefined && { expires: writeQuantity(expires, quantities.time) }),
    needs: writeNeeds(needs),
  }));
}

function writeWork({ unit, amount, copies }: ResolvedWorkload['work']): Plain {
  return { [unit]: (unit === 'time' ? writeTimeDistribution : writeGasDistribution)(amount), copies };
}

function writeNeeds({ memory, bandwidth, exclude, ...plain }: ResolvedNeeds): Plain {
  return {
    ...plain,
    ...(memory !== undefined && { memory: writeQuantity(memory, quantities.size) }),
    ...(bandwidth !== undefined && { bandwidth: writeQuantity(bandwidth, quantities.bitRate) }),
    ...(exclude && { exclude }),
  };
}
