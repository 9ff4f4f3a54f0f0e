// The verification equation of Groth16 (2016): e(A, B) = e(alpha, beta) e(inputs, gamma) e(C, delta).

import type { Curve } from './curve.ts';
import { type Point1, type Point2, parsePoint1, parsePoint2 } from './points.ts';
import type { VerificationKey } from './verification-key.ts';

export interface Groth16Proof {
  readonly a: Point1;
  readonly b: Point2;
  readonly c: Point1;
}

/** `signals` are below the order of the field. Any proof may be given: one that is malformed is not valid. */
export function verifyProof(
  curve: Curve,
  key: VerificationKey,
  signals: readonly bigint[],
  proof: { readonly a: unknown; readonly b: unknown; readonly c: unknown },
): boolean {
  const { G1, Gt } = curve;
  const [a, b, c] = [parsePoint1(curve, proof.a), parsePoint2(curve, proof.b), parsePoint1(curve, proof.c)];
  if (a === undefined || b === undefined || c === undefined) return false;
  if (signals.length + 1 !== key.inputs.length || signals.some((each) => each < 0n || each >= curve.r)) return false;
  let inputs = key.inputs[0]!;
  for (const [at, signal] of signals.entries()) inputs = G1.add(inputs, G1.timesScalar(key.inputs[at + 1]!, signal));
  const pairs = [
    [G1.neg(a), b],
    [inputs, key.gamma],
    [c, key.delta],
    [key.alpha, key.beta],
  ] as const;
  const product = pairs.map(([one, two]) => miller(curve, one, two)).reduce((left, right) => Gt.mul(left, right));
  return Gt.eq(curve.finalExponentiation(product), Gt.one);
}

/** In this thread, at once: the curve's own `pairingEq` makes its callers wait. */
const miller = (curve: Curve, one: Uint8Array, two: Uint8Array): Uint8Array =>
  curve.millerLoop(curve.prepareG1(curve.G1.toJacobian(one)), curve.prepareG2(curve.G2.toJacobian(two)));
