import { beforeAll, describe, expect, it, test } from 'vitest';
import { type Experiment, type ExperimentOptions, runExperiment } from '../../../sim/experiment/index.ts';
import { memoryStore, type RunStore } from '../../../sim/experiment/store.ts';
import { canonicalJson } from '../../../sim/results/index.ts';
import type { ResolvedScenario } from '../../../sim/scenario/index.ts';
import { meshCell, meshScenario, ticking } from './fixture.ts';

const TWO_CELLS = meshScenario([
  meshCell('a'.repeat(12), { name: 'random', parameters: {} }),
  meshCell('b'.repeat(12), { name: 'power-of-d', parameters: { d: 2 } }),
]);

async function experiment(scenario: ResolvedScenario, more: Partial<ExperimentOptions> = {}): Promise<Experiment> {
  const clock = { started: '2026-01-01T00:00:00.000Z', seconds: ticking() };
  const ran = await runExperiment(scenario, { workers: 2, clock, ...more });
  if (!ran.ok) throw new Error(JSON.stringify(ran.failures));
  return ran.value;
}

let two: Experiment;
const told: [number, number][] = [];
beforeAll(async () => {
  two = await experiment(TWO_CELLS, { onProgress: (done, total) => told.push([done, total]) });
});

test('results are the same bytes for any number of workers, and with the codec', async () => {
  const bytes = canonicalJson(two.results);
  for (const more of [{ workers: 1 }, { workers: 4, wire: true }]) {
    expect(canonicalJson((await experiment(TWO_CELLS, more)).results)).toBe(bytes);
  }
  expect(two.results).toMatchObject({ verdict: 'pass', cells: [{ runs: { length: 3 } }, { runs: { length: 3 } }] });
});

test('shuffled ties are told in the results and break no invariant', async () => {
  const { results } = await experiment(TWO_CELLS, { shuffleTies: 11 });
  expect(results.options).toEqual({ shuffleTies: 11 });
  expect(results.verdict).toBe('pass');
});

test('the strategies of a matrix meet the same submissions', () => {
  const [random, powerOfD] = two.results.cells.map(({ runs }) => runs.map(({ metrics }) => metrics['service.mean']));
  expect(random).toEqual(powerOfD);
});

test('progress counts every run, and timing is by the clock it is given', () => {
  const { timing } = two;
  expect(told).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  expect(timing).toMatchObject({ started: '2026-01-01T00:00:00.000Z', workers: 2, node: process.version });
  expect(timing.runs.map(({ cell, seed }) => `${cell[0]!}${seed}`)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  expect(timing.runs.every(({ seconds, events }) => seconds >= 1 && events > 1000)).toBe(true);
});

describe('a kept run that says something else than the engine does now', () => {
  const clock = { started: '2026-01-01T00:00:00.000Z', seconds: ticking() };
  const cell = meshCell('c'.repeat(12), { name: 'random', parameters: {} });
  const scenario = meshScenario([cell], { seeds: [1, 2] });

  /** Both runs as they are, but for the latency and the number of events of one. */
  async function spoilt(seed: number, events: number): Promise<RunStore> {
    const store = memoryStore();
    const { results } = await experiment(scenario, { store });
    const { result, record } = store.find({ cell, seed })!;
    expect(results.cells[0]!.runs).toHaveLength(2);
    const metrics = { ...result.metrics, 'latency.mean': 1 };
    store.keep({ cell, seed }, { result: { ...result, events, metrics }, ...(record && { record }) });
    return store;
  }
  const differs = {
    ok: false,
    failures: [{ code: 'results-differ', message: expect.stringContaining('latency.mean') as string }],
  };

  it('is found out if it is the one looked at', async () => {
    const store = await spoilt(1, 1);
    expect(await runExperiment(scenario, { workers: 1, clock, store })).toMatchObject(differs);
  });

  it('is found out in any case if all are run again', async () => {
    const store = await spoilt(2, 1e9);
    expect(await runExperiment(scenario, { workers: 1, clock, store })).toMatchObject({ ok: true });
    expect(await runExperiment(scenario, { workers: 1, clock, store, recheck: 'all' })).toMatchObject(differs);
  });

  it('is none if it is the same', async () => {
    const store = memoryStore();
    const first = await experiment(scenario, { store });
    const second = await experiment(scenario, { store, recheck: 'all' });
    expect(canonicalJson(second.results)).toBe(canonicalJson(first.results));
    expect(second.timing.runs).toHaveLength(2);
  });
});
