// Shamir's secret sharing (1979) over the integers modulo 2^256 - 189, the largest prime of 256 bits: a secret of 32
// bytes has shares of 32 bytes.

import { assert } from '../foundation/index.ts';
import { keystream } from './keystream.ts';

export const SHARE_BYTES = 32;
const PRIME = 2n ** 256n - 189n;

export interface Share {
  /** Where the polynomial was evaluated: from 1. */
  readonly at: number;
  readonly value: Uint8Array;
}

/**
 * Shares of a secret below the prime at the given places, any `threshold` of which give it back; fewer tell nothing.
 * The coefficients come from `seed`.
 */
export function share(secret: Uint8Array, threshold: number, places: readonly number[], seed: Uint8Array): Share[] {
  assert(threshold >= 1 && threshold <= places.length, 'as many shares as give the secret back', { threshold });
  assert(new Set(places).size === places.length && !places.includes(0), 'each share has a place of its own');
  const stream = keystream(seed);
  const coefficients = [numberOf(secret)];
  assert(coefficients[0]! < PRIME, 'a secret is an element of the field');
  while (coefficients.length < threshold) {
    const drawn = numberOf(stream(SHARE_BYTES));
    if (drawn < PRIME) coefficients.push(drawn);
  }
  return places.map((at) => ({ at, value: bytesOf(evaluate(coefficients, BigInt(at))) }));
}

/** Gives secrets back whose shares are at the same places: what depends on the places alone is computed once. */
export class Interpolation {
  private readonly weights: readonly bigint[];

  constructor(places: readonly number[]) {
    assert(new Set(places).size === places.length, 'each share counts once');
    this.weights = weightsAtZero(places.map(BigInt));
  }

  /** The value at 0 of the polynomial through these values, given in the order of the places. */
  secret(values: readonly Uint8Array[]): Uint8Array {
    assert(values.length === this.weights.length, 'each place has a value');
    return bytesOf(values.reduce((sum, value, index) => (sum + this.weights[index]! * numberOf(value)) % PRIME, 0n));
  }
}

function evaluate(coefficients: readonly bigint[], x: bigint): bigint {
  let value = 0n;
  for (let power = coefficients.length - 1; power >= 0; power--) value = (value * x + coefficients[power]!) % PRIME;
  return value;
}

/** Lagrange's weights at 0: the product of x_j / (x_j - x_i) over the others. */
function weightsAtZero(places: readonly bigint[]): bigint[] {
  return places.map((x) => {
    let above = 1n;
    let below = 1n;
    for (const other of places) {
      if (other === x) continue;
      above = (above * other) % PRIME;
      below = (below * (other - x)) % PRIME;
    }
    return (above * inverse(below)) % PRIME;
  });
}

/** By the extended Euclidean algorithm. */
function inverse(value: bigint): bigint {
  let [r, nextR] = [PRIME, ((value % PRIME) + PRIME) % PRIME];
  let [t, nextT] = [0n, 1n];
  while (nextR !== 0n) {
    const quotient = r / nextR;
    [r, nextR] = [nextR, r - quotient * nextR];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return t < 0n ? t + PRIME : t;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * SHARE_BYTES, '0'), 'hex'));
