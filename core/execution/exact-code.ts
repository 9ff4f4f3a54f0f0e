// The rewriter makes runs fast at the cost of two things. The meter keeps gas in a local and tells the module's global
// only around calls: where a trap strikes in between, the global lags behind. And a function that has stored a NaN whose
// bits an engine chose traps before anybody can see it. A run that trapped is repeated with code that does neither.

import { canonicalTop } from './canonical-nan.ts';
import { decodeModule } from './decode.ts';
import { Instruction, readInstruction } from './instructions.ts';
import { type Body, F32, type Module } from './module.ts';
import { GLOBAL_SET, LOCAL_GET, LOCAL_SET, LOCAL_TEE } from './opcodes.ts';
import { BinaryReader } from './reader.ts';
import { GAS } from './rewrite.ts';
import { NOTED, NotedNan } from './sticky-nan.ts';
import { BinaryWriter } from './writer.ts';

const CODE_SECTION = 10;

export interface ExactCode {
  readonly bytes: Uint8Array;
  /** Whether there are NaNs that it may go on with, where the code that it was made from traps. */
  readonly goesOn: boolean;
}

/** From a module that `rewrite` made: one that stores the canonical NaN in place of any other, and goes on. */
export const goingOn = (rewritten: Uint8Array): Uint8Array => reworked(rewritten, false).bytes;

/** The same, and its gas is exact wherever it ends. */
export const exactly = (rewritten: Uint8Array): ExactCode => reworked(rewritten, true);

function reworked(rewritten: Uint8Array, through: boolean): ExactCode {
  const decoded = decodeModule(rewritten);
  if (!decoded.ok) throw new Error(decoded.failures[0]!.message);
  const module = decoded.value;
  const gas = through ? module.exports.find(({ name }) => name === GAS)!.index : undefined;
  const out = new BinaryWriter().all(rewritten.subarray(0, 8));
  const reader = new BinaryReader(rewritten, 8);
  let notes = 0;
  while (reader.more) {
    const start = reader.at;
    const id = reader.byte();
    reader.skip(reader.u32());
    if (id === CODE_SECTION) {
      const code = new BinaryWriter().u32(module.bodies.length);
      for (const body of module.bodies) notes += writeBody(module, body, gas, code);
      out.byte(id).sized(code.written());
    } else out.all(rewritten.subarray(start, reader.at));
  }
  return { bytes: out.written().slice(), goesOn: notes > 0 };
}

/** Returns how many of its stores noted NaNs. */
function writeBody({ bytes }: Module, { locals, code }: Body, gas: number | undefined, into: BinaryWriter): number {
  const to = new BinaryWriter().u32(locals.length);
  for (const { count, type } of locals) to.u32(count).byte(type);
  const reader = new BinaryReader(bytes, code.start, code.end);
  const instruction = new Instruction();
  // A rewritten body begins by taking the gas into its local, the first of the rewriter's own.
  let meter = -1;
  const note = new NotedNan();
  let mark = 0;
  let notes = 0;
  while (reader.more) {
    readInstruction(reader, instruction);
    const sets = instruction.code === LOCAL_SET || instruction.code === LOCAL_TEE;
    if (sets && meter < 0) meter = instruction.first;
    const part = meter < 0 ? 0 : note.reads(instruction, meter);
    if (part === 1) mark = to.length;
    if (part === NOTED) {
      to.length = mark;
      canonicalTop(to, F32, note.local);
      notes += 1;
    } else to.all(bytes.subarray(instruction.start, reader.at));
    if (gas !== undefined && sets && instruction.first === meter)
      to.byte(LOCAL_GET).u32(meter).byte(GLOBAL_SET).u32(gas);
  }
  into.sized(to.written());
  return notes;
}
