// Modules written as text, for tests.

import loadWabt from 'wabt';

const wabt = await loadWabt();

export function moduleOf(text: string): Uint8Array {
  const parsed = wabt.parseWat('test.wat', text);
  try {
    return parsed.toBinary({}).buffer;
  } finally {
    parsed.destroy();
  }
}

/** A task whose `run` has this body, with 64 bytes of room for the input. */
export const taskOf = (run: string, rest = '', memory = '1'): Uint8Array =>
  moduleOf(`(module
    (memory (export "memory") ${memory})
    (func (export "alloc") (param i32) (result i32) (i32.const 64))
    (func (export "run") (param $at i32) (param $length i32) (result i64) ${run})
    ${rest})`);

const imported = {
  fd_read: '(func $read (param i32 i32 i32 i32) (result i32))',
  fd_write: '(func $write (param i32 i32 i32 i32) (result i32))',
  proc_exit: '(func $exit (param i32))',
  args_sizes_get: '(func $args (param i32 i32) (result i32))',
  environ_get: '(func $environ (param i32 i32) (result i32))',
};

export const wasiImports = Object.entries(imported)
  .map(([name, type]) => `(import "wasi_snapshot_preview1" "${name}" ${type})`)
  .join('\n');

/** A WASI command. */
export const commandOf = (start: string, rest = '', memory = '1'): Uint8Array =>
  moduleOf(`(module ${wasiImports} (memory (export "memory") ${memory}) ${rest} (func (export "_start") ${start}))`);
