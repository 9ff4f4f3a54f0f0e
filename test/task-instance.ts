// A module of the task ABI in V8, as docs/tasks.md says a host drives it; nothing of the engine.

import { wasm } from './web-assembly.ts';

export interface TaskInstance {
  /** Runs on an input and copies the output. */
  run(input: Uint8Array): Uint8Array;
  /** Bytes of memory the instance has. */
  memory(): number;
}

interface TaskExports {
  readonly memory: InstanceType<typeof wasm.Memory>;
  readonly alloc: (length: number) => number;
  readonly run: (start: number, length: number) => bigint;
}

export function instantiate(module: Uint8Array): TaskInstance {
  const instance = new wasm.Instance(new wasm.Module(module));
  const { memory, alloc, run } = instance.exports as unknown as TaskExports;
  return {
    run: (input) => {
      const start = alloc(input.length) >>> 0;
      new Uint8Array(memory.buffer).set(input, start);
      const output = BigInt.asUintN(64, run(start, input.length));
      const [at, length] = [Number(output >> 32n), Number(output & 0xffff_ffffn)];
      if (at + length > memory.buffer.byteLength) throw new RangeError('the output is outside of the memory');
      return new Uint8Array(memory.buffer).slice(at, at + length);
    },
    memory: () => memory.buffer.byteLength,
  };
}
