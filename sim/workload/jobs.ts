// Jobs as clients submit them, in terms of the nodes that there are: the graph of a scenario, or a batch of tasks whose
// time depends on where they run.

import type { PartyId } from '../../core/foundation/index.ts';
import type { JobContent } from '../../core/mesh/index.ts';
import type { JobInput, JobTask, Random } from '../../core/protocol/index.ts';
import type { ResolvedGraph, ResolvedWorkload } from '../scenario/cells.ts';
import { type GraphTask, timeOn } from '../scenario/cells.ts';
import { createSampler, type Sampler } from './distribution.ts';
import type { OpenStream } from './source.ts';

/** A node, and what a scenario calls it. */
interface NamedNode {
  readonly id: PartyId;
  readonly name: string;
  readonly group: string;
  readonly device: string;
}

/** Makes the jobs that so many arrivals at once bring. */
export interface JobMaker {
  make(count: number): readonly JobContent[];
}

/** Undefined for a workload of single tasks. `source`: its place in the scenario. */
export function createJobs(
  { name, graph, work }: ResolvedWorkload,
  source: number,
  nodes: readonly NamedNode[],
  open: OpenStream,
): JobMaker | undefined {
  if (graph !== undefined) return new GraphJobs(graphJob(graph, source, nodes));
  return work.times === undefined ? undefined : new TimedBatches(work.times, source, nodes, open(`work/${name}`));
}

class GraphJobs implements JobMaker {
  private readonly content: JobContent;

  constructor(content: JobContent) {
    this.content = content;
  }

  make(count: number): readonly JobContent[] {
    return new Array<JobContent>(count).fill(this.content);
  }
}

/** Each batch is one job of independent tasks. */
class TimedBatches implements JobMaker {
  private readonly samplers: readonly (readonly [string, Sampler])[];
  private readonly source: number;
  private readonly nodes: readonly NamedNode[];
  private readonly random: Random;

  constructor(
    times: NonNullable<ResolvedWorkload['work']['times']>,
    source: number,
    nodes: readonly NamedNode[],
    random: Random,
  ) {
    this.samplers = Object.entries(times).map(([key, distribution]) => [key, createSampler(distribution)]);
    this.source = source;
    this.nodes = nodes;
    this.random = random;
  }

  make(count: number): readonly JobContent[] {
    if (count === 0) return [];
    const tasks = Array.from({ length: count }, () => ({ ...this.draw(), inputs: [] }));
    return [{ tasks, nodes: this.nodes.map(({ id }) => id) }];
  }

  private draw(): Omit<JobTask, 'inputs'> {
    const drawn = this.samplers.map(([key, sampler]) => [key, sampler.whole(this.random)] as const);
    return timedWork(Object.fromEntries(drawn), this.source, this.nodes);
  }
}

function graphJob({ tasks, edges }: ResolvedGraph, source: number, nodes: readonly NamedNode[]): JobContent {
  const inputs: JobInput[][] = tasks.map(() => []);
  for (const { from, to, time, bytes } of edges) inputs[to]!.push({ from, time, bytes });
  const named = tasks.some(({ time }) => typeof time === 'object') ? nodes : [];
  return {
    tasks: tasks.map((task, place) => ({ ...workOf(task, source, named), inputs: inputs[place]! })),
    nodes: named.map(({ id }) => id),
  };
}

function workOf({ time, gas }: GraphTask, source: number, nodes: readonly NamedNode[]): Omit<JobTask, 'inputs'> {
  if (typeof time === 'object') return timedWork(time, source, nodes);
  const unit = gas === undefined ? 'time' : 'gas';
  return { work: { unit, amount: gas ?? time!, source, independent: false }, times: [] };
}

function timedWork(
  time: Readonly<Record<string, number>>,
  source: number,
  nodes: readonly NamedNode[],
): Omit<JobTask, 'inputs'> {
  const times = nodes.map(({ name, group, device }) => timeOn(time, name, group, device));
  const mean = Math.round(times.reduce((sum, one) => sum + one, 0) / times.length);
  return { work: { unit: 'time', amount: mean, source, independent: false }, times };
}
