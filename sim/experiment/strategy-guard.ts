// A fence around a strategy that a user wrote: what it does wrong becomes a message to its author, and not a broken
// rule somewhere inside the simulator.

import { z } from 'zod';

import type { Instant } from '../../core/foundation/index.ts';
import type { JobView, Placement, Pool, Strategy, StrategyDefinition, TaskView } from '../../core/scheduling/index.ts';
import { RunFault } from '../world/index.ts';
import { calling, method, shapeProblems } from './own-guard.ts';

/** The same strategy, watched: throws RunFault when it throws, has a wrong shape or makes an invalid choice. */
export function guardStrategy(definition: StrategyDefinition, file: string): StrategyDefinition {
  return {
    ...definition,
    create: (parameters, random, outlook) => {
      const strategy = calling('strategy', 'create', file, () => definition.create(parameters, random, outlook));
      const problems = shapeProblems('strategy', STRATEGY, strategy, file, 'create()');
      if (problems.length > 0) throw new RunFault(problems);
      return fence(strategy, file);
    },
  };
}

function fence(inner: Strategy, file: string): Strategy {
  const { queue, copies, cancelLosers, hedgeAfter, tied, probeRatio, defers } = inner;
  return {
    choose: (task, pool, now) => {
      const node = calling('strategy', 'choose', file, () => inner.choose(task, pool, now));
      if (node === undefined) return undefined;
      if (typeof node !== 'number' || !pool.has(node)) throw badChoice(file, node, 'it is not in the pool');
      if (task.holders.includes(node)) throw badChoice(file, node, 'it holds or held a copy of this task already');
      return node;
    },
    ...(inner.urgency === undefined ? {} : { urgency: (task) => urgencyOf(inner, task, file) }),
    ...(queue === undefined ? {} : { queue }),
    ...(copies === undefined ? {} : { copies }),
    ...(cancelLosers === undefined ? {} : { cancelLosers }),
    ...(hedgeAfter === undefined ? {} : { hedgeAfter }),
    ...(tied === undefined ? {} : { tied }),
    ...(probeRatio === undefined ? {} : { probeRatio }),
    ...(defers === undefined ? {} : { defers }),
    ...fencedHooks(inner, file),
  };
}

/** The optional methods that only some strategies have. */
function fencedHooks(inner: Strategy, file: string): Pick<Strategy, 'plan' | 'share' | 'ended'> {
  return {
    ...(inner.plan === undefined ? {} : { plan: (job, pool, now) => planOf(inner, job, pool, now, file) }),
    ...(inner.share === undefined ? {} : { share: (task, everyone) => shareOf(inner, task, everyone, file) }),
    ...(inner.ended === undefined
      ? {}
      : { ended: (task, node) => calling('strategy', 'ended', file, () => inner.ended?.(task, node)) }),
  };
}

function planOf(inner: Strategy, job: JobView, pool: Pool, now: Instant, file: string): readonly Placement[] {
  const plan = calling('strategy', 'plan', file, () => inner.plan!(job, pool, now));
  const placed = new Set<number>();
  for (const { task, node } of plan) {
    if (!pool.has(node)) throw badChoice(file, node, 'it is not in the pool');
    const inputs = job.inputs[task];
    if (inputs === undefined || placed.has(task)) throw badPlan(file, task, 'is no task of the job, or placed twice');
    const early = inputs.some(({ from }) => plan.some((other) => other.task === from) && !placed.has(from));
    if (early) throw badPlan(file, task, 'comes before a task that it needs');
    placed.add(task);
  }
  return plan;
}

function badPlan(file: string, task: number, why: string): RunFault {
  const message = `${file}: plan returned an order that nodes cannot follow: ${task} ${why}.`;
  return new RunFault([{ code: 'strategy-choice', message, got: String(task) }]);
}

function shareOf(inner: Strategy, task: TaskView, everyone: Pool, file: string): number {
  const value: unknown = calling('strategy', 'share', file, () => inner.share?.(task, everyone));
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  const message = `${file}: share returned no number.`;
  throw new RunFault([{ code: 'strategy-choice', message, expected: 'a number', got: String(value) }]);
}

function urgencyOf(inner: Strategy, task: TaskView, file: string): number {
  const value: unknown = calling('strategy', 'urgency', file, () => inner.urgency?.(task));
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  const message = `${file}: urgency returned no number.`;
  throw new RunFault([{ code: 'strategy-choice', message, expected: 'a number', got: String(value) }]);
}

function badChoice(file: string, node: unknown, why: string): RunFault {
  return new RunFault([
    {
      code: 'strategy-choice',
      message: `${file}: choose returned a node that the task cannot go to: ${why}.`,
      expected: 'a node of the pool that is not among task.holders, or undefined',
      got: String(node),
      hint: 'The pool holds only the nodes that are eligible now; keep no list of nodes between calls.',
    },
  ]);
}

const count = z.int().min(1);

const STRATEGY: z.ZodType = z.object({
  choose: method,
  urgency: method.optional(),
  plan: method.optional(),
  share: method.optional(),
  ended: method.optional(),
  defers: z.boolean().optional(),
  queue: z.enum(['node', 'central']).optional(),
  copies: z.union([count, z.literal(Infinity)], 'expected a whole number from 1, or Infinity').optional(),
  cancelLosers: z.boolean().optional(),
  hedgeAfter: z.number().positive().optional(),
  tied: z.boolean().optional(),
  probeRatio: z.number().min(1).optional(),
});
