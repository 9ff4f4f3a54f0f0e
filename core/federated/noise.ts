// What makes a contribution private: a bound on its length, and Gaussian noise. In floating point; the low bits of such
// noise are not quite Gaussian (Mironov 2012), and what is rounded to a grid afterwards, as for a secure sum, hides them.

import { ln } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';

/** Shortens a vector to at most `norm` (L2), in place. Returns the factor by which: 1 if it was no longer than that. */
export function clip(vector: Float64Array, norm: number): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  // A vector of infinite or undefined length is no contribution.
  const factor = length <= norm ? 1 : Number.isFinite(length) ? norm / length : 0;
  if (factor === 0) vector.fill(0);
  else if (factor < 1) for (let at = 0; at < vector.length; at++) vector[at]! *= factor;
  return factor;
}

/** Adds a draw from N(0, deviation^2) to each coordinate, in place. */
export function addGaussian(vector: Float64Array, deviation: number, random: Random): void {
  for (let at = 0; at < vector.length; at += 2) {
    const [one, other] = normalPair(random);
    vector[at]! += deviation * one;
    if (at + 1 < vector.length) vector[at + 1]! += deviation * other;
  }
}

/** Two independent standard normal draws, by Marsaglia's polar method. */
function normalPair(random: Random): readonly [number, number] {
  for (;;) {
    const x = 2 * random.uniform() - 1;
    const y = 2 * random.uniform() - 1;
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const factor = Math.sqrt((-2 * ln(square)) / square);
    return [x * factor, y * factor];
  }
}
