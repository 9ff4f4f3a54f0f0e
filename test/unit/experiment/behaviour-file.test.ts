// Behaviours of users' own: loading, the fence around them, and what they come to in a run.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_LIED } from '../../../core/protocol/index.ts';
import type { Behaviour, BehaviourDefinition } from '../../../sim/adversary/index.ts';
import { loadBehaviourFile } from '../../../sim/experiment/behaviour-file.ts';
import { guardBehaviour } from '../../../sim/experiment/behaviour-guard.ts';
import { loadScenarioFile, runCell, runExperiment } from '../../../sim/experiment/index.ts';
import { openOwnFiles } from '../../../sim/experiment/own-loaded.ts';
import type { ResolvedScenario } from '../../../sim/scenario/index.ts';
import { cell, constant, jobsAt, nodes, seconds } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';
import { meshCell, meshScenario, ticking } from './fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'behaviour-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** A file whose behaviour is this expression; `before` is at the file's top. */
const fileOf = (behaviour: string, before = '', more = ''): string => `export const api = 1;
${before}
export default {
  name: 'mine',
  summary: 'a test',${more}
  parameters: { much: { kind: 'count', default: 2, min: 1, description: 'how much' } },
  create: (parameters, means) => (${behaviour}),
};
`;

describe('loading', () => {
  it('gives a file the parameters that say when', async () => {
    const loaded = await loadBehaviourFile(await write('plain.mjs', fileOf('{}')));
    expect(loaded).toMatchObject({ ok: true, value: { definition: { name: 'mine' } } });
    expect(loaded.ok && Object.keys(loaded.value.definition.parameters)).toEqual(['much', 'from', 'until', 'after']);
  });

  it.each([
    ['missing.mjs', undefined, 'behaviour-missing'],
    ['kind.py', '', 'behaviour-type'],
    ['api.mjs', 'export default {};', 'behaviour-api'],
    ['nothing.mjs', 'export const api = 1;', 'behaviour-shape'],
    ['syntax.mjs', 'export const api = ;', 'behaviour-syntax'],
    ['throws.mjs', 'throw new Error("no")', 'behaviour-threw'],
    ['shape.mjs', fileOf('{}').replace("'mine'", "'My own'"), 'behaviour-shape'],
    ['key.mjs', fileOf('{}', '', ' scans: true,'), 'behaviour-shape'],
    ['taken.mjs', fileOf('{}').replace('much:', 'from:'), 'behaviour-shape'],
  ])('%s is refused', async (name, text, code) => {
    const path = text === undefined ? join(folder, name) : await write(name, text);
    expect(await loadBehaviourFile(path)).toMatchObject({ ok: false, failures: [{ code }] });
  });
});

/** Two honest nodes and one that behaves so, which compute each task together. */
function runOf(behaviour: Behaviour, more: Partial<BehaviourDefinition> = {}): Promise<WatchedRun> {
  const plain = { name: 'mine', summary: 's', parameters: {}, create: () => behaviour, ...more };
  const mesh = cell({
    nodes: [nodes(2), nodes(1, { group: 'odd', behaviour: [{ name: '/mine.ts', parameters: {} }] })],
    workload: [jobsAt([1, 2, 3, 4], constant(seconds(1)), { expires: seconds(60) })],
    verification: { policy: 'replicate', parameters: { k: 3, quorum: 0 } },
    stop: {},
  });
  return runWatched(mesh, { behaviours: new Map([['/mine.ts', guardBehaviour(plain, '/mine.ts')]]) });
}

