// Square roots in the field that circuits compute in.

import { FIELD, power } from '../../../core/proof/groth16/field.ts';

/** One minus the order has 28 factors of two, and 5 is no square. */
const TWOS = 28n;
const NO_SQUARE = 5n;

/** A square root (Tonelli and Shanks); undefined if there is none. */
export function squareRoot(value: bigint): bigint | undefined {
  if (power(value, (FIELD - 1n) / 2n) !== 1n) return undefined;
  const odd = (FIELD - 1n) >> TWOS;
  let generator = power(NO_SQUARE, odd);
  let root = power(value, (odd + 1n) / 2n);
  let rest = power(value, odd);
  for (let order = TWOS; rest !== 1n; ) {
    let twos = 0n;
    for (let square = rest; square !== 1n; twos += 1n) square = (square * square) % FIELD;
    const by = power(generator, 1n << (order - twos - 1n));
    order = twos;
    generator = (by * by) % FIELD;
    root = (root * by) % FIELD;
    rest = (rest * generator) % FIELD;
  }
  return root;
}
