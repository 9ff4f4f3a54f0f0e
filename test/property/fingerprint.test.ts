import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategies } from '../../core/scheduling/index.ts';
import { type Cell, cell, exponential, nodes, seconds, strategy, work, workload } from '../cells.ts';
import { runWatched } from '../runs.ts';
import { crowded, expectSameRun, settings, tiesBreakNoRule, wireIsInvisible } from './fingerprint.ts';

const names = strategies.map(({ name }) => name);

describe('the same cell and seed', () => {
  it.each(names)('give the same run twice with %s', async (name) => {
    const chosen = crowded(name);
    const plain = await runWatched(chosen);
    expectSameRun(plain, await runWatched(chosen));
    expect((await runWatched(chosen, { seed: 2 })).fingerprint).not.toBe(plain.fingerprint);
  });
});

describe('the wire', () => {
  it.each(settings)('changes nothing on %s, whatever the strategy', async (_, more) => {
    for (const name of names) {
      const chosen = crowded(name, { stop: { tasks: 20 }, ...more });
      expectSameRun(await runWatched(chosen), await runWatched(chosen, { wire: true }));
    }
  });

  it('changes nothing, whatever is chosen', async () => {
    await fc.assert(wireIsInvisible, { numRuns: 40 });
  });

  it('does not hide which signatures were checked: both fidelities give one run', async () => {
    for (const name of names) {
      const [modelled, real] = (['modelled', 'real'] as const).map((signature) =>
        crowded(name, { stop: { tasks: 20 }, fidelity: { execution: 'modelled', signature } }),
      );
      expectSameRun(await runWatched(modelled!), await runWatched(real!, { wire: true }));
    }
  });
});

describe('shuffled ties', () => {
  it.each(settings)('break no rule on %s, whatever the strategy', async (_, more) => {
    for (const name of names) {
      for (const shuffleTies of [1, 2]) {
        const run = await runWatched(crowded(name, { stop: { tasks: 30 }, ...more }), { shuffleTies });
        expect(run.broken, name).toEqual([]);
      }
    }
  });

  it('break no rule, whatever is chosen', async () => {
    await fc.assert(tiesBreakNoRule, { numRuns: 60 });
  });

  it('really shuffle: another seed is another run', async () => {
    const runs = await Promise.all([1, 2, 3].map((shuffleTies) => runWatched(crowded('random'), { shuffleTies })));
    expect(new Set(runs.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  const continuous = (name: string): Cell =>
    cell({
      nodes: [nodes(3)],
      stop: { tasks: 150 },
      scheduling: strategy(name),
      workload: [workload({ arrivals: { kind: 'poisson', rate: 2.4 }, work: work(exponential(seconds(1))) })],
    });
  /** Those that draw once for each task, whatever happens in the same instant. */
  const oblivious = ['random', 'round-robin', 'weighted', 'power-of-d', 'join-idle-queue', 'edf', 'central-queue'];

  it.each(oblivious)('are nothing where there are none: a continuous load keeps every metric with %s', async (name) => {
    const plain = await runWatched(continuous(name));
    const shuffled = await runWatched(continuous(name), { shuffleTies: 5 });
    // But for rounding: nodes register, and are summed over, in another order.
    for (const [metric, value] of Object.entries(plain.metrics)) {
      expect(shuffled.metrics[metric], metric).toBeCloseTo(value, 9);
    }
  });

  it.each(names.filter((name) => !oblivious.includes(name)))('move latency by noise alone with %s', async (name) => {
    const differences: number[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const plain = await runWatched(continuous(name), { seed });
      const shuffled = await runWatched(continuous(name), { seed, shuffleTies: seed });
      differences.push(shuffled.metrics['latency.mean']! - plain.metrics['latency.mean']!);
    }
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    const error = Math.sqrt(squares / (differences.length - 1) / differences.length);
    // Student's t with 11 degrees of freedom passes 4.4 once in a thousand.
    expect(Math.abs(mean)).toBeLessThanOrEqual(4.4 * error);
  });
});
