// BN254 by snarkjs, in this thread alone: loaded when it is first needed, since loading takes most of a second.

import type { Curve } from 'snarkjs';

export type { Curve };

let curve: Promise<Curve> | undefined;

export function loadCurve(): Promise<Curve> {
  curve ??= import('snarkjs').then(({ curves }) => curves.getCurveFromName('bn128', { singleThread: true }));
  return curve;
}
