// Flattens the bodies of a valid module. Code that cannot be reached is left out.

import { FLAT, type FlatCode, type FlatFunction, flatNumber, numberTypes, WORDS } from './flat-code.ts';
import { Instruction, readInstruction } from './instructions.ts';
import type { Body, FunctionType, Module } from './module.ts';
import { effectOf } from './operators.ts';
import { BinaryReader } from './reader.ts';

/** A block, loop, if or body that is open. */
interface Label {
  readonly kind: 'block' | 'loop';
  /** Operands below it, in values. */
  readonly height: number;
  readonly params: number;
  readonly results: number;
  /** Of a loop. */
  readonly start: number;
  /** Places that wait for where it ends. */
  readonly ends: number[];
  /** The place that waits for its `else`, or -1. */
  otherwise: number;
}

/** The module has passed the gate and `WebAssembly.validate`; on any other the result says nothing. */
export function flatten(module: Module): FlatCode {
  const types = numberTypes(module.types);
  const out: number[] = [];
  const imported = module.imports.flatMap((each) => (each.kind === 'function' ? [each.type] : []));
  const all = [...imported, ...module.functions];
  const signatures = all.map((type) => module.types[type]!);
  const functions = all.map((type, at): FlatFunction => {
    const signature = module.types[type]!;
    const params = signature.params.length * WORDS;
    const shared = { type: types[type]!, signature, params };
    const body = module.bodies[at - imported.length];
    if (at < imported.length || body === undefined) return { ...shared, entry: -1, locals: params, room: params };
    const entry = out.length;
    return { ...shared, entry, ...new BodyFlattener(module, signatures, types, out).flatten(body, signature) };
  });
  return { module, code: Int32Array.from(out), functions, types };
}

/** local.get, i64.const and i64.sub. */
const CHARGE_WORDS = 6;
const isCharge = (out: readonly number[], at: number, local: number): boolean =>
  out.length === at + CHARGE_WORDS &&
  out[at] === 0x20 &&
  out[at + 1] === local &&
  out[at + 2] === 0x42 &&
  out[at + 5] === 0x7d;

/** The charge, local.get, i64.const, i64.lt_s and the `if`. */
const CHECK_WORDS = 12;
const isCheck = (out: readonly number[], at: number): boolean =>
  out.length === at + CHECK_WORDS &&
  out[at] === FLAT.charge &&
  out[at + 4] === 0x20 &&
  out[at + 5] === out[at + 1] &&
  out[at + 6] === 0x42 &&
  out[at + 7] === 0 &&
  out[at + 8] === 0 &&
  out[at + 9] === 0x53;

class BodyFlattener {
  readonly #module: Module;
  readonly #signatures: readonly FunctionType[];
  readonly #types: readonly number[];
  readonly #out: number[];
  readonly #labels: Label[] = [];
  readonly #instruction = new Instruction();
  #operands: BinaryReader;
  #locals = 0;
  #height = 0;
  #highest = 0;
  /** Whether the code here cannot be reached, and how many blocks deep in that. */
  #dead = false;
  #nested = 0;
  /** Where the instructions start that may still be joined: none before a place that a branch leads to. */
  #starts: number[] = [];

  constructor(module: Module, signatures: readonly FunctionType[], types: readonly number[], out: number[]) {
    this.#module = module;
    this.#signatures = signatures;
    this.#types = types;
    this.#out = out;
    this.#operands = new BinaryReader(module.bytes);
  }

