// Scenario files in a folder of their own, and loading them as the command does.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Failure } from '../../../core/foundation/index.ts';
import { findStrategy } from '../../../core/scheduling/index.ts';
import { findBehaviour } from '../../../sim/adversary/index.ts';
import { loadDataSet } from '../../../sim/experiment/data-files.ts';
import { loadTask } from '../../../sim/experiment/programs.ts';
import {
  type Cell,
  type LoadedScenario,
  type LoadOptions,
  loadScenario,
  type MetricName,
} from '../../../sim/scenario/index.ts';

export const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const metrics: readonly MetricName[] = [
  { name: 'latency.mean', unit: 'seconds' },
  { name: 'latency.p99', unit: 'seconds' },
  { name: 'tasks.completed', unit: 'fraction' },
  { name: 'tasks.submitted', unit: 'count' },
  { name: 'energy.perTask', unit: 'joules' },
  { name: 'carbon.perTask', unit: 'grams' },
  { name: 'cost.perTask', unit: 'tokens' },
  { name: 'slowdown.mean', unit: 'number' },
];

/** A strategy file of a user: power-of-d with a parameter of its own, whatever the file says. */
const own = {
  ...findStrategy('power-of-d')!,
  name: 'mine',
  parameters: { theta: { kind: 'number', default: 0.5, description: 'a threshold' } },
} as const;

/** A behaviour file of a user, whatever the file says. */
const moody = {
  ...findBehaviour('saboteur')!,
  name: 'moody',
  parameters: { pause: { kind: 'duration', default: 5e6, min: 1, description: 'how long' } },
} as const;

export type Adjustments = Partial<
  Pick<LoadOptions, 'env' | 'set' | 'seed' | 'seeds' | 'loadStrategy' | 'loadBehaviour'>
>;

const options: LoadOptions = {
  metrics,
  invariants: ['settles-once', 'tokens-conserved', 'every-task-settles'],
  loadStrategy: () => Promise.resolve({ ok: true, value: { definition: own, sha256: 'ab'.repeat(32) } }),
  loadBehaviour: () => Promise.resolve({ ok: true, value: { definition: moody, sha256: 'cd'.repeat(32) } }),
  loadTask,
  loadDataSet,
};

/** Writes a file under the test's folder, and gives its path. */
export function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

export function loadFile(file: string, adjustments: Adjustments = {}): ReturnType<typeof loadScenario> {
  return loadScenario(file, { ...options, ...adjustments });
}

/** Loads a text, which must be right. */
export async function load(text: string, adjustments: Adjustments = {}): Promise<LoadedScenario> {
  const loaded = await loadFile(write('scenario.yaml', text), adjustments);
  if (!loaded.ok) throw new Error(loaded.failures.map(({ path, message }) => `${path ?? ''}: ${message}`).join('\n'));
  return loaded.value;
}

export const cells = async (text: string, adjustments: Adjustments = {}): Promise<readonly Cell[]> =>
  (await load(text, adjustments)).scenario.cells;

export async function cell(text: string, adjustments: Adjustments = {}): Promise<Cell> {
  const [only, ...others] = await cells(text, adjustments);
  if (only === undefined || others.length > 0) throw new Error(`expected one cell, got ${others.length + 1}`);
  return only;
}

/** Loads a text, which must be wrong. */
export async function failures(text: string, adjustments: Adjustments = {}): Promise<readonly Failure[]> {
  const loaded = await loadFile(write('scenario.yaml', text), adjustments);
  if (loaded.ok) throw new Error(`nothing was found wrong:\n${loaded.value.scenario.yaml}`);
  return loaded.failures;
}

/** `code path` of each failure: what most tests are about. */
export const complaints = async (text: string, adjustments: Adjustments = {}): Promise<readonly string[]> =>
  (await failures(text, adjustments)).map(({ code, path = '' }) => `${code} ${path}`.trim());

/** One queue, one server; `more` is added at the end. */
export const basic = (more = ''): string => `version: 1
name: mm1
stop: { tasks: 1000 }
nodes: [{ group: server, count: 2 }]
workload: [{ name: jobs, work: { time: { exponential: { mean: 1 s } } }, arrivals: { poisson: 0.8 /s } }]
${more}`;
