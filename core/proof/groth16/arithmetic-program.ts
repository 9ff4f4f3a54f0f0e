// The quadratic arithmetic program of a constraint system at one secret point (Groth 2016, with the domain and the rows
// for public signals that snarkjs uses).

import type { ConstraintSystem, LinearCombination } from './constraint-system.ts';
import { FIELD, inField, inverse, power } from './field.ts';

/** The least power of two with room for every constraint and public signal, as an exponent. */
export function domainBits({ constraints, publics }: ConstraintSystem): number {
  let bits = 0;
  while (1 << bits < constraints.length + publics + 1) bits += 1;
  return bits;
}

/** Lagrange polynomials of the domain of this root of unity, at tau. */
export function lagrange(bits: number, root: bigint, tau: bigint): bigint[] {
  const size = 1 << bits;
  const points: bigint[] = [];
  for (let point = 1n; points.length < size; point = (point * root) % FIELD) points.push(point);
  const before: bigint[] = [1n];
  for (const point of points) before.push((before.at(-1)! * inField(tau - point)) % FIELD);
  let inverted = inverse(before[size]!);
  const scale = (inField(power(tau, BigInt(size)) - 1n) * inverse(BigInt(size))) % FIELD;
  const values = new Array<bigint>(size);
  for (let at = size - 1; at >= 0; at -= 1) {
    const reciprocal = (inverted * before[at]!) % FIELD;
    values[at] = (((scale * points[at]!) % FIELD) * reciprocal) % FIELD;
    inverted = (inverted * inField(tau - points[at]!)) % FIELD;
  }
  return values;
}

export interface AtTau {
  /** By wire. */
  readonly a: readonly bigint[];
  readonly b: readonly bigint[];
  readonly c: readonly bigint[];
}

export function evaluate(system: ConstraintSystem, basis: readonly bigint[]): AtTau {
  const [a, b, c] = [0, 1, 2].map(() => new Array<bigint>(system.wires).fill(0n)) as [bigint[], bigint[], bigint[]];
  const addTo = (values: bigint[], { wires, coefficients }: LinearCombination, at: bigint): void => {
    for (const [term, wire] of wires.entries()) values[wire] = (values[wire]! + coefficients[term]! * at) % FIELD;
  };
  for (const [row, [left, right, product]] of system.constraints.entries()) {
    addTo(a, left, basis[row]!);
    addTo(b, right, basis[row]!);
    addTo(c, product, basis[row]!);
  }
  for (let wire = 0; wire <= system.publics; wire += 1)
    a[wire] = (a[wire]! + basis[system.constraints.length + wire]!) % FIELD;
  return { a, b, c };
}
