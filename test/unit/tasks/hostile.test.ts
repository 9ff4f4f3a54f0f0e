// The hostile modules in V8 without an engine: each really does what its folder says, so that an engine which reports
// another outcome is wrong. `gas` and `memory` have no end, and `load` is a matter of the gate: they are only looked at.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { instantiate } from '../../task-instance.ts';
import { wasm } from '../../web-assembly.ts';

const folder = fileURLToPath(new URL('../../../scenarios/tasks/hostile/', import.meta.url));
const INPUT = new Uint8Array(16);

const run = (bytes: Uint8Array): Uint8Array => instantiate(bytes).run(INPUT);
const exportsOf = (bytes: Uint8Array): Record<string, unknown> => new wasm.Instance(new wasm.Module(bytes)).exports;

const isCallable = (value: unknown): value is (...words: readonly number[]) => unknown => typeof value === 'function';

/** By outcome: what V8 makes of such a module. */
const effects: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  ok: (bytes) => expect(run(bytes)).toEqual(run(bytes)),
  load: () => undefined,
  security: (bytes) => expect(wasm.Module.imports(new wasm.Module(bytes))).toHaveLength(1),
  'no-function': (bytes) => {
    const { memory, alloc, run: entry } = exportsOf(bytes);
    const whole = memory instanceof wasm.Memory && isCallable(alloc) && isCallable(entry);
    expect(whole && typeof entry(0, 0) === 'bigint').toBe(false);
  },
  instantiate: (bytes) => expect(() => exportsOf(bytes)).toThrow(wasm.RuntimeError),
  trap: (bytes) => expect(() => run(bytes)).toThrow(wasm.RuntimeError),
  stack: (bytes) => expect(() => run(bytes)).toThrow(/call stack/),
  'bad-input': (bytes) => expect(() => run(bytes)).toThrow(/offset is out of bounds/),
  'bad-output': (bytes) => expect(() => run(bytes)).toThrow('the output is outside of the memory'),
  gas: (bytes) => expect(wasm.validate(bytes)).toBe(true),
  memory: (bytes) => expect(wasm.validate(bytes)).toBe(true),
};

describe('hostile modules', () => {
  it('are there for every outcome that a module can cause', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(effects).sort());
  });

  for (const outcome of readdirSync(folder)) {
    const modules = readdirSync(`${folder}${outcome}`).filter((name) => name.endsWith('.wasm'));
    it.each(modules)(`${outcome}/%s does that in V8`, (name) => {
      effects[outcome]!(readFileSync(`${folder}${outcome}/${name}`));
    });
  }
});
