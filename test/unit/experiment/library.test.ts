import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadScenario, type Results, run } from '../../../index.ts';
import { loadScenarioFile, runExperiment } from '../../../sim/experiment/index.ts';
import { canonicalJson } from '../../../sim/results/index.ts';
import { ticking } from './fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-'));
});
afterAll(() => rm(folder, { recursive: true }));

const MESH = `
version: 1
name: small
seeds: { from: 1, count: 2 }
stop: { tasks: 100 }
nodes: [{ group: pi, count: 3, device: generic, region: frankfurt }]
workload:
  - { name: jobs, work: { time: { exponential: { mean: 1 s } } }, arrivals: { poisson: 2 /s }, budget: 1 token }
`;

async function scenarioFile(name: string, more: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, MESH + more);
  return path;
}

async function resultsOf(file: string): Promise<Results> {
  const scenario = await loadScenario(file);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.failures));
  const results = await run(scenario.value, { workers: 1 });
  if (!results.ok) throw new Error(JSON.stringify(results.failures));
  return results.value;
}

test('loads a file and runs it', async () => {
  const results = await resultsOf(await scenarioFile('plain.yaml', 'thresholds: ["tasks.completed >= 99 %"]\n'));
  expect(results).toMatchObject({
    scenario: { name: 'small' },
    thresholds: [{ value: 1, held: true }],
    verdict: 'pass',
  });
  expect(results.cells[0]?.summary['latency.mean']).toMatchObject({ n: 2 });
});

test('what is wrong with a file comes back as failures', async () => {
  const scenario = await loadScenario(await scenarioFile('wrong.yaml', 'sops: 1\n'));
  expect(scenario).toMatchObject({ ok: false, failures: [{ code: 'unknown-key', place: { line: 9 } }] });
});

test('warmup: auto is frozen by a pilot, and resolved.yaml then gives the same results without one', async () => {
  const loaded = await loadScenarioFile(await scenarioFile('auto.yaml', 'warmup: auto\n'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  const clock = { started: '', seconds: ticking() };
  let runs = 0;
  const onProgress = (_done: number, total: number): void => {
    runs = total;
  };
  const ran = await runExperiment(loaded.value.scenario, { workers: 2, clock, onProgress });
  if (!ran.ok) throw new Error(JSON.stringify(ran.failures));
  const { scenario, results } = ran.value;
  expect(runs).toBe(20 + 2);
  expect(scenario.cells[0]?.warmup.kind).toBe('tasks');
  expect(results.scenario.sha256).toBe(scenario.sha256);
  expect(scenario.sha256).not.toBe(loaded.value.scenario.sha256);

  const resolved = join(folder, 'resolved.yaml');
  await writeFile(resolved, scenario.yaml);
  expect(canonicalJson(await resultsOf(resolved))).toBe(canonicalJson(results));
});

test('a pilot that is too short fails, and says what to do', async () => {
  const scenario = await loadScenario(await scenarioFile('short.yaml', 'warmup: auto\n'), { set: ['stop.tasks=20'] });
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.failures));
  const results = await run(scenario.value, { workers: 1 });
  expect(results).toMatchObject({ ok: false, failures: [{ code: 'warmup-undetermined', path: 'warmup' }] });
});

test("a user's own strategy is named by path, and a mistake in it has its place in that file", async () => {
  const strategy = join(folder, 'mine.mjs');
  const file = await scenarioFile('own.yaml', 'scheduling: { strategy: ./mine.mjs, first: 2 }\n');
  await writeFile(
    strategy,
    `export const api = 1;
export default {
  name: 'mine',
  summary: 'one node for all',
  parameters: { first: { kind: 'count', default: 0, description: 'which node' } },
  create: ({ first }) => ({ choose: (_task, pool) => pool.at(first) }),
};
`,
  );
  const results = await resultsOf(file);
  expect(results.cells[0]?.summary['fairness.jain']?.mean).toBeCloseTo(1 / 3, 6);

  await writeFile(strategy, (await readFile(strategy, 'utf8')).replace('=> pool', '=>> pool'));
  expect(await loadScenario(file)).toMatchObject({
    ok: false,
    failures: [{ code: 'strategy-syntax', place: { file: strategy, line: 6 } }],
  });
});
