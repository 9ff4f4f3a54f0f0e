// What must hold of every run, however its nodes fail. Tests call it with few runs, the soak with many.

import fc from 'fast-check';
import { expect } from 'vitest';
import type { TaskId } from '../../core/foundation/index.ts';
import { RESULT_HELD, TASK_SETTLED, TASK_SUBMITTED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { Chronicle } from '../runs.ts';
import { runWatched } from '../runs.ts';
import type { Ordeal } from './failover-arbitraries.ts';
import { ordeals } from './failover-arbitraries.ts';

/** Far beyond what the patience and the attempts of any ordeal add up to. */
const ENDS_WITHIN = 50_000;

/** No task is lost or settled twice, tokens balance, time never runs back, and the run comes to an end. */
export async function survives({ cell, ...options }: Ordeal): Promise<void> {
  const run = await runWatched(cell, { ...options, endsWithin: ENDS_WITHIN } as Parameters<typeof runWatched>[1]);
  expect(run.state).toBe('stopped');
  expect(run.broken).toEqual([]);
  expectEveryTaskEndedOnce(run.chronicle);
  expectBalance(run.chronicle);
  expectTimeToPass(run.chronicle);
}

export const failover: fc.IAsyncPropertyWithHooks<[Ordeal]> = fc.asyncProperty(ordeals, survives);

function expectEveryTaskEndedOnce(chronicle: Chronicle): void {
  const submitted = chronicle.of(TASK_SUBMITTED).map(({ fact }) => fact.task);
  const settled = new Map<TaskId, string>();
  for (const { fact } of chronicle.of(TASK_SETTLED)) {
    expect(settled.has(fact.task), 'settled twice').toBe(false);
    settled.set(fact.task, fact.status);
    const { status, reason } = fact;
    if (status === 'completed') expect(reason).toBe('none');
    else if (status === 'expired') expect(reason).toBe('expired');
    else expect(['no-eligible-node', 'insufficient-funds', 'attempts-exhausted']).toContain(reason);
  }
  expect([...settled.keys()].sort((a, b) => a - b)).toEqual(submitted.sort((a, b) => a - b));
  const held = chronicle.of(RESULT_HELD).map(({ fact }) => [fact.task, fact.status] as const);
  expect(new Map(held)).toEqual(settled);
  expect(held.length).toBe(settled.size);
}

function expectBalance(chronicle: Chronicle): void {
  let escrow = 0n;
  for (const { fact } of chronicle.of(TOKENS_MOVED)) {
    if (fact.kind === 'put') escrow += fact.amount;
    else if (fact.kind !== 'grant') escrow -= fact.amount;
    expect(escrow >= 0n).toBe(true);
  }
  expect(escrow).toBe(0n);
}

function expectTimeToPass(chronicle: Chronicle): void {
  let now = 0;
  for (const { at } of chronicle.all) {
    expect(at).toBeGreaterThanOrEqual(now);
    now = at;
  }
}
