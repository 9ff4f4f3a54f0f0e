import { describe, expect, it } from 'vitest';
import { CompensatedSum } from '../../../core/foundation/index.ts';

const sumOf = (...terms: readonly number[]): CompensatedSum => {
  const sum = new CompensatedSum();
  for (const term of terms) sum.add(term);
  return sum;
};

describe('a compensated sum', () => {
  it('keeps what plain addition drops', () => {
    // Neumaier's own example: the plain sum is 0.
    expect(sumOf(1, 1e100, 1, -1e100).value).toBe(2);
    expect(sumOf(2 ** 53, 1, 1, 1).value).toBe(2 ** 53 + 4);
  });

  it('adds ten million tenths up to a million', () => {
    const sum = new CompensatedSum();
    for (let term = 0; term < 10_000_000; term++) sum.add(0.1);
    // A plain loop gives 999999.9998389754.
    expect(sum.value).toBe(1_000_000);
  });

  it('tells small differences late in a long sum', () => {
    const sum = sumOf(2 ** 60);
    const before = sum.mark();
    sum.add(0.125);
    sum.add(0.25);
    expect(sum.since(before)).toBe(0.375);
  });
});
