// Points of BN254 as they are written down, and the checks without which two files say the same or nothing: decimals
// below the prime without leading zeros, on the curve, and in the group of prime order.

import type { Curve } from './curve.ts';

/** Affine coordinates in decimal. */
export type Point1 = readonly [string, string];
/** The same over the quadratic extension. */
export type Point2 = readonly [Point1, Point1];

const DECIMAL = /^(0|[1-9]\d{0,77})$/;

/** A number below `below` in its one decimal form; undefined for everything else. */
export function parseDecimal(text: unknown, below: bigint): bigint | undefined {
  if (typeof text !== 'string' || !DECIMAL.test(text)) return undefined;
  const value = BigInt(text);
  return value < below ? value : undefined;
}

function parsePair(pair: unknown, below: bigint): [bigint, bigint] | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const [first, second] = pair.map((each) => parseDecimal(each, below));
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** The curve's own form of a point, which is not the one at infinity. */
export function parsePoint1({ q, G1 }: Curve, written: unknown): Uint8Array | undefined {
  const pair = parsePair(written, q);
  if (pair === undefined) return undefined;
  const point = G1.fromObject([...pair, 1n]);
  return G1.isValid(point) && !G1.isZero(point) ? point : undefined;
}

/** The same. Most points of the twisted curve are outside of the group: those are refused. */
export function parsePoint2({ q, r, G2 }: Curve, written: unknown): Uint8Array | undefined {
  if (!Array.isArray(written) || written.length !== 2) return undefined;
  const [x, y] = written.map((each) => parsePair(each, q));
  if (x === undefined || y === undefined) return undefined;
  const point = G2.fromObject([x, y, [1n, 0n]]);
  if (!G2.isValid(point) || G2.isZero(point)) return undefined;
  return G2.isZero(G2.timesScalar(point, r)) ? point : undefined;
}
