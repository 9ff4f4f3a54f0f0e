// Many multiples of one generator, by tables of its multiples by bytes: how a key is written.

import type { Curve } from './curve.ts';

const WINDOWS = 32;
const ENTRIES = 256;
/** Points that are made affine together. */
const CHUNK = 4_096;

/** Takes scalars below the order and gives their multiples, affine, in the curve's own form. */
export type Multiply = (scalars: readonly bigint[]) => Uint8Array;

/** The tables are about 2 MiB (G1) and 4 MiB (G2) of the curve's memory, which is never given back. */
export function fixedBase({ tm, G1, G2 }: Curve, name: 'G1' | 'G2'): Multiply {
  const group = name === 'G1' ? G1 : G2;
  const prefix = name === 'G1' ? 'g1m' : 'g2m';
  const call = (operation: string, ...places: number[]): void =>
    tm.instance.exports[`${prefix}_${operation}`]!(...places);
  const [affine, jacobian] = [group.F.n8 * 2, group.F.n8 * 3];
  const table = tm.alloc(WINDOWS * ENTRIES * affine);
  const [row, base] = [tm.alloc(ENTRIES * jacobian), tm.alloc(jacobian)];
  tm.setBuff(base, group.one);
  for (let window = 0; window < WINDOWS; window += 1) {
    call('zero', row);
    for (let at = 1; at < ENTRIES; at += 1) call('add', row + (at - 1) * jacobian, base, row + at * jacobian);
    call('batchToAffine', row, ENTRIES, table + window * ENTRIES * affine);
    for (let bit = 0; bit < 8; bit += 1) call('double', base, base);
  }
  const [sums, points] = [tm.alloc(CHUNK * jacobian), tm.alloc(CHUNK * affine)];
  return (scalars) => {
    const all = new Uint8Array(scalars.length * affine);
    for (let from = 0; from < scalars.length; from += CHUNK) {
      const count = Math.min(CHUNK, scalars.length - from);
      for (let at = 0; at < count; at += 1) {
        const sum = sums + at * jacobian;
        call('zero', sum);
        let rest = scalars[from + at]!;
        for (let window = 0; rest > 0n; window += 1, rest >>= 8n) {
          const byte = Number(rest & 0xffn);
          if (byte > 0) call('addMixed', sum, table + (window * ENTRIES + byte) * affine, sum);
        }
      }
      call('batchToAffine', sums, count, points);
      all.set(tm.getBuff(points, count * affine), from * affine);
    }
    return all;
  };
}
