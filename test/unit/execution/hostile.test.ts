// Hostile modules, filed under the outcome that each must have: by the limits and the gate, not by V8.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { execute, isVerdict, limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';

const folder = fileURLToPath(new URL('../../../scenarios/tasks/hostile/', import.meta.url));
const limits = { ...limitPresets.strict, gas: 20_000_000n, memoryPages: 256 };
const modules = readdirSync(folder).flatMap((outcome) =>
  readdirSync(`${folder}${outcome}`)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => ({ outcome, name })),
);

describe('hostile modules', () => {
  it.each(modules)('$outcome/$name ends so', ({ outcome, name }) => {
    const prepared = prepare(new Uint8Array(readFileSync(`${folder}${outcome}/${name}`)), limits, true);
    if (prepared.kind === 'refused') {
      expect(prepared.outcome).toBe(outcome);
      return;
    }
    const done = runTask(prepared.bytes, prepared.abi, new Uint8Array(16), limits, instantiateV8);
    expect(done.outcome).toBe(outcome);
    expect(done.gas).toBeLessThanOrEqual(limits.gas);
  });

  it.each(['ok/keeps-count', 'gas/spin', 'instantiate/start-traps'])('%s ends so in a thread', async (name) => {
    const module = new Uint8Array(readFileSync(`${folder}${name}.wasm`));
    const done = await execute(module, new Uint8Array(16), { limits, trace: true });
    expect(done.outcome).toBe(name.split('/')[0]);
    expect(done.executionHash !== undefined).toBe(isVerdict(done.outcome));
  });

  it('is a timeout, and no verdict, when the wall clock ends a run before its gas does', async () => {
    const spin = new Uint8Array(readFileSync(`${folder}gas/spin.wasm`));
    const patient = { ...limitPresets.relaxed, runMilliseconds: 100 };
    const done = await execute(spin, new Uint8Array(16), { limits: patient, trace: false });
    expect(done.outcome).toBe('timeout');
    expect(done.executionHash).toBeUndefined();
  });
});
