// Arithmetic in the field that circuits compute in.

/** Its order, which is that of the groups of BN254. */
export const FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

export const inField = (value: bigint): bigint => ((value % FIELD) + FIELD) % FIELD;

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = inField(base), left = exponent; left > 0n; left >>= 1n, square = (square * square) % FIELD)
    if ((left & 1n) === 1n) result = (result * square) % FIELD;
  return result;
}

export const inverse = (value: bigint): bigint => power(value, FIELD - 2n);