  flatten(body: Body, { params, results }: FunctionType): Pick<FlatFunction, 'locals' | 'room'> {
    this.#locals = body.locals.reduce((sum, { count }) => sum + count, params.length);
    this.#highest = this.#locals;
    this.#height = this.#locals;
    const reader = new BinaryReader(this.#module.bytes, body.code.start, body.code.end);
    this.#open('block', 0, results.length);
    while (reader.more) {
      readInstruction(reader, this.#instruction);
      if (this.#dead) this.#skip(this.#instruction.code);
      else this.#emit(this.#instruction.code);
    }
    return { locals: this.#locals * WORDS, room: (this.#highest + 1) * WORDS };
  }

  /** Code that cannot be reached: only where it ends matters. */
  #skip(code: number): void {
    if (code >= 0x02 && code <= 0x04) this.#nested += 1;
    else if (this.#nested > 0) this.#nested -= code === 0x0b ? 1 : 0;
    else if (code === 0x05) this.#else();
    else if (code === 0x0b) this.#end();
  }

  #emit(code: number): void {
    const { first, second } = this.#instruction;
    this.#starts.push(this.#out.length);
    if (code >= 0x45 && code <= 0xc4) this.#plain(code);
    else if (code === 0x21 || code === 0x22) this.#setLocal(code, first);
    else if (code >= 0x20 && code <= 0x26) this.#indexed(code, first);
    else if (code >= 0x28 && code <= 0x3e) this.#memory(code, second);
    else if (code >= 0x41 && code <= 0x44) this.#constant(code);
    else if (code <= 0x11) this.#control(code);
    else this.#rest(code);
  }

  #control(code: number): void {
    const { first, second } = this.#instruction;
    const out = this.#out;
    switch (code) {
      case 0x00:
        out.push(0);
        this.#die();
        return;
      case 0x02:
      case 0x03:
      case 0x04:
        this.#enter(code);
        return;
      case 0x05:
        this.#else();
        return;
      case 0x0b:
        this.#end();
        return;
      case 0x0c:
        this.#branch(first, false);
        this.#die();
        return;
      case 0x0d:
        this.#grow(-1);
        this.#branch(first, true);
        return;
      case 0x0e:
        this.#branchTable();
        return;
      case 0x0f:
        out.push(FLAT.return, this.#labels[0]!.results * WORDS);
        this.#die();
        return;
      case 0x10:
        out.push(FLAT.call, first);
        this.#called(this.#signatures[first]!);
        return;
      case 0x11:
        this.#grow(-1);
        out.push(FLAT.callIndirect, this.#types[first]!, second);
        this.#called(this.#module.types[first]!);
        return;
      default:
    }
  }

  #called({ params, results }: FunctionType): void {
    this.#grow(results.length - params.length);
  }

  #enter(code: number): void {
    const { params, results } = this.#blockType();
    if (code === 0x04) this.#grow(-1);
    if (code === 0x04) this.#out.push(FLAT.ifZero, -1);
    const label = this.#open(code === 0x03 ? 'loop' : 'block', params, results);
    if (code === 0x04) label.otherwise = this.#out.length - 1;
    if (code === 0x03) this.#starts = [];
    if (code === 0x04) this.#fuseCheck(label);
  }

  #open(kind: Label['kind'], params: number, results: number): Label {
    const [start, height] = [this.#out.length, this.#height - params];
    const label: Label = { kind, height, params, results, start, ends: [], otherwise: -1 };
    this.#labels.push(label);
    return label;
  }

  #blockType(): { readonly params: number; readonly results: number } {
    this.#operands.at = this.#instruction.start + 1;
    const type = this.#operands.s33();
    if (type < 0) return { params: 0, results: type === -64 ? 0 : 1 };
    const { params, results } = this.#module.types[type]!;
    return { params: params.length, results: results.length };
  }

  #else(): void {
    const label = this.#labels.at(-1)!;
    if (!this.#dead) {
      this.#out.push(FLAT.goto, -1);
      label.ends.push(this.#out.length - 1);
    }
    this.#out[label.otherwise] = this.#out.length;
    label.otherwise = -1;
    this.#revive(label.height + label.params);
  }

  #end(): void {
    const label = this.#labels.pop()!;
    const here = this.#out.length;
    if (label.otherwise >= 0) this.#out[label.otherwise] = here;
    for (const place of label.ends) this.#out[place] = here;
    this.#revive(label.height + label.results);
    if (this.#labels.length === 0) this.#out.push(FLAT.return, label.results * WORDS);
  }

  #die(): void {
    this.#dead = true;
    this.#nested = 0;
  }

