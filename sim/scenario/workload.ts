// The section `workload`: what is submitted, when, and what it asks for.

import { z } from 'zod';
import { arrivals, type WrittenArrivals, writeArrivals } from './arrivals.ts';
import { clientBehaviour, writeClientBehaviours } from './behaviour.ts';
import { defaults, limits } from './defaults.ts';
import { gasDistribution, timeDistribution, writeGasDistribution, writeTimeDistribution } from './distributions.ts';
import { graphSchema, writeGraph } from './graph.ts';
import { choice, count, filePath, flag, listOf, mapOf, mapping, name, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { writeQuantity, writeTokens } from './quantities.ts';
import { taskInput, taskLimits, taskName, type WrittenTask, writeTask } from './task.ts';
import type { Plain } from './tree.ts';
import type { Distribution, ResolvedGraph, ResolvedNeeds, ResolvedWorkload } from './types.ts';
import { bandwidth, duration, share, size, tokens } from './values.ts';

export type WrittenWorkload = Omit<ResolvedWorkload, 'arrivals' | 'work' | 'task' | 'graph'> & {
  readonly arrivals: WrittenArrivals;
  readonly work?: ResolvedWorkload['work'];
  readonly task?: WrittenTask;
  /** The path of a file, or the graph itself. */
  readonly graph?: string | ResolvedGraph;
};

const CORES_MAX = 100_000;

const NOTHING: Distribution = { kind: 'constant', value: 0 };

const work: z.ZodType<ResolvedWorkload['work']> = mapping('{ time }, { gas } or { times }', {
  time: timeDistribution('Time that a slot of any device takes.').exactOptional(),
  gas: gasDistribution("Gas, divided by the device's speed.").exactOptional(),
  times: mapOf('durations by node, group or device', timeDistribution('Time on these nodes.'))
    .meta({ description: 'Time that a task takes on each node, by the name of a node, a group or a device.' })
    .exactOptional(),
  copies: choice('copies', 'Whether the copies of one task take the same time, or each its own.', [
    'shared',
    'independent',
  ]).prefault(defaults.copies),
})
  .transform(({ copies, ...kinds }, context) => {
    const { time, gas, times } = kinds;
    const given = Object.keys(kinds);
    if (given.length !== 1) report(context, { failure: messages.notOne('work', ['time', 'gas', 'times'], given) });
    if (times !== undefined && copies === 'independent') {
      report(context, { failure: messages.needsKey('copies', 'time" or "gas'), key: true }, ['copies']);
    }
    return {
      unit: gas === undefined ? ('time' as const) : ('gas' as const),
      amount: time ?? gas ?? NOTHING,
      copies,
      ...(times !== undefined && { times }),
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
  graph: z
    .union([filePath('a path, such as ./graph.yaml', 'A file with "tasks" and "edges".'), graphSchema])
    .meta({ description: 'A task graph in place of "work": each submission is all of its tasks.' })
    .exactOptional(),
  work: work.exactOptional(),
  arrivals: arrivals.exactOptional(),
  region: name('a region', 'Where its clients are. Where the coordinators are if absent.').exactOptional(),
  budget: tokens('Held in escrow for each task until it settles.').prefault(defaults.budget),
  deadline: duration('Soft: tasks that take longer are counted, and some strategies hurry.', positive).exactOptional(),
  expires: duration('Hard: a task that takes longer is cancelled and refunded.', positive).exactOptional(),
  needs: needs.prefault({}),
  behaviour: clientBehaviour.exactOptional(),
}).transform(({ task, input, limits, ...given }, context): WrittenWorkload => {
  const { graph, work } = given;
  if (graph === undefined && task === undefined && work === undefined) {
    report(context, { failure: messages.notOne('what a task does', ['work', 'task', 'graph'], []) });
  }
  if (task === undefined && input !== undefined) {
    report(context, { failure: messages.inputOfNothing(), key: true }, ['input']);
  }
  for (const [key, value] of Object.entries({ work, task })) {
    if (graph !== undefined && value !== undefined) {
      report(context, { failure: messages.graphAndWork(key), key: true }, [key]);
    }
  }
  if (graph === undefined && given.arrivals === undefined) {
    report(context, { failure: messages.missing('arrivals') }, ['arrivals']);
  }
  const complete = { ...given, arrivals: given.arrivals ?? ONCE, ...(graph !== undefined && { work: NO_WORK }) };
  if (task === undefined) return complete;
  return { ...complete, task: { name: task, ...(input !== undefined && { input }), limits } };
});

const NO_WORK: ResolvedWorkload['work'] = { unit: 'time', amount: NOTHING, copies: 'shared' };
/** A graph comes once, at the beginning, unless its arrivals say otherwise. */
const ONCE: WrittenArrivals = { kind: 'trace', at: [0] };

export const workload: z.ZodType<WrittenWorkload[]> = listOf('a list of workloads', item, limits.listItems)
  .meta({ description: 'What is submitted. It may be left out where there is a section "federated".' })
  .prefault([]);

export function writeWorkload(workload: readonly WrittenWorkload[]): Plain {
  return workload.map(({ name, task, graph, work, arrivals, region, budget, deadline, expires, needs, behaviour }) => ({
    name,
    ...writeTask(task),
    ...(graph !== undefined && { graph: writeGraphOrPath(graph) }),
    ...(graph === undefined && work !== undefined && { work: writeWork(work) }),
    arrivals: writeArrivals(arrivals),
    ...(region !== undefined && { region }),
    budget: writeTokens(budget),
    ...(deadline !== undefined && { deadline: writeQuantity(deadline, quantities.time) }),
    ...(expires !== undefined && { expires: writeQuantity(expires, quantities.time) }),
    needs: writeNeeds(needs),
    ...(behaviour && { behaviour: writeClientBehaviours(behaviour) }),
  }));
}

function writeWork({ unit, amount, copies, times }: ResolvedWorkload['work']): Plain {
  if (times !== undefined) {
    return {
      times: Object.fromEntries(Object.entries(times).map(([key, value]) => [key, writeTimeDistribution(value)])),
    };
  }
  return { [unit]: (unit === 'time' ? writeTimeDistribution : writeGasDistribution)(amount), copies };
}

const writeGraphOrPath = (graph: string | ResolvedGraph): Plain =>
  typeof graph === 'string' ? graph : writeGraph(graph);

function writeNeeds({ memory, bandwidth, exclude, ...plain }: ResolvedNeeds): Plain {
  return {
    ...plain,
    ...(memory !== undefined && { memory: writeQuantity(memory, quantities.size) }),
    ...(bandwidth !== undefined && { bandwidth: writeQuantity(bandwidth, quantities.bitRate) }),
    ...(exclude && { exclude }),
  };
}
