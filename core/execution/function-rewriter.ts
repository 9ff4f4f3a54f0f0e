// Rewrites one body: gas in a local that meets the global around calls, stack depth, NaNs made canonical where their
// bits could be seen, and the trace. What is added leaves the operand stack as it was.

import { BULK_SHIFT, ENTRY_GAS, gasOf, TURN_GAS } from './gas-schedule.ts';
import { Instruction, readInstruction } from './instructions.ts';
import { type Body, F32, F64, type FunctionType, I32, I64, type ValueType } from './module.ts';
import { PREFIXED } from './opcodes.ts';
import { BinaryReader } from './reader.ts';
import { BinaryWriter } from './writer.ts';

/** Values of the status global. */
export const STATUS = { stack: 1, memory: 2, growthFailed: 3 } as const;

/** What all bodies of a module share. */
export interface ModulePlan {
  /** Indices of the added globals. */
  readonly gas: number;
  readonly depth: number;
  readonly status: number;
  readonly trace: number | undefined;
  /** Whether any body does float arithmetic, so that arguments may be NaNs of any bits. */
  readonly arithmetic: boolean;
  /** Pages that the memory may grow to, and whether it is our limit that says so. */
  readonly pagesMax: number;
  readonly capped: boolean;
  /** A block type with these results. */
  blockType(results: readonly ValueType[]): number;
}

const GET = 0x20;
const SET = 0x21;
const TEE = 0x22;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const MIX = -7046029254386353131n;
/** Locals that cost as much stack as a call itself. */
const LOCALS_PER_FRAME = 16;

/** Whether the result's NaN bits depend on the engine: ceil to max, demote and promote. */
export const isArithmetic = (code: number): boolean =>
  (code >= 0x8d && code <= 0x97) || (code >= 0x9b && code <= 0xa5) || code === 0xb6 || code === 0xbb;

/** Whether the instruction leaves a float whose bits are the same everywhere: loads, constants, conversions from integers. */
const isExact = (code: number): boolean =>
  code === 0x2a ||
  code === 0x2b ||
  code === 0x43 ||
  code === 0x44 ||
  (code >= 0xb2 && code <= 0xba && code !== 0xb6) ||
  code === 0xbe ||
  code === 0xbf;

export class FunctionRewriter {
  readonly #plan: ModulePlan;
  readonly #out = new BinaryWriter();
  readonly #block = new BinaryWriter();
  readonly #instruction = new Instruction();
  readonly #added: ValueType[] = [];
  readonly #scratch = new Map<ValueType, number>();
  #locals = 0;
  #gasLocal = 0;
  #cost = 0;
  /** The next block is a function's first or a loop's: it checks. */
  #checked = true;
  #blockNumber = 0;

  constructor(plan: ModulePlan) {
    this.#plan = plan;
  }

  /** Appends the rewritten body, with its size, to `to`. A problem with the code is left in the reader that is returned. */
  rewrite(bytes: Uint8Array, body: Body, type: FunctionType, number: number, to: BinaryWriter): BinaryReader {
    this.#begin(body, type);
    const reader = new BinaryReader(bytes, body.code.start, body.code.end);
    this.#blockNumber = number * 65_537;
    this.#instructions(reader);
    const whole = new BinaryWriter();
    const runs = body.locals.length + this.#added.length;
    whole.u32(runs);
    for (const { count, type: of } of body.locals) whole.u32(count).byte(of);
    for (const of of this.#added) whole.u32(1).byte(of);
    this.#prologue(whole, type, this.#weight(type, body));
    whole.byte(0x02).s32(this.#plan.blockType(type.results));
    whole.all(this.#out.written()).byte(0x0b);
    this.#epilogue(whole, type, this.#weight(type, body));
    whole.byte(0x0b);
    to.sized(whole.written());
    return reader;
  }

  #begin(body: Body, type: FunctionType): void {
    this.#out.clear();
    this.#block.clear();
    this.#added.length = 0;
    this.#scratch.clear();
    this.#locals = body.locals.reduce((sum, { count }) => sum + count, type.params.length);
    this.#gasLocal = this.#local(I64);
    this.#cost = ENTRY_GAS;
    this.#checked = true;
    // A result that needs a scratch local must have it before the locals are written.
    if (!this.#plan.arithmetic) return;
    for (const of of [...type.params, ...type.results]) if (of === F32 || of === F64) this.#scratchOf(of);
    if (type.results.length > 1) this.#resultLocals = type.results.map((of) => this.#local(of));
  }

  #resultLocals: readonly number[] = [];

  #weight(type: FunctionType, body: Body): number {
    const slots = body.locals.reduce((sum, { count }) => sum + count, type.params.length);
    return 1 + Math.floor(slots / LOCALS_PER_FRAME);
  }

  #local(type: ValueType): number {
    this.#added.push(type);
    return this.#locals++;
  }

  #scratchOf(type: ValueType, key: ValueType = type): number {
    let index = this.#scratch.get(key);
    if (index === undefined) this.#scratch.set(key, (index = this.#local(type)));
    return index;
  }

