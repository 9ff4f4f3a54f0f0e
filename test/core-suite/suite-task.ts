// A module of the suite as a task of the plain ABI: `run` does what the suite tells the module to do, one action after
// another, and puts out the bits of every result. So the suite meets what any task meets: gate, rewriter and runtimes.

import { Instruction, readInstruction } from '../../core/execution/instructions.ts';
import {
  EXTERNREF,
  F32,
  F64,
  FUNCREF,
  type FunctionType,
  I32,
  I64,
  type ValueType,
} from '../../core/execution/module.ts';
import { PREFIXED } from '../../core/execution/opcodes.ts';
import { BinaryReader } from '../../core/execution/reader.ts';
import { writeModule } from '../../core/execution/write-module.ts';
import { BinaryWriter } from '../../core/execution/writer.ts';
import type { Linked } from './link.ts';
import type { Action, Value } from './script.ts';

export interface Step {
  readonly action: Action;
  /** Whether its results are put out. */
  readonly tells: boolean;
}

const RESULT_BYTES = 8;
const PAGE = 65_536;
const ALLOC: FunctionType = { params: [I32], results: [I32] };
const RUN: FunctionType = { params: [I32, I32], results: [I64] };
const kinds: Readonly<Record<string, ValueType>> = {
  i32: I32,
  i64: I64,
  f32: F32,
  f64: F64,
  funcref: FUNCREF,
  externref: EXTERNREF,
};

/** Why an action cannot be part of a task; undefined if it can. `tainted`: one that gives a reference was left out. */
export function unfit(linked: Linked, { type, field, args = [] }: Action, tainted: boolean): string | undefined {
  const kind = type === 'get' ? 'global' : 'function';
  const found = linked.module.exports.find((each) => each.name === field && each.kind === kind);
  if (found === undefined) return `${field} is not exported`;
  if (args.some(isHostReference)) return 'takes a reference of the host’s';
  if (!tainted || !seesReferences(linked, kind, found.index)) return undefined;
  return 'may see a reference of the host’s that was given before';
}

const isReference = (type: string): boolean => type === 'funcref' || type === 'externref';
const isHostReference = ({ type, value }: Value): boolean => isReference(type) && value !== 'null';

/** Whether it looks at a global or table that may hold one, or calls a function, which may. */
function seesReferences({ module, bodies }: Linked, kind: 'global' | 'function', index: number): boolean {
  const kept = [...module.globals.map(({ type }) => type), ...module.tables.map(({ element }) => element)];
  if (!kept.includes(EXTERNREF)) return false;
  if (kind === 'global') return module.globals[index]!.type === EXTERNREF;
  const reader = new BinaryReader(bodies[index]!);
  reader.list(() => [reader.u32(), reader.valueType()]);
  const instruction = new Instruction();
  while (reader.more) {
    readInstruction(reader, instruction);
    const { code, first } = instruction;
    if (code === 0x10 || code === 0x11) return true;
    if ((code === 0x23 || code === 0x24) && module.globals[first]!.type === EXTERNREF) return true;
    if ((code === 0x25 || code === 0x26) && module.tables[first]!.element === EXTERNREF) return true;
    if (code >= PREFIXED + 12) return true;
  }
  return false;
}

/** Its output has 8 bytes for every result that is told, in the order of the steps. */
export function suiteTask(linked: Linked, steps: readonly Step[]): Uint8Array {
  const { module, start, bodies } = linked;
  const results = new ResultGlobals(module.globals.length);
  const types = [...module.types, ALLOC, RUN];
  const functions = [...module.functions, module.types.length, module.types.length + 1];
  const code = new BinaryWriter().u32(functions.length);
  for (const body of bodies) code.sized(body);
  code.sized(new Uint8Array([0x00, 0x41, 0x00, 0x0b]));
  code.sized(runBody(linked, steps, results));
  // Where results would find no room there is some to grow into, of which only `memory.grow` could tell.
  const pages = Math.ceil((results.count * RESULT_BYTES) / PAGE);
  const [memory = { min: 1 }] = module.memories;
  const memories = [memory.max === undefined ? memory : { ...memory, max: Math.max(pages, memory.max) }];
  const names = new Set(['memory', 'alloc', 'run']);
  const first = module.functions.length;
  const whole = writeModule(
    {
      ...module,
      types,
      functions,
      memories,
      globals: [...module.globals, ...results.all()],
      exports: [
        ...module.exports.filter(({ name }) => !names.has(name)),
        { name: 'memory', kind: 'memory', index: 0 },
        { name: 'alloc', kind: 'function', index: first },
        { name: 'run', kind: 'function', index: first + 1 },
      ],
    },
    code.written(),
  );
  return start === undefined ? whole : withStart(whole, start);
}

