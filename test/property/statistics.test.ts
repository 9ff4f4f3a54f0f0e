import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interval, mean, variance } from '../../sim/experiment/statistics.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

test('the mean lies among the values', () => {
  fc.assert(
    fc.property(values, (list) => {
      const tolerance = 1e-9;
      expect(mean(list)).toBeGreaterThanOrEqual(Math.min(...list) - tolerance);
      expect(mean(list)).toBeLessThanOrEqual(Math.max(...list) + tolerance);
    }),
  );
});

test('the variance does not change when all values move', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), (list, shift) => {
      const moved = variance(list.map((value) => value + shift));
      expect(Math.abs(moved - variance(list))).toBeLessThanOrEqual(1e-6 * (1 + variance(list)));
    }),
  );
});

test('more confidence makes a wider interval around the same mean', () => {
  fc.assert(
    fc.property(values, (list) => {
      const [low95, high95] = interval(list, 0.95);
      const [low99, high99] = interval(list, 0.99);
      expect(low99).toBeLessThanOrEqual(low95);
      expect(high99).toBeGreaterThanOrEqual(high95);
    }),
  );
});
