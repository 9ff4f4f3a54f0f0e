// The product of two square matrices of f32. Input: n (u32), then A and B, row by row, all little-endian.
// Output: A x B, row by row. Each element is summed in the order of k, in f32.

import { output, reserve } from './abi';

export { alloc } from './abi';

const SIDE_MAX: u32 = 1024;

export function run(input: i32, length: i32): i64 {
  if (length < 4) unreachable();
  const side = load<u32>(input);
  if (side > SIDE_MAX || <u32>length !== 4 + 8 * side * side) unreachable();
  const size = 4 * side * side;
  const product = reserve(size);
  multiply(input + 4, input + 4 + size, product, side);
  return output(product, size);
}

function multiply(a: usize, b: usize, product: usize, side: u32): void {
  const row: u32 = 4 * side;
  memory.fill(product, 0, row * side);
  for (let i: u32 = 0; i < side; i++) {
    for (let k: u32 = 0; k < side; k++) {
      const factor = load<f32>(a + i * row + 4 * k);
      const from = b + k * row;
      const to = product + i * row;
      for (let j: u32 = 0; j < row; j += 4) store<f32>(to + j, load<f32>(to + j) + factor * load<f32>(from + j));
    }
  }
}