/** One global of 64 bits for each result, behind those of the module. */
class ResultGlobals {
  readonly #first: number;
  count = 0;

  constructor(first: number) {
    this.#first = first;
  }

  next(): number {
    return this.at(this.count++);
  }

  at(number: number): number {
    return this.#first + number;
  }

  all() {
    return Array.from({ length: this.count }, () => ({
      type: I64,
      mutable: true,
      init: { kind: 'i64', value: 0n } as const,
    })) as { readonly type: typeof I64; readonly mutable: boolean; readonly init: { kind: 'i64'; value: bigint } }[];
  }
}

function runBody({ module }: Linked, steps: readonly Step[], results: ResultGlobals): Uint8Array {
  const out = new BinaryWriter().byte(0x00);
  for (const { action, tells } of steps) {
    const { index } = module.exports.find(({ name }) => name === action.field)!;
    for (const value of action.args ?? []) argument(out, value);
    const types =
      action.type === 'get' ? [module.globals[index]!.type] : module.types[module.functions[index]!]!.results;
    out.byte(action.type === 'get' ? 0x23 : 0x10).u32(index);
    if (!tells) types.forEach(() => out.byte(0x1a));
    const globals = tells ? types.map(() => results.next()) : [];
    for (const [at, global] of [...globals.entries()].reverse()) {
      toBits(out, types[at]!);
      out.byte(0x24).u32(global);
    }
  }
  putOut(out, results);
  return out.byte(0x0b).written().slice();
}

function argument(out: BinaryWriter, { type, value = '0' }: Value): void {
  if (type === 'i32') out.byte(0x41).s32(Number(BigInt.asIntN(32, BigInt(value))));
  else if (type === 'i64') out.byte(0x42).s64(BigInt.asIntN(64, BigInt(value)));
  else if (type === 'f32') out.byte(0x43).all(new Uint8Array(Uint32Array.of(Number(value)).buffer));
  else if (type === 'f64') out.byte(0x44).all(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer));
  else out.byte(0xd0, kinds[type]!);
}

/** Of a reference only whether it is null. */
function toBits(out: BinaryWriter, type: ValueType): void {
  if (type === F32) out.byte(0xbc);
  if (type === F64) out.byte(0xbd);
  if (type === FUNCREF || type === EXTERNREF) out.byte(0xd1);
  if (type !== I64 && type !== F64) out.byte(0xad);
}

/** All actions are done: now the memory may be written. It must have room, or be able to get it. */
function putOut(out: BinaryWriter, results: ResultGlobals): void {
  const bytes = results.count * RESULT_BYTES;
  const pages = Math.ceil(bytes / PAGE);
  if (pages > 0) {
    out.byte(0x3f, 0x00, 0x41).s32(pages).byte(0x48, 0x04, 0x40);
    out.byte(0x41).s32(pages).byte(0x3f, 0x00, 0x6b, 0x40, 0x00, 0x1a, 0x0b);
  }
  for (let n = 0; n < results.count; n += 1) {
    out
      .byte(0x41, 0x00, 0x23)
      .u32(results.at(n))
      .byte(0x37, 0x00)
      .u32(RESULT_BYTES * n);
  }
  out.byte(0x42).s64(BigInt(bytes));
}

/** `writeModule` leaves a start function out: it is for modules of the rewriter. */
function withStart(bytes: Uint8Array, start: number): Uint8Array {
  const out = new BinaryWriter().all(bytes.subarray(0, 8));
  const reader = new BinaryReader(bytes, 8);
  let written = false;
  while (reader.more) {
    const from = reader.at;
    const id = reader.byte();
    reader.skip(reader.u32());
    if (id > 7 && !written) {
      out.byte(8).sized(new BinaryWriter().u32(start).written());
      written = true;
    }
    out.all(bytes.subarray(from, reader.at));
  }
  return out.written().slice();
}
