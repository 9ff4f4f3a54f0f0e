// Jobs for the tests of planning, the published example among them, and what a plan amounts to when it is carried out.

import type { PartyId } from '../../../core/foundation/index.ts';
import { later, partyId, taskId } from '../../../core/foundation/index.ts';
import type { JobView, Placement } from '../../../core/scheduling/index.ts';
import { fleetOf, node, START, same, strategy } from './mesh.ts';

export const FIRST = 7;

/** Edges are [from, to, microseconds], tasks counting from 1 as in the literature. */
export type Edges = readonly (readonly [number, number, number])[];

/** The example of Topcuoglu, Hariri and Wu (2002), figure 2. */
export const exampleTimes: readonly (readonly number[])[] = [
  [14, 16, 9],
  [13, 19, 18],
  [11, 13, 19],
  [13, 8, 17],
  [12, 13, 10],
  [13, 16, 9],
  [7, 15, 11],
  [5, 11, 14],
  [18, 12, 20],
  [21, 7, 16],
];
export const exampleEdges: Edges = [
  [1, 2, 18],
  [1, 3, 12],
  [1, 4, 9],
  [1, 5, 11],
  [1, 6, 14],
  [2, 8, 19],
  [2, 9, 16],
  [3, 7, 23],
  [4, 8, 27],
  [4, 9, 23],
  [5, 9, 13],
  [6, 8, 15],
  [7, 10, 17],
  [8, 10, 11],
  [9, 10, 13],
];

export function jobOf(times: readonly (readonly number[])[], edges: Edges = []): JobView {
  return {
    tasks: times.map((row, index) => ({
      task: taskId(partyId(0), index),
      estimate: Math.round(row.reduce((sum, time) => sum + time, 0) / row.length),
      unit: 'time',
      estimateOn: (on) => row[on - FIRST]!,
      needs: {},
      submitted: START,
      deadline: Infinity,
      holders: [],
    })),
    inputs: times.map((_, index) =>
      edges.filter(([, to]) => to === index + 1).map(([from, , time]) => ({ from: from - 1, time, bytes: 0 })),
    ),
  };
}

export interface Carried {
  readonly makespan: number;
  /** [node from 1, start, end] by task from 1. */
  readonly schedule: Readonly<Record<number, readonly [number, number, number]>>;
}

/** Plans a job for one-slot nodes and carries the plan out, each node in the order of the plan. */
export function carriedOut(name: string, times: readonly (readonly number[])[], edges: Edges = []): Carried {
  const job = jobOf(times, edges);
  const fleet = fleetOf(same(times[0]!.length), FIRST);
  const plan = strategy(name).plan!(job, fleet.pool({}, false), START);
  return carryOut(job, plan);
}

function carryOut(job: JobView, plan: readonly Placement[]): Carried {
  const free = new Map<PartyId, number>();
  const ends = new Map<number, { readonly node: PartyId; readonly end: number }>();
  const schedule: Record<number, [number, number, number]> = {};
  for (const { task, node: on } of plan) {
    const inputs = job.inputs[task]!.map(({ from, time }) => {
      const source = ends.get(from)!;
      return source.end + (source.node === on ? 0 : time);
    });
    const start = Math.max(free.get(on) ?? 0, ...inputs);
    const end = start + job.tasks[task]!.estimateOn(on);
    free.set(on, end);
    ends.set(task, { node: on, end });
    schedule[task + 1] = [on - FIRST + 1, start, end];
  }
  return { makespan: Math.max(...[...ends.values()].map(({ end }) => end)), schedule };
}

export { later, node };
