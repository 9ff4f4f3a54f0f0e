// Code written as text, for the few functions that are added to a module by hand: `local.get 0 i32.const 1 i32.add`.

import { type Opcode, opcodes, PREFIXED } from './opcodes.ts';
import { BinaryWriter } from './writer.ts';

const byName: ReadonlyMap<string, Opcode> = new Map([...opcodes.values()].map((each) => [each.name, each]));
const blockTypes: Readonly<Record<string, number>> = { void: -64, i32: -1, i64: -2 };

/**
 * As in the flat text format, but for these: a word that begins with $ stands for a number of `names`; loads and stores
 * are followed by their offset alone, and indices stand as in the binary. Throws on words it does not know: they are
 * our own.
 */
export function codeOf(text: string, names: Readonly<Record<string, number>>): Uint8Array {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const out = new BinaryWriter();
  let at = 0;
  const number = (): number => {
    const word = words[at++] ?? '';
    const value = word.startsWith('$') ? names[word.slice(1)] : Number(word);
    if (value === undefined || Number.isNaN(value)) throw new TypeError(`no number: ${word}`);
    return value;
  };
  while (at < words.length) {
    const name = words[at++]!;
    const opcode = byName.get(name);
    if (opcode === undefined) throw new TypeError(`no instruction: ${name}`);
    if (opcode.code < PREFIXED) out.byte(opcode.code);
    else out.byte(0xfc).u32(opcode.code - PREFIXED);
    writeImmediates(out, opcode, number, () => words[at++]!);
  }
  return out.written().slice();
}

function writeImmediates(
  out: BinaryWriter,
  { name, immediates }: Opcode,
  number: () => number,
  word: () => string,
): void {
  if (immediates === 'none') return;
  if (immediates === 'index') out.u32(number());
  else if (immediates === 'i32') out.s32(number());
  else if (immediates === 'i64') out.s64(BigInt(number()));
  else if (immediates === 'memory') out.byte(0).u32(number());
  else if (immediates === 'zero') out.byte(0);
  else if (immediates === 'block') out.s32(blockTypes[word()]!);
  else if (immediates === 'index2') out.u32(number()).u32(number());
  else throw new TypeError(`no text for ${name}`);
}
