// The sentence: killing any node, or all of them for a while, loses no task.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BREAKER_CLOSED,
  COPY_CANCELLED,
  EXECUTION_ABORTED,
  FACT_NAMES,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_RESUMED,
  NODE_SUSPENDED,
  TASK_SETTLED,
} from '../../core/protocol/index.ts';
import { strategies } from '../../core/scheduling/index.ts';
import { runWatched } from '../runs.ts';
import { failover } from './failover.ts';
import { ordeals } from './failover-arbitraries.ts';

describe('failover', () => {
  it('loses no task, whatever goes down', async () => {
    await fc.assert(failover, { numRuns: 300 });
  });

  it('was really put to the test: every way to go wrong, and every way to end, is among the ordeals', async () => {
    const seen = new Set<string>();
    for (const { cell, seed } of fc.sample(ordeals, { numRuns: 40 * strategies.length, seed: 1 })) {
      const { chronicle } = await runWatched(cell, { seed });
      const aborted = chronicle.of(EXECUTION_ABORTED).length > 0;
      if (aborted) seen.add(`${cell.recovery} with ${cell.scheduling.name}`);
      for (const { code } of chronicle.all) seen.add(FACT_NAMES[code]!);
      for (const { fact } of chronicle.of(TASK_SETTLED)) seen.add(`${fact.status}: ${fact.reason}`);
    }
    const facts = [EXECUTION_ABORTED, COPY_CANCELLED, NODE_OFFLINE, NODE_ONLINE, NODE_SUSPENDED, NODE_RESUMED];
    const ends = ['no-eligible-node', 'insufficient-funds', 'attempts-exhausted'].map((reason) => `failed: ${reason}`);
    const wanted = [
      ...[...facts, BREAKER_CLOSED].map((code) => FACT_NAMES[code]!),
      ...['completed: none', 'expired: expired', ...ends],
      ...strategies.flatMap(({ name }) => [`requeue with ${name}`, `lose with ${name}`]),
    ];
    expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
  });
});
