// Both products of the memory argument, computed once more.

import { inField, inverse } from '../../../core/proof/groth16/field.ts';
import { OP } from '../../../core/proof/machine/instruction-set.ts';
import { wordsOf } from '../../../core/proof/segments/segment.ts';
import { REGISTERS } from '../../../core/proof/segments/step-log.ts';
import type { Challenge } from './challenge.ts';
import type { Trace } from './forged-trace.ts';

export const quotientOf = (above: bigint, below: bigint): bigint => inField(above * inverse(below));

/** What one more read would have to be for all that is read to be what is written. */
export function missingRead({ inputs, written }: Trace, { g, v, t }: Challenge): bigint {
  const element = (address: bigint, value: bigint, time: bigint): bigint => g - address - v * value - t * time;
  let [reads, writes] = [1n, 1n];
  const read = (...of: Parameters<typeof element>): void => void (reads = inField(reads * element(...of)));
  const write = (...of: Parameters<typeof element>): void => void (writes = inField(writes * element(...of)));
  for (const [step, c] of written.entries()) {
    const [a, b, x, rs1, rd] = (['a', 'b', 'x', 'rs1', 'rd'] as const).map((name) => inputs[name][step]!) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    const now = BigInt(3 * step);
    const [loads, stores] = [OP.load, OP.store].map((op) => inputs.f[step]![op] === 1n);
    const place = BigInt(REGISTERS) + (a + x) / 4n;
    const to = stores ? place : rd;
    read(rs1, a, now - inputs.dA[step]!);
    write(rs1, a, now + 1n);
    if (inputs.imm[step] === 0n) {
      const from = loads ? place : stores ? rd : x;
      read(from, b, now + 1n - inputs.dB[step]!);
      write(from, b, now + 2n);
    }
    read(to, inputs.vOld[step]!, now + 2n - inputs.dC[step]!);
    write(to, c, now + 3n);
  }
  const places = [...Array.from({ length: REGISTERS }, (_, at) => at), ...wordsOf(inputs.page.map(Number), REGISTERS)];
  for (const [at, place] of places.entries()) {
    write(BigInt(place), inputs.m0[at]!, 0n);
    read(BigInt(place), inputs.mF[at]!, inputs.tF[at]!);
  }
  return quotientOf(writes, reads);
}
