// What instructions without structure do to the operand stack, as tables by opcode.

import { F32, F64, I32, I64, type ValueType } from './module.ts';
import { opcodes, PREFIXED } from './opcodes.ts';

/** Opcodes behind the prefix follow those of one byte. */
const slotOf = (code: number): number => (code >= PREFIXED ? 0x100 + (code & 0xff) : code);

const VARIES = 0xff;
const pops = new Uint8Array(0x200).fill(VARIES);
const pushes = new Uint8Array(0x200);
const letters: Readonly<Record<string, ValueType>> = { i: I32, l: I64, f: F32, d: F64 };

for (const { code, signature } of opcodes.values()) {
  if (signature === '*') continue;
  const [operands, results] = signature.split(':');
  pops[slotOf(code)] = operands!.length;
  if (results !== '') pushes[slotOf(code)] = letters[results!]!;
}
/** table.grow leaves the size that was, table.fill nothing. */
pops[slotOf(PREFIXED + 15)] = 2;
pushes[slotOf(PREFIXED + 15)] = I32;
pops[slotOf(PREFIXED + 17)] = 3;

/** How many operands it takes; undefined if that depends on more than the opcode. */
export function popsOf(code: number): number | undefined {
  const count = pops[slotOf(code)]!;
  return count === VARIES ? undefined : count;
}

/** The type of its one result, or 0 for none. */
export const pushOf = (code: number): ValueType | 0 => pushes[slotOf(code)]! as ValueType | 0;
