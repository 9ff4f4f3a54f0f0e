import { describe, expect, it } from 'vitest';
import { quantity } from '../../../reports/index.ts';

describe('a quantity', () => {
  it.each([
    [0, 's', '0 s'],
    [0.000_012, 's', '12 µs'],
    [0.25, 's', '250 ms'],
    [1.27, 's', '1.27 s'],
    [90, 's', '90 s'],
    [120, 's', '2 min'],
    [7200, 's', '2 h'],
    [-0.8, 's', '-800 ms'],
    [0.0123, 'J', '12.3 mJ'],
    [1234, 'J', '1.234 kJ'],
    [0.000_2, 'g', '200 µg'],
    [1, 'token', '1 token'],
    [1_000_000, 'count', '1,000,000'],
    [1.234_56, 'per task', '1.235'],
    [123_456.7, 'per task', '123,500'],
  ])('%f %s reads %s', (value, unit, text) => {
    expect(quantity(value, unit)).toBe(text);
  });

  it('does not round a fraction to all or nothing', () => {
    expect(quantity(1, 'fraction')).toBe('100 %');
    expect(quantity(0.999_999, 'fraction')).toBe('> 99.99 %');
    expect(quantity(0, 'fraction')).toBe('0 %');
    expect(quantity(0.000_001, 'fraction')).toBe('< 0.01 %');
    expect(quantity(0.8989, 'fraction')).toBe('89.89 %');
  });
});
