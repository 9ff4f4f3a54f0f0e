// Rewrites one body: gas in a local that meets the global around calls, stack depth, NaNs made canonical where their
// bits could be seen, and the trace. What is added leaves the operand stack as it was.

import { canonicalBits, canonicalLocal, canonicalTop } from './canonical-nan.ts';
import { type Charge, MIX, NOTHING } from './charge.ts';
import { behind, type CheckpointHook, writeCheckpoint } from './checkpoint-hook.ts';
import { floatOf, isFloat, LOOSE, SAFE } from './float-classes.ts';
import { BULK_SHIFT, framesOf, gasOf, TURN_GAS } from './gas-schedule.ts';
import { Instruction, readInstruction } from './instructions.ts';
import { type Body, F32, F64, type FunctionType, I32, I64, type Module, type ValueType } from './module.ts';
import { type Canonicalise, learnClasses, passInstruction } from './nan-sinks.ts';
import {
  F32_STORE,
  LOCAL_GET as GET,
  GLOBAL_GET,
  GLOBAL_SET,
  PREFIXED,
  LOCAL_SET as SET,
  LOCAL_TEE as TEE,
} from './opcodes.ts';
import { OperandFlow } from './operand-flow.ts';
import { BinaryReader } from './reader.ts';
import { noteNan, stopAtNan } from './sticky-nan.ts';
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
  /** NaNs are made canonical behind every operator instead of where they can be seen: a baseline for benchmarks. */
  readonly eager: boolean;
  /** Pages that the memory may grow to, and whether it is our limit that says so. */
  readonly pagesMax: number;
  readonly capped: boolean;
  /** Bodies get their charges and nothing else: for who counts gas by other means than running them. */
  readonly chargesOnly: boolean;
  /** The hook of checkpoints, if there is one: it is a function import more, behind the module's own. */
  readonly hook: CheckpointHook | undefined;
  /** A block type with these results. */
  blockType(results: readonly ValueType[]): number;
}

const F64_STORE = 0x39;
const I64_STORE = 0x37;
const I64_REINTERPRET = 0xbd;

/** Numbers of scratch locals below it have uses of their own. */
const FIRST_SPILL = 2;

export class FunctionRewriter {
  readonly #plan: ModulePlan;
  readonly #flow: OperandFlow;
  readonly #out = new BinaryWriter();
  readonly #block = new BinaryWriter();
  readonly #instruction = new Instruction();
  readonly #added: ValueType[] = [];
  readonly #scratch = new Map<number, number>();
  /** Where a NaN that was stored as an f32 is remembered, if the function stores any. */
  #sticky: number | undefined;
  #locals = 0;
  #spills = 0;
  #gasLocal = 0;
  #cost = 0;
  /** The next block is a function's first or a loop's: it checks. */
  #checked = true;
  /** The code of this block calls. */
  #calls = false;
  /** The function calls. */
  #nests = false;
  /** The last operand seen was made canonical as an integer. */
  #asBits = false;
  /** For each open block the charge that its `if` left to its arms. */
  readonly #left: Charge[] = [];
  #blockNumber = 0;

  constructor(plan: ModulePlan, module: Module) {
    this.#plan = plan;
    this.#flow = new OperandFlow(module);
  }

