// The optional methods of a user's own strategy, behind the fence: plans, shares and endings.

import { expect, it } from 'vitest';
import type { Strategy, StrategyDefinition } from '../../../core/scheduling/index.ts';
import { guardStrategy } from '../../../sim/experiment/strategy-guard.ts';
import { cell, constant, jobsAt, nodes, seconds } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';

const guarded = (strategy: Partial<Strategy>): Strategy => {
  const whole: Strategy = { choose: (_, pool) => (pool.size > 0 ? pool.at(0) : undefined), ...strategy };
  const definition: StrategyDefinition = { name: 'mine', summary: 's', parameters: {}, create: () => whole };
  return guardStrategy(definition, '/mine.ts').create({}, undefined as never);
};

const mesh = cell({ nodes: [nodes(2)], workload: [jobsAt([0, 0], constant(seconds(1)))], stop: {} });
const runWith = (strategy: Partial<Strategy>): Promise<WatchedRun> => runWatched(mesh, { strategy: guarded(strategy) });

it('a plan is followed', async () => {
  const run = await runWith({
    plan: (job, pool) => job.tasks.map((_, task) => ({ task, node: pool.at(0) })),
  });
  expect(run.metrics['makespan']).toBe(2);
});

it.each<[string, Strategy['plan'], string]>([
  ['a node that is not there', () => [{ task: 0, node: 99 as never }], 'not in the pool'],
  ['a task that is not there', (_, pool) => [{ task: 7, node: pool.at(0) }], 'no task of the job'],
  [
    'a task twice',
    (_, pool) => [
      { task: 0, node: pool.at(0) },
      { task: 0, node: pool.at(1) },
    ],
    'placed twice',
  ],
])('a plan with %s is refused', async (_, plan, why) => {
  await expect(runWith({ plan: plan! })).rejects.toMatchObject({
    failures: [{ message: expect.stringContaining(why) as string }],
  });
});

it('a share that is no number is refused', async () => {
  const shared: Partial<Strategy> = { queue: 'central', share: () => Number.NaN };
  const central = { ...mesh, scheduling: { ...mesh.scheduling, queue: 'central' as const } };
  await expect(runWatched(central, { strategy: guarded(shared) })).rejects.toMatchObject({
    failures: [{ message: expect.stringContaining('share') as string }],
  });
});

it('every copy that was placed ends', async () => {
  let placed = 0;
  let ended = 0;
  await runWith({
    choose: (_, pool) => {
      placed++;
      return pool.at(0);
    },
    ended: () => {
      ended++;
    },
  });
  expect([placed, ended]).toEqual([2, 2]);
});
