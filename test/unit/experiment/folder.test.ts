import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runId, writeRunFolder } from '../../../sim/experiment/folder.ts';
import { canonicalJson, type Results } from '../../../sim/results/index.ts';
import { runOf } from './fixture.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'runs-'));
});
afterEach(() => rm(root, { recursive: true }));

const resultsOf = (latency: number, more: Partial<Results> = {}): Results => ({
  schema: 1,
  engine: '0.1.0',
  scenario: { name: 'mesh', sha256: 'a'.repeat(64) },
  cells: [{ id: 'c', factors: {}, runs: [runOf(1, { 'latency.mean': latency })], summary: {} }],
  comparisons: [],
  thresholds: [],
  verdict: 'pass',
  ...more,
});

test('the name depends on the inputs and on nothing else', () => {
  const id = runId(resultsOf(1));
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(runId(resultsOf(2, { verdict: 'fail' }))).toBe(id);
  const other = [
    resultsOf(1, { engine: '0.2.0' }),
    resultsOf(1, { scenario: { name: 'mesh', sha256: 'b'.repeat(64) } }),
    resultsOf(1, { options: { shuffleTies: 1 } }),
    resultsOf(1, { cells: [{ id: 'c', factors: {}, runs: [runOf(2)], summary: {} }] }),
  ].map(runId);
  expect(new Set([id, ...other]).size).toBe(5);
});

test('writes every file, leaves no drafts, and points latest to the folder', async () => {
  const results = resultsOf(1);
  const written = await writeRunFolder(results, { 'summary.md': '# mesh\n' }, { root });
  const folder = join(root, 'mesh', runId(results));
  expect(written).toEqual({ ok: true, value: folder });
  expect((await readdir(folder)).toSorted()).toEqual(['results.json', 'summary.md']);
  expect(await readFile(join(folder, 'results.json'), 'utf8')).toBe(canonicalJson(results));
  expect(await readlink(join(root, 'mesh', 'latest'))).toBe(runId(results));
  expect(await readFile(join(root, 'mesh', 'latest', 'summary.md'), 'utf8')).toBe('# mesh\n');
});

test('latest moves to the newest run', async () => {
  const newer = resultsOf(1, { options: { shuffleTies: 1 } });
  await writeRunFolder(resultsOf(1), {}, { root });
  await writeRunFolder(newer, {}, { root });
  expect(await readlink(join(root, 'mesh', 'latest'))).toBe(runId(newer));
});

test('the same results may be written again', async () => {
  await writeRunFolder(resultsOf(1), { 'timing.json': 'old' }, { root });
  const again = await writeRunFolder(resultsOf(1), { 'timing.json': 'new' }, { root });
  expect(again.ok && (await readFile(join(again.value, 'timing.json'), 'utf8'))).toBe('new');
});

test.each(['default', 'out'])(
  'other results of the same inputs are refused and nothing is written: %s',
  async (kind) => {
    const where = kind === 'out' ? { root, out: join(root, 'mine') } : { root };
    const first = await writeRunFolder(resultsOf(1), { 'timing.json': 'old' }, where);
    const second = await writeRunFolder(resultsOf(2), { 'timing.json': 'new' }, where);
    expect(second).toMatchObject({
      ok: false,
      failures: [{ code: 'results-differ', expected: '"latency.mean": 1', got: '"latency.mean": 2' }],
    });
    expect(first.ok && (await readFile(join(first.value, 'timing.json'), 'utf8'))).toBe('old');
  },
);

test('a folder of its own may be used again for other inputs, and gets no latest', async () => {
  const out = join(root, 'mine');
  const other = resultsOf(2, { scenario: { name: 'mesh', sha256: 'b'.repeat(64) } });
  await writeRunFolder(resultsOf(1), {}, { root, out });
  expect(await writeRunFolder(other, {}, { root, out })).toEqual({ ok: true, value: out });
  expect(await readFile(join(out, 'results.json'), 'utf8')).toBe(canonicalJson(other));
  expect(await readdir(root)).toEqual(['mine']);
});

test('a results.json that is not ours is replaced', async () => {
  const out = join(root, 'mine');
  await writeRunFolder(resultsOf(1), {}, { root, out });
  await writeFile(join(out, 'results.json'), 'not json');
  expect((await writeRunFolder(resultsOf(2), {}, { root, out })).ok).toBe(true);
});

test('a place that cannot be written is a failure', async () => {
  await writeFile(join(root, 'file'), '');
  const written = await writeRunFolder(resultsOf(1), {}, { root, out: join(root, 'file', 'below') });
  expect(written).toMatchObject({ ok: false, failures: [{ code: 'folder-unwritable' }] });
});
