import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import loadWabt from 'wabt';
import { instantiate } from '../../task-instance.ts';

const page = readFileSync(new URL('../../../docs/tasks.md', import.meta.url), 'utf8');

it('the example of docs/tasks.md is a task', async () => {
  const [, source = ''] = /```wat\n([^]*?)```/.exec(page) ?? [];
  const module = (await loadWabt()).parseWat('docs/tasks.md', source);
  const sumOf = (input: Uint8Array): bigint =>
    new DataView(instantiate(module.toBinary({}).buffer).run(input).buffer).getBigUint64(0, true);
  expect(sumOf(Uint8Array.of(1, 2, 255))).toBe(258n);
  expect(sumOf(new Uint8Array())).toBe(0n);
  expect(sumOf(new Uint8Array(200_000).fill(3))).toBe(600_000n);
});
