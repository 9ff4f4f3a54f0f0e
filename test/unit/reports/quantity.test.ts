import { describe, expect, it } from 'vitest';
import { quantity } from '../../../reports/index.ts';

describe('a quantity', () => {
  it.each([
    [0, 'seconds', '0 s'],
    [0.000_012, 'seconds', '12 µs'],
    [0.25, 'seconds', '250 ms'],
    [1.27, 'seconds', '1.27 s'],
    [90, 'seconds', '90 s'],
    [120, 'seconds', '2 min'],
    [7200, 'seconds', '2 h'],
    [-0.8, 'seconds', '-800 ms'],
    [0.0123, 'joules', '12.3 mJ'],
    [1234, 'joules', '1.234 kJ'],
    [0, 'bytes', '0 B'],
    [532, 'bytes', '532 B'],
    [4_100, 'bytes', '4.1 kB'],
    [2_551_200, 'bytes', '2.551 MB'],
    [0.000_2, 'grams', '200 µg'],
    [1, 'tokens', '1 token'],
    [1_000_000, 'count', '1,000,000'],
    [1.234_56, 'number', '1.235'],
    [123_456.7, 'number', '123,500'],
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
