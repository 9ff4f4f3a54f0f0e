import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runExperiment } from '../../../sim/experiment/index.ts';
import { loadStrategyFile } from '../../../sim/experiment/strategy-file.ts';
import type { ResolvedScenario } from '../../../sim/scenario/index.ts';
import { meshCell, meshScenario, ticking } from './fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'determinism-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true }));

/** A scenario under a strategy that returns the value of an expression; `before` is at the file's top. */
async function scenarioOf(name: string, choice: string, before = ''): Promise<ResolvedScenario> {
  const path = join(folder, name);
  await writeFile(
    path,
    `export const api = 1;
${before}
export const strategy = {
  name: 'mine',
  summary: 'a test',
  parameters: {},
  create: (_parameters: object, random: { below(n: number): number }) => {
    let turn = 0;
    return {
      choose: (task: object, pool: { size: number; at(index: number): number }) => {
        turn += 1;
        return ${choice};
      },
    };
  },
};
`,
  );
  const loaded = await loadStrategyFile(path);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  const scheduling = { name: path, parameters: {}, sha256: loaded.value.sha256 };
  return meshScenario([meshCell('b', scheduling)], { seeds: [1] });
}

const run = (scenario: ResolvedScenario): ReturnType<typeof runExperiment> =>
  runExperiment(scenario, { workers: 1, clock: { started: '', seconds: ticking() } });

test("a user's own strategy runs, with state and chance of its own", async () => {
  const ran = await run(await scenarioOf('good.ts', 'pool.at((turn + random.below(2)) % pool.size)'));
  expect(ran).toMatchObject({ ok: true, value: { results: { verdict: 'pass' } } });
});

test.each([
  ['chance.ts', 'pool.at(Math.floor(Math.random() * 3))', ''],
  ['module-state.ts', 'pool.at(state++ < 200 ? 0 : turn % pool.size)', 'let state = 0;'],
  ['salt.ts', 'pool.at((salt * 2 ** (turn % 40)) % 1 < 0.5 ? 0 : turn % pool.size)', 'const salt = Math.random();'],
])('%s does not choose the same twice', async (name, choice, before) => {
  const ran = await run(await scenarioOf(name, choice, before));
  expect(ran).toMatchObject({ ok: false, failures: [{ code: 'non-deterministic' }] });
  expect(!ran.ok && ran.failures[0]?.message).toMatch(
    new RegExp(`${name} does not choose the same twice: [a-z0-9.A-Z]+ was .* in one run and .* in another`),
  );
});

test('a strategy that throws in choose names its file and line', async () => {
  const ran = await run(await scenarioOf('throws.ts', '(() => { throw new Error("no idea"); })()'));
  expect(ran).toMatchObject({
    ok: false,
    failures: [{ code: 'strategy-threw', got: 'Error: no idea', place: { file: join(folder, 'throws.ts'), line: 12 } }],
  });
  expect(!ran.ok && ran.failures[0]?.message).toMatch(
    /^cell b \(scheduling: .*\), seed 1: .* threw an exception in choose\.$/,
  );
});

test('a strategy that chooses a node outside the pool is told so', async () => {
  const ran = await run(await scenarioOf('outside.ts', '99'));
  expect(ran).toMatchObject({ ok: false, failures: [{ code: 'strategy-choice', got: '99' }] });
});

test('a file that changed after loading is refused', async () => {
  const scenario = await scenarioOf('changing.ts', 'pool.at(0)');
  await scenarioOf('changing.ts', 'pool.at(1)');
  expect(await run(scenario)).toMatchObject({ ok: false, failures: [{ code: 'strategy-changed' }] });
});
