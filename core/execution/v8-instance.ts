// V8 as an engine.

import type { HostFunctions, Instance } from './runtime.ts';
import { webAssembly } from './web-assembly.ts';

/** Compiles and instantiates in the calling thread. */
export function instantiateV8(bytes: Uint8Array, host: HostFunctions): Instance {
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), host);
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
