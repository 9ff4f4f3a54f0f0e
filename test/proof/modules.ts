// Small modules to prove.

import wabt from 'wabt';

/** Two words of the input through an operator of i32. */
export async function moduleWith(operator: string): Promise<Uint8Array> {
  const text = `(module (memory (export "memory") 1)
    (func (export "alloc") (param i32) (result i32) (i32.const 64))
    (func (export "run") (param i32 i32) (result i64)
      (i32.store (i32.const 72) (${operator} (i32.load (i32.const 64)) (i32.load (i32.const 68))))
      (i64.or (i64.shl (i64.const 72) (i64.const 32)) (i64.const 4))))`;
  return (await wabt()).parseWat('task.wat', text).toBinary({}).buffer;
}

export const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
