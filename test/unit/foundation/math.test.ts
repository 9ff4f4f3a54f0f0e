import { describe, expect, test } from 'vitest';
import { exp, ln, lnGamma, normalQuantile, openUnit, pow, sha256Hex, sin } from '../../../core/foundation/index.ts';

/** Correctly rounded values, from mpmath at 60 digits. */
const vectors: readonly (readonly [name: string, f: (x: number) => number, values: readonly [number, number][]])[] = [
  [
    'ln',
    ln,
    [
      [0.5, -0.6931471805599453],
      [2, 0.6931471805599453],
      [10, 2.302585092994046],
      [1e-300, -690.7755278982137],
      [1.0000001, 9.999999505838704e-8],
      [123456789.123, 18.631401767164316],
    ],
  ],
  [
    'exp',
    exp,
    [
      [-700.5, 5.980196118639791e-305],
      [-1, 0.36787944117144233],
      [1e-10, 1.0000000001],
      [0.5, 1.6487212707001282],
      [1, 2.718281828459045],
      [20.25, 622964442.1984454],
      [709, 8.218407461554972e307],
    ],
  ],
  [
    'sin',
    sin,
    [
      [0.1, 0.09983341664682815],
      [1, 0.8414709848078965],
      [3, 0.1411200080598672],
      [-2.5, -0.5984721441039565],
      [6.28, -0.0031853017931379904],
      [100, -0.5063656411097588],
    ],
  ],
  [
    'lnGamma',
    lnGamma,
    [
      [0.5, 0.5723649429247001],
      [1.5, -0.12078223763524522],
      [3.25, 0.9358019311087253],
      [10.1, 13.027526738633236],
      [100.5, 361.4355404677776],
    ],
  ],
  [
    'normalQuantile',
    normalQuantile,
    [
      [0.5, 0],
      [0.6, 0.2533471031357997],
      [0.975, 1.9599639845400538],
      [0.99, 2.3263478740408408],
      [0.001, -3.0902323061678136],
    ],
  ],
];

const EPSILON = 2 ** -52;

function expectWithin(ulps: number, got: number, exact: number): void {
  expect(Math.abs(got - exact)).toBeLessThanOrEqual(ulps * EPSILON * Math.abs(exact));
}

/** A fingerprint of the bits that a function gives on a fixed grid. */
function bitsOf(f: (x: number) => number): string {
  const values = Float64Array.from({ length: 20_000 }, (_, index) => f((index + 1) * 1.37e-3));
  return sha256Hex(new Uint8Array(values.buffer)).slice(0, 16);
}

describe('exact mathematics', () => {
  test.each(vectors)('%s is within two units of the last place', (_, f, values) => {
    for (const [x, exact] of values) expectWithin(2, f(x), exact);
  });

  test('pow is within two units of the last place', () => {
    expectWithin(2, pow(2, 0.5), 1.4142135623730951);
    expectWithin(2, pow(0.98, 1000), 1.6829673572159252e-9);
    expectWithin(2, pow(1.5, -3.25), 0.2677339269955096);
    expectWithin(2, pow(10, -5), 1e-5);
    expectWithin(2, pow(123.456, 7.89), 3.1771028258180936e16);
  });

  test('has the limits of the functions', () => {
    expect([ln(0), ln(-1), exp(-Infinity), exp(710), pow(0, 0.3), pow(5, 0)]).toStrictEqual([
      -Infinity,
      NaN,
      0,
      Infinity,
      0,
      1,
    ]);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.5)]).toStrictEqual([-Infinity, Infinity, NaN]);
  });

  test('gives the same bits on every Node', () => {
    const grid = {
      ln: bitsOf(ln),
      exp: bitsOf(exp),
      sin: bitsOf(sin),
      lnGamma: bitsOf(lnGamma),
      pow: bitsOf((x) => pow(x, 0.37)),
      normalQuantile: bitsOf((x) => normalQuantile(x / 28)),
    };
    expect(grid).toMatchInlineSnapshot(`
      {
        "exp": "eba71c7a4fc402b6",
        "ln": "b93cf7e7b77275bd",
        "lnGamma": "fd3f0ab7c51eac50",
        "normalQuantile": "87b4752ef5caca33",
        "pow": "5c815d03a35dcd3d",
        "sin": "8598eb8aee042f49",
      }
    `);
  });

  test('turns random bits into a number strictly between 0 and 1', () => {
    expect(openUnit(0, 0)).toBe(2 ** -54);
    expect(openUnit(0, 1)).toBe(2 ** -53);
    expect(openUnit(1 - 2 ** -32, 2 ** 21 - 1)).toBe(1 - 2 ** -53);
  });
});
