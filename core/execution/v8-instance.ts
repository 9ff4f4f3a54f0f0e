// V8 as an engine.

import type { HostFunctions, Instance } from './runtime.ts';
import { type WasmModule, webAssembly } from './web-assembly.ts';

/** Compiles and instantiates in the calling thread. */
export const instantiateV8 = (bytes: Uint8Array, host: HostFunctions): Instance => compileV8(bytes)(host);

/** Compiles once, to instantiate many times. */
export function compileV8(bytes: Uint8Array): (host: HostFunctions) => Instance {
  const compiled = new webAssembly.Module(bytes);
  return (host) => instanceOf(compiled, host);
}

function instanceOf(compiled: WasmModule, host: HostFunctions): Instance {
  const { exports } = new webAssembly.Instance(compiled, host);
  return {
    memory: () => {
      const memory = exports['memory'] as { readonly buffer: ArrayBuffer } | undefined;
      return memory && new Uint8Array(memory.buffer);
    },
    has: (name) => name in exports,
    call: (name, args) => {
      try {
        const value = (exports[name] as (...args: unknown[]) => number | bigint | undefined)(...args);
        return { kind: 'returned', value };
      } catch (error) {
        if (error instanceof webAssembly.RuntimeError) return { kind: 'trapped' };
        throw error;
      }
    },
    global: (name) => (exports[name] as { readonly value: number | bigint }).value,
  };
}
