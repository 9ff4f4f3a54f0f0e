import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderStore } from '../../../sim/experiment/store.ts';
import type { Cell } from '../../../sim/scenario/index.ts';
import { runOf } from './fixture.ts';

const cell = {
  id: 'c0ffee',
  factors: {},
  nodes: [],
  scheduling: { name: 'random', parameters: {} },
} as unknown as Cell;
const result = { result: runOf(3, { 'latency.mean': 0.1 + 0.2, makespan: 1e-9 }) };
const root = (): string => mkdtempSync(join(tmpdir(), 'kept-'));

test('finds what another process kept, bit for bit, and nothing else', () => {
  const folder = root();
  folderStore(folder, {}).keep({ cell, seed: 3 }, result);
  expect(folderStore(folder, {}).find({ cell, seed: 3 })).toEqual(result);
  expect(folderStore(folder, {}).find({ cell, seed: 4 })).toBeUndefined();
  expect(folderStore(folder, {}).find({ cell: { ...cell, id: 'other' }, seed: 3 })).toBeUndefined();
  expect(folderStore(folder, { shuffleTies: 3 }).find({ cell, seed: 3 })).toBeUndefined();
});

test('an entry that was cut short or changed counts as none', () => {
  const folder = root();
  const store = folderStore(folder, {});
  store.keep({ cell, seed: 3 }, result);
  const [name] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('3.json'));
  const file = join(folder, name!);
  const text = readFileSync(file, 'utf8');
  for (const spoilt of [text.slice(0, -20), '', text.replace('0.30000000000000004', '0.3'), '{}', 'null']) {
    expect(spoilt).not.toBe(text);
    writeFileSync(file, spoilt);
    expect(store.find({ cell, seed: 3 })).toBeUndefined();
  }
  writeFileSync(file, text);
  expect(store.find({ cell, seed: 3 })).toEqual(result);
});

test("runs of a user's own strategy file are not kept", () => {
  const own: Cell = { ...cell, scheduling: { name: '/mine.ts', parameters: {}, sha256: 'f'.repeat(64) } };
  const store = folderStore(root(), {});
  store.keep({ cell: own, seed: 3 }, result);
  expect(store.find({ cell: own, seed: 3 })).toBeUndefined();
});