describe('the fence', () => {
  it('lets a liar lie, and the simulator knows', async () => {
    const run = await runOf({ claims: (result) => ({ ...result, output: (result.output ^ 1) >>> 0 }) });
    expect(run.metrics).toMatchObject({ 'tasks.completed': 1, 'wrong.accepted': 0, 'wrong.rejected': 1 });
    expect(run.chronicle.of(NODE_LIED).map(({ fact }) => [fact.behaviour, fact.wrong])).toEqual(
      Array.from({ length: 4 }, () => ['mine', true]),
    );
    expect(run.broken).toEqual([]);
  });

  it('knows a result that was altered on its way out for a wrong one', async () => {
    const run = await runOf({
      alters: (message) => (message.type === 'result' ? { ...message, output: (message.output ^ 1) >>> 0 } : message),
    });
    expect(run.metrics['wrong.rejected']).toBe(1);
  });

  it.each<[string, Behaviour, string]>([
    ['another task', { claims: (result) => ({ ...result, task: 77 as never }) }, 'the same task'],
    ['half an output', { claims: (result) => ({ ...result, output: 0.5 }) }, '32 bits'],
    ['no result', { claims: () => undefined as never }, 'a changed copy'],
    ['a time that runs back', { delays: () => -1 as never }, 'a number from 0'],
    ['a delay that is none', { delays: () => Number.NaN as never }, 'a number from 0'],
    ['another message', { alters: () => ({ type: 'close-epoch' }) as never }, 'a message of the type'],
    ['half a telemetry', { senses: () => ({ power: 1 }) as never }, 'numbers for'],
    ['a skip that is none', { skips: () => true as never }, "'made-up'"],
  ])('%s is refused', async (_, behaviour, expected) => {
    await expect(runOf(behaviour)).rejects.toMatchObject({
      failures: [{ code: 'behaviour-choice', expected: expect.stringContaining(expected) as string }],
    });
  });

  it('a liar that says nothing must say so', async () => {
    const mute: Behaviour = { delays: ({ type }) => (type === 'result' ? Infinity : 0) as never };
    await expect(runOf(mute)).rejects.toMatchObject({
      failures: [{ hint: expect.stringContaining('silent: true') as string }],
    });
    await expect(runOf({ skips: () => 'silent' })).rejects.toMatchObject({ failures: [{ code: 'behaviour-choice' }] });
    const run = await runOf(mute, { silent: true });
    expect(run.metrics['tasks.completed']).toBe(1);
  });

  it('an exception names the method', async () => {
    const boom = (): never => {
      throw new Error('boom');
    };
    await expect(runOf({ skips: boom })).rejects.toMatchObject({
      failures: [{ code: 'behaviour-threw', message: '/mine.ts threw an exception in skips.', got: 'Error: boom' }],
    });
    await expect(runOf({}, { create: boom })).rejects.toMatchObject({ failures: [{ code: 'behaviour-threw' }] });
    await expect(runOf({ claims: 7 as never })).rejects.toMatchObject({
      failures: [{ code: 'behaviour-shape', path: 'create().claims' }],
    });
  });
});

async function scenarioOf(name: string, behaviour: string, before = ''): Promise<ResolvedScenario> {
  const loaded = await loadBehaviourFile(await write(name, fileOf(behaviour, before)));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  const chosen = { name: loaded.value.path, parameters: {}, sha256: loaded.value.sha256 };
  const mesh = meshCell('b', { name: 'random', parameters: {} });
  const odd = { ...mesh.nodes[0]!, group: 'odd', count: 1, behaviour: [chosen] };
  return meshScenario([{ ...mesh, nodes: [...mesh.nodes, odd] }], { seeds: [1] });
}

const experiment = (scenario: ResolvedScenario): ReturnType<typeof runExperiment> =>
  runExperiment(scenario, { workers: 1, clock: { started: '', seconds: ticking() } });

const LIES = (when: string): string => `{ claims: (result) => (${when} ? means.forge(result) : result) }`;

describe('determinism', () => {
  it('chance of its own is the same twice', async () => {
    const ran = await experiment(await scenarioOf('good.mjs', LIES('means.random.uniform() < 0.5')));
    expect(ran).toMatchObject({ ok: true, value: { results: { verdict: 'pass' } } });
    const wrong = ran.ok ? ran.value.results.cells[0]!.runs[0]!.metrics['wrong.accepted']! : 0;
    expect(wrong).toBeGreaterThan(0.05);
    expect(wrong).toBeLessThan(0.2);
  });

  it.each([
    ['chance.mjs', 'Math.random() < 0.5', ''],
    ['state.mjs', 'told++ < 60', 'let told = 0;'],
  ])('%s does not behave the same twice', async (name, when, before) => {
    const ran = await experiment(await scenarioOf(name, LIES(when), before));
    expect(ran).toMatchObject({ ok: false, failures: [{ code: 'non-deterministic' }] });
    expect(!ran.ok && ran.failures[0]?.message).toContain(`${name} does not behave the same twice`);
  });

  it('a file that changed after loading is refused', async () => {
    const scenario = await scenarioOf('changing.mjs', '{}');
    await scenarioOf('changing.mjs', '{ badSegments: 2 }');
    expect(await experiment(scenario)).toMatchObject({ ok: false, failures: [{ code: 'behaviour-changed' }] });
  });
});

it('the example gets past nothing but trust', async () => {
  const loaded = await loadScenarioFile('scenarios/examples/own-behaviour.yaml');
  if (!loaded.ok) throw new Error('the example does not load');
  const [none, replicate] = loaded.value.scenario.cells;
  const wrongOf = async (of: typeof none): Promise<number> => {
    const { result } = await runCell(of!, 1, await openOwnFiles(of!));
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
    return result.metrics['wrong.accepted']!;
  };
  // A quarter of what a quarter of the nodes return, who are drawn at random: 3 standard deviations of their share.
  expect(Math.abs((await wrongOf(none)) - 1 / 16)).toBeLessThan((3 * Math.sqrt(0.25 * 0.75 * 2000)) / 2000 / 4 + 0.001);
  expect(await wrongOf(replicate)).toBe(0);
});
