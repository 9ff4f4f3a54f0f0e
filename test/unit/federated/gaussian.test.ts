import { describe, expect, it } from 'vitest';
import { analyticEpsilon, analyticNoise, classicNoise } from '../../../core/federated/index.ts';

describe('the Gaussian mechanism', () => {
  it.each([
    [0.5, 7.031826675582477, 9.689610525210778],
    [1, 3.7306316348159383, 4.844805262605389],
    [4, 1.0811618495201116, 1.2112013156513473],
  ])('at epsilon %d and delta 1e-5', (epsilon, analytic, classic) => {
    expect(analyticNoise(epsilon, 1e-5)).toBeCloseTo(analytic, 9);
    expect(classicNoise(epsilon, 1e-5)).toBeCloseTo(classic, 12);
    expect(analyticEpsilon(analytic, 1e-5)).toBeCloseTo(epsilon, 9);
  });

  it('goes both ways at the ends', () => {
    for (const [epsilon, delta] of [
      [0.01, 1e-10],
      [100, 1e-12],
      [499, 0.5],
    ] as const) {
      expect(analyticEpsilon(analyticNoise(epsilon, delta), delta) / epsilon).toBeCloseTo(1, 7);
    }
    expect(analyticEpsilon(1e6, 0.1)).toBe(0);
  });
});
