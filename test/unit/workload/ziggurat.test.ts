import { describe, expect, test } from 'vitest';
import { exp } from '../../../core/foundation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { exponential, normal } from '../../../sim/workload/index.ts';
import { average, KOLMOGOROV_LIMIT, kolmogorov, normalCdf, variance } from './statistics.ts';

const DRAWS = 1_000_000;
const exponentialCdf = (x: number): number => 1 - exp(-x);

function draws(name: string, draw: typeof normal, count = DRAWS): Float64Array {
  const random = openStream(2026, name);
  return Float64Array.from({ length: count }, () => draw(random));
}

/** The largest distance, in standard errors, of a mean of powers of the draws from its exact value. */
function momentError(values: Float64Array, moments: readonly number[]): number {
  const powers = moments.map((_, index) => values.map((value) => value ** (index + 1)));
  return Math.max(
    ...powers.map((power, index) => {
      const error = Math.sqrt(variance(power) / power.length);
      return Math.abs(average(power) - moments[index]!) / error;
    }),
  );
}

describe('the exponential ziggurat', () => {
  const values = draws('exponential', exponential);

  test('has the moments 1, 2, 6', () => {
    expect(momentError(values, [1, 2, 6])).toBeLessThan(3.3);
  });

  test('has the distribution 1 - exp(-x)', () => {
    expect(kolmogorov(values.slice(), exponentialCdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('has the tail of an exponential beyond the ziggurat: as many draws, and memoryless', () => {
    const edge = 7.69711747013105;
    const tail = values.filter((value) => value > edge).map((value) => value - edge);
    const expected = DRAWS * exp(-edge);
    expect(Math.abs(tail.length - expected)).toBeLessThan(3.3 * Math.sqrt(expected));
    expect(kolmogorov(tail, exponentialCdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('resolves 53 bits: a million draws hardly ever repeat', () => {
    expect(new Set(values).size).toBeGreaterThan(DRAWS - 3);
  });
});

describe('the normal ziggurat', () => {
  const values = draws('normal', normal);

  test('has the moments 0, 1, 0, 3', () => {
    expect(momentError(values, [0, 1, 0, 3])).toBeLessThan(3.3);
  });

  test('has the distribution of a standard normal', () => {
    expect(kolmogorov(values.slice(), normalCdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('has the tail of a normal beyond the ziggurat, on both sides', () => {
    const edge = 3.654152885361009;
    const many = draws('tails', normal, 4 * DRAWS).filter((value) => Math.abs(value) > edge);
    const beyond = 1 - normalCdf(edge);
    const expected = 4 * DRAWS * beyond;
    for (const sign of [1, -1]) {
      const tail = many.filter((value) => value * sign > 0).map((value) => value * sign);
      expect(Math.abs(tail.length - expected)).toBeLessThan(3.3 * Math.sqrt(expected));
      expect(kolmogorov(tail, (x) => (normalCdf(x) - normalCdf(edge)) / beyond)).toBeLessThan(KOLMOGOROV_LIMIT);
    }
  });
});

describe('the alarm', () => {
  test('goes off at a mean that is 0.7 % wrong', () => {
    const wrong = draws('alarm', exponential).map((value) => value * 1.007);
    expect(kolmogorov(wrong.slice(), exponentialCdf)).toBeGreaterThan(KOLMOGOROV_LIMIT);
    expect(momentError(wrong, [1, 2, 6])).toBeGreaterThan(3.3);
  });
});
