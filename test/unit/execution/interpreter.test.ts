// The interpreter against V8 on the same modules, and against itself when it is stopped, written down and taken up.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import { compileInterpreter, instantiateInterpreter } from '../../../core/execution/interpreter.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';
import { findTask, openTaskInputs, readTaskModule, tasks } from '../../../sim/tasks/index.ts';

const folder = fileURLToPath(new URL('../../../scenarios/tasks/hostile/', import.meta.url));
const hostile = readdirSync(folder).flatMap((outcome) =>
  readdirSync(folder + outcome)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => `${outcome}/${name}`),
);
const limits = { ...limitPresets.strict, gas: 20_000_000n, memoryPages: 256 };
const little = { ...limits, gas: 300_000n };

function ready(module: Uint8Array, granted = limits) {
  const prepared = prepare(module, granted, true);
  return prepared.kind === 'ready' ? prepared : undefined;
}

describe('the interpreter', () => {
  it.each(tasks.map(({ name }) => name))('comes to what V8 comes to on %s', (name) => {
    const task = findTask(name)!;
    const { bytes, abi } = ready(readTaskModule(task))!;
    const input = openTaskInputs(task.input)!.at(1);
    const inV8 = runTask(bytes, abi, input, limits, instantiateV8);
    expect(runTask(bytes, abi, input, limits, instantiateInterpreter)).toEqual(inV8);
    expect(inV8.outcome).toBe('ok');
  });

  it.each(hostile)('ends %s as V8 does', (name) => {
    const prepared = ready(new Uint8Array(readFileSync(folder + name)), little);
    if (prepared === undefined) return;
    const { bytes, abi } = prepared;
    const [inV8, ours] = [instantiateV8, instantiateInterpreter].map((instantiate) => {
      const { detail, ...seen } = runTask(bytes, abi, new Uint8Array(16), little, instantiate);
      expect(detail === '').toBe(seen.outcome === 'ok');
      return seen;
    });
    expect(ours).toEqual(inV8);
  });

  it('goes on from a state that another one dumped, wherever it was stopped', () => {
    const { bytes } = ready(readTaskModule(findTask('sort')!))!;
    const input = new Uint8Array(64).map((_, at) => (at * 37) % 251);
    const compiled = compileInterpreter(bytes);
    const start = () => {
      const instance = compiled({});
      const place = Number(instance.call('alloc', [input.length]).kind === 'returned' ? instance.result() : 0);
      instance.memory()!.set(input, place);
      instance.begin('run', [place, input.length]);
      return instance;
    };
    const whole = start();
    expect(whole.proceed(1e6).kind).toBe('returned');
    for (const steps of [1, 17]) {
      let part = start();
      let states = 0;
      while (part.proceed(steps).kind === 'stopped') {
        const state = part.dump();
        const next = compiled({});
        next.resume(state);
        expect(Buffer.compare(next.dump(), state)).toBe(0);
        part = next;
        states += 1;
        if (states === 50) break;
      }
      expect(part.proceed(1e6).kind).toBe('returned');
      expect(states).toBe(50);
      expect(part.result()).toEqual(whole.result());
      expect(Buffer.compare(part.dump(), whole.dump())).toBe(0);
    }
  });

  it('refuses a state that is cut short', () => {
    const { bytes } = ready(readTaskModule(findTask('sort')!))!;
    const instance = compileInterpreter(bytes)({});
    instance.begin('alloc', [8]);
    expect(() => instance.resume(instance.dump().subarray(1))).toThrow();
  });
});
