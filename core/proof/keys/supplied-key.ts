// Proving keys as files of snarkjs: those of a ceremony that others held, and what a verifier needs of any.

import { readFileSync, writeFileSync } from 'node:fs';
import { domainBits } from '../groth16/arithmetic-program.ts';
import { type ConstraintSystem, readField } from '../groth16/constraint-system.ts';
import { coefficients } from '../groth16/key-writer.ts';

/** For a process that ends then: snarkjs opens a curve of its own for it, with threads. */
export async function writeVerificationKey(provingKey: string, to: string): Promise<void> {
  const { zKey } = await import('snarkjs');
  const key = await zKey.exportVerificationKey(provingKey);
  writeFileSync(to, `${JSON.stringify(key, null, 1)}\n`);
}

/**
 * Why a proving key is not one of this circuit; undefined if it is. Sizes and the circuit's own coefficients are
 * compared; whether its points are those of an honest ceremony is for its published hash to say.
 */
export function problemOfKey(path: string, system: ConstraintSystem): string | undefined {
  const bytes = readFileSync(path);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'zkey') return 'it is no proving key of snarkjs';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = new Map<number, { readonly at: number; readonly length: number }>();
  let at = 12;
  for (let left = view.getUint32(8, true); left > 0 && at + 12 <= bytes.length; left -= 1) {
    const length = Number(view.getBigUint64(at + 4, true));
    sections.set(view.getUint32(at, true), { at: at + 12, length });
    at += 12 + length;
  }
  const [header, entries] = [sections.get(2), sections.get(4)];
  if (at !== bytes.length || header === undefined || entries === undefined || header.length < 84)
    return 'it is not whole';
  const [wires, publics, domain] = [72, 76, 80].map((offset) => view.getUint32(header.at + offset, true));
  if (wires !== system.wires || publics !== system.publics || domain !== 1 << domainBits(system))
    return 'it is a key of another circuit';
  const own = coefficients(system);
  const theirs = bytes.subarray(entries.at, entries.at + entries.length);
  return sorted(own) === sorted(theirs) ? undefined : 'it is a key of another circuit';
}

const ENTRY_BYTES = 44;

/** Entries in one order, whatever order they were written in. */
function sorted(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: string[] = [];
  for (let at = 4; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const [matrix, row, wire] = [0, 4, 8].map((offset) => view.getUint32(at + offset, true));
    entries.push(`${matrix!} ${row!} ${wire!} ${readField(view, at + 12)}`);
  }
  return entries.sort().join('\n');
}
