// Arithmetic in the field of the circuit.

import { FIELD } from './poseidon.ts';

export const inField = (value: bigint): bigint => ((value % FIELD) + FIELD) % FIELD;

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = inField(base), left = exponent; left > 0n; left >>= 1n, square = (square * square) % FIELD)
    if ((left & 1n) === 1n) result = (result * square) % FIELD;
  return result;
}

export const inverse = (value: bigint): bigint => power(value, FIELD - 2n);
