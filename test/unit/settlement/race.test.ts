// The attacker's race as the chain runs it, against its exact solution (Rosenfeld 2014; equal to I_{4pq}(z, 1/2) of
// Grunspan and Pérez-Marco). Nakamoto's approximation is shown to be another number.

import { describe, expect, it } from 'vitest';
import { openStream } from '../../../sim/kernel/index.ts';
import { standingOf } from '../../../sim/world/race.ts';

const Z_99 = 2.5758293035489;
const GIVE_UP = 60;

function choose(n: number, k: number): number {
  let value = 1;
  for (let at = 1; at <= k; at++) value = (value * (n - k + at)) / at;
  return value;
}

/** 1 - sum over m = 0..z of C(m+z-1, m) (p^z q^m - p^m q^z). */
function exact(q: number, z: number): number {
  let sum = 0;
  for (let m = 0; m <= z; m++) {
    sum += choose(m + z - 1, m) * ((1 - q) ** z * q ** m - (1 - q) ** m * q ** z);
  }
  return 1 - sum;
}

function nakamoto(q: number, z: number): number {
  const ratio = q / (1 - q);
  const lambda = z * ratio;
  let poisson = Math.exp(-lambda);
  let sum = 0;
  for (let k = 0; k <= z; k++) {
    sum += poisson * (1 - ratio ** (z - k));
    poisson *= lambda / (k + 1);
  }
  return 1 - sum;
}

function won(q: number, z: number, races: number): number {
  const random = openStream(1, `race/${q}/${z}`);
  let wins = 0;
  for (let race = 0; race < races; race++) {
    let honest = 0;
    let secret = 1;
    let standing = standingOf(honest, secret, { confirmations: z, giveUp: GIVE_UP });
    while (standing === 'open') {
      if (random.uniform() < q) secret++;
      else honest++;
      standing = standingOf(honest, secret, { confirmations: z, giveUp: GIVE_UP });
    }
    if (standing === 'won') wins++;
  }
  return wins / races;
}

describe('the race of an attacker', () => {
  it('has the published figures', () => {
    expect(exact(0.1, 6)).toBeCloseTo(0.000591, 6);
    expect(nakamoto(0.1, 6)).toBeCloseTo(0.000243, 6);
  });

  it.each([
    [0.1, 2, 60_000],
    [0.1, 6, 120_000],
    [0.2, 3, 60_000],
    [0.3, 4, 60_000],
  ])('is won by a share of %d against %i confirmations as often as it should be', (q, z, races) => {
    const p = exact(q, z);
    expect(Math.abs(won(q, z, races) - p)).toBeLessThan(Z_99 * Math.sqrt((p * (1 - p)) / races));
  });
});