  #revive(height: number): void {
    this.#dead = false;
    this.#height = height;
    this.#highest = Math.max(this.#highest, height);
    this.#starts = [];
  }

  #branch(depth: number, conditional: boolean): void {
    const label = this.#labels.at(-1 - depth)!;
    const kept = label.kind === 'loop' ? label.params : label.results;
    const inPlace = this.#height - kept === label.height;
    if (inPlace) this.#out.push(conditional ? FLAT.ifNonZero : FLAT.goto);
    else this.#out.push(conditional ? FLAT.branchIf : FLAT.branch);
    this.#target(label);
    if (!inPlace) this.#out.push(kept * WORDS, label.height * WORDS);
  }

  #target(label: Label): void {
    if (label.kind === 'loop') this.#out.push(label.start);
    else {
      label.ends.push(this.#out.length);
      this.#out.push(-1);
    }
  }

  #branchTable(): void {
    this.#grow(-1);
    this.#operands.at = this.#instruction.start + 1;
    const count = this.#operands.u32();
    this.#out.push(FLAT.branchTable, count);
    for (let at = 0; at <= count; at += 1) {
      const label = this.#labels.at(-1 - this.#operands.u32())!;
      this.#target(label);
      this.#out.push((label.kind === 'loop' ? label.params : label.results) * WORDS, label.height * WORDS);
    }
    this.#die();
  }

  /** Operators without immediates. */
  #plain(code: number): void {
    this.#out.push(code);
    this.#effect(code);
  }

  /** Locals are counted in words; globals too, but tables are not. */
  #indexed(code: number, index: number): void {
    this.#out.push(code, code < 0x25 ? index * WORDS : index);
    if (code === 0x20 || code === 0x23) this.#grow(1);
    else if (code === 0x24) this.#grow(-1);
    else if (code === 0x26) this.#grow(-2);
  }

  /** What the rewriter puts before every block becomes one instruction. */
  #setLocal(code: number, index: number): void {
    const out = this.#out;
    const local = index * WORDS;
    const at = this.#starts.at(-4);
    if (at !== undefined && isCharge(out, at, local)) {
      out.splice(at, CHARGE_WORDS, FLAT.charge, local, out[at + 3]!, out[at + 4]!);
      this.#starts.splice(-3);
      if (code === 0x22) {
        this.#starts.push(out.length);
        out.push(0x20, local);
      }
    } else out.push(code, local);
    if (code === 0x21) this.#grow(-1);
  }

  /** `if` over a charge that has just been made and is compared with zero. */
  #fuseCheck(label: Label): void {
    const out = this.#out;
    const at = this.#starts.at(-5);
    if (at === undefined || !isCheck(out, at)) return;
    out.splice(at, CHECK_WORDS, FLAT.chargeChecked, out[at + 1]!, out[at + 2]!, out[at + 3]!, -1);
    label.otherwise = out.length - 1;
    this.#starts = [];
  }

  #memory(code: number, offset: number): void {
    this.#out.push(code, offset);
    this.#effect(code);
  }

  #constant(code: number): void {
    const operands = this.#operands;
    operands.at = this.#instruction.start + 1;
    if (code === 0x41) this.#out.push(code, operands.s32());
    else if (code === 0x43) this.#out.push(code, operands.bits32() | 0);
    else {
      const bits = code === 0x42 ? operands.s64() : operands.bits64();
      this.#out.push(code, Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> 32n)));
    }
    this.#grow(1);
  }

  #rest(code: number): void {
    const { first, second } = this.#instruction;
    if (code === 0x01) return;
    if (code === 0x1a) {
      this.#out.push(code);
      this.#grow(-1);
    } else if (code === 0x1b || code === 0x1c) {
      this.#out.push(0x1b);
      this.#grow(-2);
    } else {
      // Two words for each, needed or not.
      this.#out.push(flatNumber(code), first, second);
      this.#effect(code);
    }
  }

  #effect(code: number): void {
    this.#grow(effectOf(code));
  }

  #grow(values: number): void {
    this.#height += values;
    if (this.#height > this.#highest) this.#highest = this.#height;
  }
}
