// The meter keeps gas in a local and tells the module's global only around calls, for speed: where a trap strikes in
// between, the global lags behind. Such a run is repeated with a meter that writes every charge through.

import { decodeModule } from './decode.ts';
import { Instruction, readInstruction } from './instructions.ts';
import type { Body, Module } from './module.ts';
import { BinaryReader } from './reader.ts';
import { GAS } from './rewrite.ts';
import { BinaryWriter } from './writer.ts';

const CODE_SECTION = 10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const GLOBAL_SET = 0x24;

/** From a module that `rewrite` made: the same, but that its gas is exact wherever it ends. */
export function writeThrough(rewritten: Uint8Array): Uint8Array {
  const decoded = decodeModule(rewritten);
  if (!decoded.ok) throw new Error(decoded.failures[0]!.message);
  const module = decoded.value;
  const gas = module.exports.find(({ name }) => name === GAS)!.index;
  const out = new BinaryWriter().all(rewritten.subarray(0, 8));
  const reader = new BinaryReader(rewritten, 8);
  while (reader.more) {
    const start = reader.at;
    const id = reader.byte();
    reader.skip(reader.u32());
    if (id === CODE_SECTION) out.byte(id).sized(codeOf(module, gas));
    else out.all(rewritten.subarray(start, reader.at));
  }
  return out.written().slice();
}

function codeOf(module: Module, gas: number): Uint8Array {
  const code = new BinaryWriter().u32(module.bodies.length);
  for (const body of module.bodies) {
    const to = new BinaryWriter().u32(body.locals.length);
    for (const { count, type } of body.locals) to.u32(count).byte(type);
    writeBody(module, body, gas, to);
    code.sized(to.written());
  }
  return code.written();
}

/** A rewritten body begins by taking the gas into its local. */
function writeBody({ bytes }: Module, { code }: Body, gas: number, to: BinaryWriter): void {
  const reader = new BinaryReader(bytes, code.start, code.end);
  const instruction = new Instruction();
  let meter = -1;
  while (reader.more) {
    readInstruction(reader, instruction);
    const sets = instruction.code === LOCAL_SET || instruction.code === LOCAL_TEE;
    if (sets && meter < 0) meter = instruction.first;
    to.all(bytes.subarray(instruction.start, reader.at));
    if (sets && instruction.first === meter) to.byte(LOCAL_GET).u32(meter).byte(GLOBAL_SET).u32(gas);
  }
}
