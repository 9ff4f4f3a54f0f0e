// A proving key straight from a constraint system, in the format that snarkjs reads. One party draws all secrets, so
// whoever ran it could have kept them and forge proofs: `contribute` adds somebody who has to be asked, too.

import { createHash } from 'node:crypto';
import { assert } from '../../foundation/index.ts';
import { domainBits, evaluate, lagrange } from './arithmetic-program.ts';
import { type ConstraintSystem, writeField } from './constraint-system.ts';
import type { Curve } from './curve.ts';
import { FIELD, inverse } from './field.ts';
import { fixedBase } from './fixed-base.ts';

const FIELD_BYTES = 32;
/** Of an entry of the coefficients: matrix, constraint, wire, value. */
const ENTRY_BYTES = 12 + FIELD_BYTES;
const MONTGOMERY = (1n << 256n) % FIELD;

export interface SectionSink {
  /** Sections come in an order of their own, each once. */
  section(id: number, parts: readonly Uint8Array[]): void;
}

/** `seed`: 32 bytes or more that nobody else knows. `onStage` hears what is done, of STAGES. */
export function writeKey(
  curve: Curve,
  system: ConstraintSystem,
  seed: Uint8Array,
  to: SectionSink,
  onStage: (name: string) => void,
): void {
  const secret = (name: string): bigint => drawn(seed, name);
  const [tau, alpha, beta, delta] = ['tau', 'alpha', 'beta', 'delta'].map(secret) as [bigint, bigint, bigint, bigint];
  const bits = domainBits(system);
  const size = 1 << bits;
  const root = (log: number): bigint => curve.Fr.toObject(curve.Fr.w[log]!);
  onStage('tables');
  const [inG1, inG2] = [fixedBase(curve, 'G1'), fixedBase(curve, 'G2')];
  onStage('polynomials');
  const basis = lagrange(bits, root(bits), tau);
  const { a, b, c } = evaluate(system, basis);
  const byDelta = inverse(delta);
  const shares = a.map((value, wire) => {
    const share = (beta * value + alpha * b[wire]! + c[wire]!) % FIELD;
    return wire > system.publics ? (share * byDelta) % FIELD : share;
  });
  onStage('header');
  to.section(1, [u32(1)]);
  to.section(2, [
    ...[curve.q, curve.r].flatMap((prime) => [u32(FIELD_BYTES), field(prime)]),
    ...[system.wires, system.publics, size].map(u32),
    inG1([alpha]),
    inG1([beta]),
    inG2([beta]),
    inG2([1n]),
    inG1([delta]),
    inG2([delta]),
  ]);
  to.section(3, [inG1(shares.slice(0, system.publics + 1))]);
  to.section(4, [coefficients(system)]);
  onStage('private inputs');
  to.section(8, [inG1(shares.slice(system.publics + 1))]);
  onStage('A');
  to.section(5, [inG1(a)]);
  onStage('B');
  to.section(6, [inG1(b)]);
  onStage('B in G2');
  to.section(7, [inG2(b)]);
  onStage('quotient');
  const odd = lagrange(bits + 1, root(bits + 1), tau);
  to.section(9, [inG1(basis.map((_, at) => (odd[2 * at + 1]! * byDelta) % FIELD))]);
  to.section(10, [new Uint8Array(64), u32(0)]);
}

/** How often `onStage` is called. */
export const STAGES = 8;

/** Uniform up to 2^-256: 512 bits, reduced. */
function drawn(seed: Uint8Array, name: string): bigint {
  const digest = createHash('sha512').update(seed).update(`ambient/groth16/${name}`).digest('hex');
  const value = BigInt(`0x${digest}`) % FIELD;
  assert(value !== 0n, 'a secret is not zero', { name });
  return value;
}

/** Non-zero entries of A and B, which snarkjs reads multiplied twice by the Montgomery constant. */
export function coefficients(system: ConstraintSystem): Uint8Array {
  const entries = system.constraints.reduce((sum, [a, b]) => sum + a.wires.length + b.wires.length, 0);
  const bytes = new Uint8Array(4 + (entries + system.publics + 1) * ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, entries + system.publics + 1, true);
  let at = 4;
  const put = (matrix: number, row: number, wire: number, value: bigint): void => {
    view.setUint32(at, matrix, true);
    view.setUint32(at + 4, row, true);
    view.setUint32(at + 8, wire, true);
    writeField(view, at + 12, (((value * MONTGOMERY) % FIELD) * MONTGOMERY) % FIELD);
    at += ENTRY_BYTES;
  };
  for (const [row, [a, b]] of system.constraints.entries()) {
    for (const [term, wire] of a.wires.entries()) put(0, row, wire, a.coefficients[term]!);
    for (const [term, wire] of b.wires.entries()) put(1, row, wire, b.coefficients[term]!);
  }
  for (let wire = 0; wire <= system.publics; wire += 1) put(0, system.constraints.length + wire, wire, 1n);
  return bytes;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function field(value: bigint): Uint8Array {
  const bytes = new Uint8Array(FIELD_BYTES);
  writeField(new DataView(bytes.buffer), 0, value);
  return bytes;
}