  #instructions(reader: BinaryReader): void {
    let depth = 0;
    let before = 0;
    while (reader.more) {
      readInstruction(reader, this.#instruction);
      const { code, start } = this.#instruction;
      this.#cost += gasOf(code);
      if (code === 0x0b && depth === 0) {
        this.#flush();
        if (reader.at < reader.end) reader.refuse('there is code after the end');
        return;
      }
      if (code >= 0x02 && code <= 0x04) depth += 1;
      if (code === 0x0b) depth -= 1;
      this.#before(code, before);
      if (code === 0x0f) this.#block.byte(0x0c).u32(depth);
      else if (code === 0x40) this.#grow(reader.bytes.subarray(start, reader.at));
      else this.#block.all(reader.bytes.subarray(start, reader.at));
      this.#after(code);
      before = code;
    }
    reader.refuse('a body does not end');
  }

  #before(code: number, before: number): void {
    const block = this.#block;
    if (code === 0x10 || code === 0x11) this.#sync(block);
    if (code === 0x00) this.#sync(block);
    if (this.#plan.arithmetic && !isExact(before)) {
      if (code === 0x38 || code === 0xbc || code === 0x98) this.#canonical(block, F32);
      if (code === 0x39 || code === 0xbd || code === 0xa6) this.#canonical(block, F64);
    }
    const bulk = code - PREFIXED;
    if (bulk >= 8 && bulk <= 17 && ![9, 13, 16].includes(bulk)) this.#chargeLength();
  }

  #after(code: number): void {
    if (code === 0x10 || code === 0x11) this.#block.byte(GLOBAL_GET).u32(this.#plan.gas).byte(SET).u32(this.#gasLocal);
    const ends = (code >= 0x03 && code <= 0x05) || (code >= 0x0b && code <= 0x0f) || code === 0x00;
    if (!ends) return;
    this.#flush();
    if (code !== 0x03) return;
    this.#checked = true;
    this.#cost = TURN_GAS;
  }

  /** Ends a block of straight code: it is charged as a whole before it runs. */
  #flush(): void {
    const out = this.#out;
    if (this.#cost > 0) {
      out.byte(GET).u32(this.#gasLocal).byte(0x42).s64(BigInt(this.#cost)).byte(0x7d);
      if (this.#checked) {
        out.byte(TEE).u32(this.#gasLocal);
        this.#stopIfSpent(out);
      } else out.byte(SET).u32(this.#gasLocal);
      if (this.#plan.trace !== undefined) this.#mix(out, this.#plan.trace);
      this.#checked = false;
    }
    out.all(this.#block.written());
    this.#block.clear();
    this.#cost = 0;
  }

  #mix(out: BinaryWriter, trace: number): void {
    this.#blockNumber += 1;
    out.byte(GLOBAL_GET).u32(trace).byte(0x42).s64(BigInt(this.#blockNumber)).byte(0x85);
    out.byte(0x42).s64(MIX).byte(0x7e, GLOBAL_SET).u32(trace);
  }

  /** Takes the gas left from the stack, and traps if it is below zero. */
  #stopIfSpent(out: BinaryWriter): void {
    out.byte(0x42, 0x00, 0x53, 0x04, 0x40);
    this.#sync(out);
    out.byte(0x00, 0x0b);
  }

  #sync(out: BinaryWriter): void {
    out.byte(GET).u32(this.#gasLocal).byte(GLOBAL_SET).u32(this.#plan.gas);
  }

  /** The length is on top of the stack. */
  #chargeLength(): void {
    const length = this.#scratchOf(I32);
    const block = this.#block.byte(TEE).u32(length).byte(GET).u32(this.#gasLocal).byte(GET).u32(length);
    block.byte(0xad, 0x42).s64(BigInt(BULK_SHIFT)).byte(0x88, 0x7d, TEE).u32(this.#gasLocal);
    this.#stopIfSpent(block);
  }

  /** The value on top of the stack, or the one NaN that all engines agree on. */
  #canonical(to: BinaryWriter, type: typeof F32 | typeof F64): void {
    const local = this.#scratchOf(type);
    to.byte(TEE).u32(local);
    if (type === F32) to.byte(0x43, 0, 0, 0xc0, 0x7f);
    else to.byte(0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f);
    to.byte(GET).u32(local).byte(GET).u32(local);
    to.byte(type === F32 ? 0x5b : 0x61, 0x1b);
  }

  /** Tells a growth that a limit forbids from one that the machine could not give, and stops at the latter. */
  #grow(instruction: Uint8Array): void {
    const { status, pagesMax, capped } = this.#plan;
    const pages = this.#scratchOf(I32);
    const was = this.#scratchOf(I32, FUNCTION_KEY);
    const block = this.#block.byte(TEE).u32(pages).all(instruction).byte(TEE).u32(was);
    block.byte(0x41).s32(-1).byte(0x46, 0x04, 0x40);
    block.byte(0x3f, 0x00, 0xad, GET).u32(pages).byte(0xad, 0x7c, 0x42).s64(BigInt(pagesMax)).byte(0x58, 0x04, 0x40);
    block.byte(0x41).s32(STATUS.growthFailed).byte(GLOBAL_SET).u32(status).byte(0x00);
    if (capped) block.byte(0x05, 0x41).s32(STATUS.memory).byte(GLOBAL_SET).u32(status);
    block.byte(0x0b, 0x0b, GET).u32(was);
  }

  #prologue(to: BinaryWriter, { params }: FunctionType, weight: number): void {
    const { depth, status, gas, arithmetic } = this.#plan;
    to.byte(GLOBAL_GET).u32(gas).byte(SET).u32(this.#gasLocal);
    to.byte(GLOBAL_GET).u32(depth).byte(0x41).s32(weight).byte(0x6b, GLOBAL_SET).u32(depth);
    to.byte(GLOBAL_GET).u32(depth).byte(0x41, 0x00, 0x48, 0x04, 0x40);
    to.byte(0x41).s32(STATUS.stack).byte(GLOBAL_SET).u32(status).byte(0x00, 0x0b);
    if (!arithmetic) return;
    for (const [at, type] of params.entries()) {
      if (type !== F32 && type !== F64) continue;
      to.byte(GET).u32(at);
      this.#canonical(to, type);
      to.byte(SET).u32(at);
    }
  }

  #epilogue(to: BinaryWriter, { results }: FunctionType, weight: number): void {
    if (this.#plan.arithmetic) this.#canonicalResults(to, results);
    const { depth } = this.#plan;
    to.byte(GLOBAL_GET).u32(depth).byte(0x41).s32(weight).byte(0x6a, GLOBAL_SET).u32(depth);
    this.#sync(to);
  }

  #canonicalResults(to: BinaryWriter, results: readonly ValueType[]): void {
    const [only] = results;
    if (results.length === 1 && (only === F32 || only === F64)) this.#canonical(to, only);
    if (results.length < 2) return;
    for (const local of [...this.#resultLocals].reverse()) to.byte(SET).u32(local);
    for (const [at, type] of results.entries()) {
      to.byte(GET).u32(this.#resultLocals[at]!);
      if (type === F32 || type === F64) this.#canonical(to, type);
    }
  }
}

/** A key for the second scratch local of type i32. */
const FUNCTION_KEY = 0x70;