  /** Appends the rewritten body, with its size (its code alone if it gets charges only), to `to`. A problem with the code is left in the reader that is returned. */
  rewrite(bytes: Uint8Array, body: Body, type: FunctionType, number: number, to: BinaryWriter): BinaryReader {
    const slots = body.locals.reduce((sum, { count }) => sum + count, type.params.length);
    this.#begin(slots);
    this.#flow.begin(type, body);
    if (learnClasses(this.#flow, bytes, body).storesSingles) this.#sticky = this.#local(F32);
    const reader = new BinaryReader(bytes, body.code.start, body.code.end);
    this.#blockNumber = number * 65_537;
    this.#instructions(reader);
    const whole = new BinaryWriter();
    if (this.#plan.chargesOnly) {
      to.all(this.#out.written()).byte(0x0b);
      return reader;
    }
    whole.u32(body.locals.length + this.#added.length);
    for (const { count, type: of } of body.locals) whole.u32(count).byte(of);
    for (const of of this.#added) whole.u32(1).byte(of);
    const frames = framesOf(slots + this.#flow.height + this.#spills);
    this.#prologue(whole, frames);
    whole.byte(0x02).s32(this.#plan.blockType(type.results));
    whole.all(this.#out.written()).byte(0x0b);
    this.#epilogue(whole, frames);
    whole.byte(0x0b);
    to.sized(whole.written());
    return reader;
  }

  #begin(slots: number): void {
    this.#out.clear();
    this.#block.clear();
    this.#added.length = 0;
    this.#scratch.clear();
    this.#sticky = undefined;
    this.#spills = 0;
    this.#locals = slots;
    this.#gasLocal = this.#local(I64);
    this.#cost = framesOf(slots);
    this.#checked = true;
    this.#calls = this.#nests = false;
    this.#left.length = 0;
  }

  #instructions(reader: BinaryReader): void {
    const flow = this.#flow;
    const canonicalise: Canonicalise = {
      operands: (deepest) => this.#canonicalOperands(deepest),
      local: (local) => canonicalLocal(this.#block, floatOf(flow.typeOfLocal(local)), local),
    };
    while (reader.more) {
      readInstruction(reader, this.#instruction);
      const { code, start } = this.#instruction;
      if (flow.skips(this.#instruction)) continue;
      this.#cost += gasOf(code);
      this.#before(code);
      const returns = flow.frames.length - 1;
      passInstruction(flow, this.#instruction, canonicalise);
      if (flow.ended) {
        this.#flush();
        if (reader.at < reader.end) reader.refuse('there is code after the end');
        return;
      }
      if (code === 0x0b) this.#other();
      this.#write(code, returns, reader.bytes.subarray(start, reader.at));
      this.#after(code);
    }
    reader.refuse('a body does not end');
  }

  #write(code: number, returns: number, instruction: Uint8Array): void {
    const block = this.#block;
    const { chargesOnly } = this.#plan;
    if (!chargesOnly && (code === 0x10 || code === 0x11)) this.#stopAtNan(block);
    if (!chargesOnly && (code === 0x10 || code === 0x11 || code === 0x00)) this.#sync(block);
    if (!chargesOnly && code === 0x0f) block.byte(0x0c).u32(returns);
    else if (!chargesOnly && code === 0x40) this.#grow(instruction);
    else if (this.#plan.hook !== undefined && (code === 0x10 || code === 0xd2))
      this.#block.byte(code).u32(behind(this.#plan.hook, this.#instruction.first));
    else if (!this.#asBits) block.all(instruction);
    else if (code === F64_STORE) block.byte(I64_STORE).all(instruction.subarray(1));
    this.#asBits = false;
  }

  #before(code: number): void {
    const bulk = code - PREFIXED;
    if (bulk >= 8 && bulk <= 17 && ![9, 13, 16].includes(bulk)) this.#chargeLength();
  }

  #after(code: number): void {
    if (code === 0x10 || code === 0x11) {
      if (!this.#plan.chargesOnly) this.#block.byte(GLOBAL_GET).u32(this.#plan.gas).byte(SET).u32(this.#gasLocal);
      this.#calls = this.#nests = true;
    }
    if (this.#plan.eager) this.#eagerly();
    if (code === 0x02) this.#left.push(NOTHING);
    if (code === 0x04) {
      this.#fork();
      return;
    }
    const ends = code === 0x03 || code === 0x05 || (code >= 0x0b && code <= 0x0f) || code === 0x00;
    if (!ends) return;
    this.#flush();
    if (code === 0x05) this.#resume();
    if (code !== 0x03) return;
    this.#left.push(NOTHING);
    this.#checked = true;
    this.#cost = TURN_GAS;
  }

  /** The code before an `if` is charged with each of its arms: one charge a path less. Not if it calls: that may be long. */
  #fork(): void {
    if (this.#calls) {
      this.#flush();
      this.#left.push(NOTHING);
      return;
    }
    this.#out.all(this.#block.written());
    this.#block.clear();
    this.#left.push({ cost: this.#cost, checked: this.#checked });
  }

  /** Ahead of `end`: an `if` without `else` gets one that charges what was left to it. */
  #other(): void {
    if (this.#left.at(-1)!.cost > 0) {
      this.#flush();
      this.#out.byte(0x05);
      this.#resume();
    }
    this.#left.pop();
  }

  #resume(): void {
    const { cost, checked } = this.#left.pop()!;
    this.#left.push(NOTHING);
    this.#cost = cost;
    this.#checked = checked;
  }

  #eagerly(): void {
    const { classes, types } = this.#flow;
    const top = classes.length - 1;
    if (classes[top] !== LOOSE || !isFloat(types[top]!)) return;
    this.#canonicalTop(types[top]);
    classes[top] = SAFE;
  }

  /** Ends a block of straight code: it is charged as a whole before it runs. */
  #flush(): void {
    const out = this.#out;
    if (this.#cost > 0) {
      out.byte(GET).u32(this.#gasLocal).byte(0x42).s64(BigInt(this.#cost)).byte(0x7d);
      if (this.#checked && !this.#plan.chargesOnly) {
        out.byte(TEE).u32(this.#gasLocal);
        this.#stopIfSpent(out);
        if (this.#plan.hook !== undefined) writeCheckpoint(out, this.#gasLocal, this.#plan.hook);
      } else out.byte(SET).u32(this.#gasLocal);
      if (this.#plan.trace !== undefined) this.#mix(out, this.#plan.trace);
      this.#checked = false;
    }
    out.all(this.#block.written());
    this.#block.clear();
    this.#cost = 0;
    this.#calls = false;
  }

  #local(type: ValueType): number {
    this.#added.push(type);
    return this.#locals++;
  }

  /** A local of the rewriter's own; those of one type have different numbers. */
  #scratchOf(type: ValueType, number = 0): number {
    const key = (number << 8) | type;
    let index = this.#scratch.get(key);
    if (index === undefined) this.#scratch.set(key, (index = this.#local(type)));
    return index;
  }

  #mix(out: BinaryWriter, trace: number): void {
    this.#blockNumber += 1;
    out.byte(GLOBAL_GET).u32(trace).byte(0x42).s64(BigInt(this.#blockNumber)).byte(0x85);
    out.byte(0x42).s64(MIX).byte(0x7e, GLOBAL_SET).u32(trace);
  }

  /** Takes the gas left from the stack, and traps if it is below zero. */
  #stopIfSpent(out: BinaryWriter): void {
    out.byte(0x42, 0x00, 0x53, 0x04, 0x40);
    this.#stopAtNan(out);
    this.#sync(out);
    out.byte(0x00, 0x0b);
  }

  #stopAtNan(out: BinaryWriter): void {
    if (this.#sticky !== undefined) stopAtNan(out, this.#sticky);
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

  /** The loose ones of the operands down to the deepest, made canonical. The flow has not yet passed the instruction. */
  #canonicalOperands(deepest: number): void {
    const { types, classes } = this.#flow;
    const top = types.length - 1;
    const { code } = this.#instruction;
    if (code === F32_STORE) {
      noteNan(this.#block, this.#scratchOf(F32), this.#sticky!);
      return;
    }
    this.#asBits = code === F64_STORE || code === I64_REINTERPRET;
    if (this.#asBits) canonicalBits(this.#block, this.#scratchOf(I64));
    else if (deepest === 0) this.#canonicalTop(floatOf(types[top]!));
    if (deepest === 0) return;
    for (let at = 0; at < deepest; at += 1) this.#block.byte(SET).u32(this.#spill(types[top - at]!, at));
    for (let at = deepest; at >= 0; at -= 1) {
      if (at < deepest) this.#block.byte(GET).u32(this.#spill(types[top - at]!, at));
      if (classes[top - at] === LOOSE) this.#canonicalTop(floatOf(types[top - at]!));
    }
  }

  #spill(type: ValueType, at: number): number {
    const known = this.#scratch.size;
    const local = this.#scratchOf(type, at + FIRST_SPILL);
    if (this.#scratch.size > known) this.#spills += 1;
    return local;
  }

  #canonicalTop(type: typeof F32 | typeof F64): void {
    canonicalTop(this.#block, type, this.#scratchOf(type));
  }

  /** Tells a growth that a limit forbids from one that the machine could not give, and stops at the latter. */
  #grow(instruction: Uint8Array): void {
    const { status, pagesMax, capped } = this.#plan;
    const pages = this.#scratchOf(I32);
    const was = this.#scratchOf(I32, 1);
    const block = this.#block.byte(TEE).u32(pages).all(instruction).byte(TEE).u32(was);
    block.byte(0x41).s32(-1).byte(0x46, 0x04, 0x40);
    block.byte(0x3f, 0x00, 0xad, GET).u32(pages).byte(0xad, 0x7c, 0x42).s64(BigInt(pagesMax)).byte(0x58, 0x04, 0x40);
    block.byte(0x41).s32(STATUS.growthFailed).byte(GLOBAL_SET).u32(status).byte(0x00);
    if (capped) block.byte(0x05, 0x41).s32(STATUS.memory).byte(GLOBAL_SET).u32(status);
    block.byte(0x0b, 0x0b, GET).u32(was);
  }

  /** What a function without calls takes of the stack nobody else sees: it only looks whether there is enough. */
  #prologue(to: BinaryWriter, frames: number): void {
    const { depth, status, gas } = this.#plan;
    to.byte(GLOBAL_GET).u32(gas).byte(SET).u32(this.#gasLocal);
    to.byte(GLOBAL_GET).u32(depth).byte(0x41).s32(frames);
    if (this.#nests) to.byte(0x6b, GLOBAL_SET).u32(depth).byte(GLOBAL_GET).u32(depth).byte(0x41, 0x00);
    to.byte(0x48, 0x04, 0x40);
    to.byte(0x41).s32(STATUS.stack).byte(GLOBAL_SET).u32(status).byte(0x00, 0x0b);
  }

  #epilogue(to: BinaryWriter, frames: number): void {
    const { depth } = this.#plan;
    this.#stopAtNan(to);
    if (this.#nests) to.byte(GLOBAL_GET).u32(depth).byte(0x41).s32(frames).byte(0x6a, GLOBAL_SET).u32(depth);
    this.#sync(to);
  }
}
