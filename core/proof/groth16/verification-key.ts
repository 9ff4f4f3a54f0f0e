// What a verifier must have, and never takes from a prover: the verification key of a circuit.

import { failed, type Result, sha256Hex, success } from '../../foundation/index.ts';
import type { Curve } from './curve.ts';
import { type Point1, type Point2, parsePoint1, parsePoint2 } from './points.ts';

export interface VerificationKey {
  /** SHA-256 of its text as `keyText` gives it, in hex. */
  readonly hash: string;
  readonly alpha: Uint8Array;
  readonly beta: Uint8Array;
  readonly gamma: Uint8Array;
  readonly delta: Uint8Array;
  /** One more than there are public signals. */
  readonly inputs: readonly Uint8Array[];
}

/** The same as text, by the names of snarkjs. */
interface WrittenKey {
  readonly protocol: 'groth16';
  readonly curve: 'bn128';
  readonly nPublic: number;
  readonly vk_alpha_1: Point1;
  readonly vk_beta_2: Point2;
  readonly vk_gamma_2: Point2;
  readonly vk_delta_2: Point2;
  readonly IC: readonly Point1[];
}

const refused = (message: string): Result<never> => failed({ code: 'key-refused', message });

/** Takes the file that snarkjs calls a verification key. Fails as `key-refused` if proofs under it could be forged. */
export function parseVerificationKey(curve: Curve, text: string, signals: number): Result<VerificationKey> {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return refused('the verification key is not JSON');
  }
  if (typeof written !== 'object' || written === null) return refused('the verification key is no object');
  const { protocol, curve: name, nPublic, IC, ...points } = written as Record<string, unknown>;
  if (protocol !== 'groth16' || name !== 'bn128') return refused('it is no Groth16 key over bn128');
  if (nPublic !== signals || !Array.isArray(IC) || IC.length !== signals + 1)
    return refused(`it is a key of another circuit: ${signals} public signals are expected`);
  const alpha = parsePoint1(curve, affine(points['vk_alpha_1']));
  const [beta, gamma, delta] = ['vk_beta_2', 'vk_gamma_2', 'vk_delta_2'].map((each) =>
    parsePoint2(curve, affine(points[each])),
  );
  const inputs = IC.map((each) => parsePoint1(curve, affine(each)));
  if (alpha === undefined || beta === undefined || gamma === undefined || delta === undefined)
    return refused('a point of the verification key is not in its group');
  const usable = inputs.filter((each) => each !== undefined);
  if (usable.length !== inputs.length) return refused('a point of the verification key is not in its group');
  if (curve.G2.eq(gamma, delta))
    return refused('nobody has contributed to this key (delta is gamma): anyone can forge proofs under it');
  return success({ hash: sha256Hex(keyText(written as WrittenKey)), alpha, beta, gamma, delta, inputs: usable });
}

/** Without the last coordinate of points that snarkjs writes as projective: it is one. */
function affine(point: unknown): unknown {
  return Array.isArray(point) && point.length === 3 ? point.slice(0, 2) : point;
}

/** One text for each key, whatever else its file holds. */
function keyText(key: WrittenKey): string {
  const points = [key.vk_alpha_1, key.vk_beta_2, key.vk_gamma_2, key.vk_delta_2, ...key.IC];
  return JSON.stringify(points.map(affine));
}
