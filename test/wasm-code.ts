// Random code that is valid: expressions of a wanted type and statements, for one function of test/wasm-modules.ts. Every
// loop turn and every call burns fuel, a global of the module's own, so that the plain module ends too.

import { F32, F64, type FunctionType, I32, I64, type ValueType } from '../core/execution/module.ts';
import { type Opcode, opcodes, PREFIXED } from '../core/execution/opcodes.ts';
import type { BinaryWriter } from '../core/execution/writer.ts';
import type { Choices } from './wasm-choices.ts';

export type Scalar = typeof I32 | typeof I64 | typeof F32 | typeof F64;
export const scalars: readonly Scalar[] = [I32, I64, F32, F64];
const letters: Readonly<Record<string, Scalar>> = { i: I32, l: I64, f: F32, d: F64 };
const VOID = 0x40;
const NEST_MAX = 5;

/** Numeric operators, conversions and loads, by the type of their result. */
const operators = new Map(
  scalars.map((type) => [
    type,
    [...opcodes.values()].filter(
      ({ code, signature, immediates }) =>
        letters[signature.split(':')[1]!] === type && ['none', 'memory'].includes(immediates) && code !== 0x3f,
    ),
  ]),
);
/** Without floats, nor what grows or fills memories and tables: what can be flattened. */
export const integers: readonly Scalar[] = [I32, I64];
const floats = /[fd]/;
const plainOperators = new Map(
  integers.map((type) => [type, operators.get(type)!.filter(({ signature }) => !floats.test(signature))]),
);
/** Those that trap on many operands are drawn seldom, else no module comes to its end. */
const traps = (code: number): boolean =>
  (code >= 0x6d && code <= 0x70) ||
  (code >= 0x7f && code <= 0x82) ||
  [0xa8, 0xa9, 0xaa, 0xab].includes(code) ||
  (code >= 0xae && code <= 0xb1);
/** Operators of floats that make NaNs, and that tell them apart. */
const telling = new Map<number, readonly number[]>([
  [F32, [0x92, 0x93, 0x95, 0x91, 0x8b, 0x8c, 0x98, 0x96]],
  [F64, [0xa0, 0xa1, 0xa3, 0x9f, 0x99, 0x9a, 0xa6, 0xa4]],
]);
const stores = [...opcodes.values()].filter(
  ({ immediates, signature }) => immediates === 'memory' && signature.endsWith(':'),
);
const plainStores = stores.filter(({ signature }) => !floats.test(signature));
/** Ceil to max, demote and promote: the engine chooses the bits of a NaN. */
const chooses = (code: number): boolean =>
  (code >= 0x8d && code <= 0x97) || (code >= 0x9b && code <= 0xa5) || code === 0xb6 || code === 0xbb;

/** What the functions of a module share. */
export interface Shape {
  readonly types: readonly FunctionType[];
  /** Type indices of the functions that code may call, and of those in the table. */
  readonly functions: readonly number[];
  readonly table: readonly number[];
  /** Types of the globals; the fuel comes behind them. */
  readonly globals: readonly Scalar[];
  /** Types by index that blocks may have: scalars only. */
  readonly blocks: readonly number[];
  /** Make NaNs canonical behind every operator that chooses. */
  readonly canonical: boolean;
  /** All types there are: scalars, or integers. */
  readonly scalars: readonly Scalar[];
}

interface Label {
  /** What a branch to it takes along. */
  readonly types: readonly ValueType[];
}

export class CodeGenerator {
  readonly #choices: Choices;
  readonly #shape: Shape;
  readonly #locals: readonly Scalar[];
  readonly #results: readonly Scalar[];
  readonly #out: BinaryWriter;
  readonly #labels: Label[] = [];
  #nest = 0;

  /** The last two locals are scratch, an f32 and an f64. */
  constructor(
    choices: Choices,
    shape: Shape,
    locals: readonly Scalar[],
    results: readonly Scalar[],
    out: BinaryWriter,
  ) {
    this.#choices = choices;
    this.#shape = shape;
    this.#locals = locals;
    this.#results = results;
    this.#out = out;
  }

  get #plain(): boolean {
    return this.#shape.scalars === integers;
  }

  body(): void {
    this.#burn();
    this.#statements();
    for (const type of this.#results) this.#expression(type);
    this.#out.byte(0x0b);
  }

  /** Traps when there is no fuel left. */
  #burn(): void {
    const fuel = this.#shape.globals.length;
    this.#out.byte(0x23).u32(fuel).byte(0x41, 0x01, 0x6b, 0x24).u32(fuel);
    this.#out.byte(0x23).u32(fuel).byte(0x45, 0x04, VOID, 0x00, 0x0b);
  }

  #statements(): void {
    if (this.#nest >= NEST_MAX) return;
    this.#nest += 1;
    for (let left = this.#choices.below(5); left > 0 && !this.#choices.spent; left -= 1) this.#statement();
    this.#nest -= 1;
  }

  #statement(): void {
    const statements = [
      () => this.#setLocal(),
      () => this.#setLocal(),
      () => this.#setGlobal(),
      () => this.#store(),
      () => this.#store(),
      () => this.#loop(),
      () => this.#if(),
      () => this.#block(),
      () => this.#call(),
      () => this.#branch(),
      () => this.#bulk(),
      () => this.#dropped(),
      () => this.#table(),
    ];
    this.#choices.of(statements)();
  }

  #setLocal(): void {
    const local = this.#choices.below(this.#locals.length - 2);
    this.#expression(this.#locals[local]!);
    this.#out.byte(0x21).u32(local);
  }

  #setGlobal(): void {
    const global = this.#choices.below(this.#shape.globals.length);
    this.#expression(this.#shape.globals[global]!);
    this.#out.byte(0x24).u32(global);
  }

  #store(): void {
    const { code, signature } = this.#choices.of(this.#plain ? plainStores : stores);
    this.#address();
    this.#expression(letters[signature[1]!]!);
    this.#out.byte(code, 0).u32(this.#choices.byte());
  }

  /** Within the memory, but for one in 16. */
  #address(): void {
    this.#expression(I32);
    if (this.#choices.below(16) !== 15) this.#out.byte(0x41).s32(0xfff).byte(0x71);
  }

  #dropped(): void {
    this.#expression(this.#choices.of(this.#shape.scalars));
    this.#out.byte(0x1a);
  }

  /** Turns while a random condition holds. */
  #loop(): void {
    this.#out.byte(0x03, VOID);
    this.#within([], () => {
      this.#burn();
      this.#statements();
      this.#expression(I32);
      this.#out.byte(0x0d, 0x00);
    });
    this.#out.byte(0x0b);
  }

  #if(): void {
    this.#expression(I32);
    this.#out.byte(0x04, VOID);
    this.#within([], () => this.#statements());
    if (this.#choices.below(2) === 1) {
      this.#out.byte(0x05);
      this.#within([], () => this.#statements());
    }
    this.#out.byte(0x0b);
  }

  /** A block, loop or if of any type; its results go into scratch or are dropped. */
  #block(): void {
    const index = this.#choices.of(this.#shape.blocks);
    const { params, results } = this.#shape.types[index]!;
    const opens = this.#choices.of([0x02, 0x02, 0x03, 0x04]);
    for (const type of params) this.#expression(type as Scalar);
    if (opens === 0x04) this.#expression(I32);
    this.#out.byte(opens).s32(index);
    this.#arm(opens === 0x03 ? params : results, params, results);
    if (opens === 0x04) {
      this.#out.byte(0x05);
      this.#arm(results, params, results);
    }
    this.#out.byte(0x0b);
    for (const type of [...results].reverse()) this.#put(type as Scalar);
  }

  /** Takes the parameters from the stack and leaves the results, perhaps by a branch with values. */
  #arm(carries: readonly ValueType[], params: readonly ValueType[], results: readonly ValueType[]): void {
    this.#within(carries, () => {
      if (carries === params && carries !== results) this.#burn();
      for (const type of [...params].reverse()) this.#put(type as Scalar);
      this.#statements();
      if (carries === results && this.#choices.below(2) === 1) {
        for (const type of results) this.#expression(type as Scalar);
        this.#expression(I32);
        this.#out.byte(0x0d, 0x00);
        this.#out.byte(...results.map(() => 0x1a));
      }
      for (const type of results) this.#expression(type as Scalar);
    });
  }

  /** From the stack into a local of that type, if there is one. */
  #put(type: Scalar): void {
    const local = this.#localOf(type);
    if (local === undefined) this.#out.byte(0x1a);
    else this.#out.byte(0x21).u32(local);
  }

  #localOf(type: Scalar): number | undefined {
    const fitting = [...this.#locals.keys()].filter((at) => at < this.#locals.length - 2 && this.#locals[at] === type);
    return fitting.length === 0 ? undefined : this.#choices.of(fitting);
  }

  #within(carries: readonly ValueType[], code: () => void): void {
    this.#labels.push({ types: carries });
    code();
    this.#labels.pop();
  }

  /** A branch on a condition or a table to any label, or a return, with what it takes along; then code that is dead. */
  #branch(): void {
    const out = this.#out;
    const depth = this.#choices.below(this.#labels.length + 1);
    const types = this.#labels.at(-1 - depth)?.types ?? this.#results;
    const kind = this.#choices.below(8);
    if (kind > 2) this.#conditional();
    for (const type of types) this.#expression(type as Scalar);
    if (kind === 0) out.byte(0x0c).u32(depth);
    else if (kind === 1) {
      this.#expression(I32);
      out.byte(0x0e).u32(1).u32(depth).u32(depth);
    } else if (kind === 2) {
      this.#expression(I32);
      out.byte(0x0d).u32(depth);
      out.byte(...types.map(() => 0x1a));
    } else out.byte(0x0c).u32(depth + 1);
    if (kind < 2 || kind > 2) this.#dead();
    if (kind > 2) out.byte(0x0b);
  }

  #conditional(): void {
    this.#expression(I32);
    this.#out.byte(0x04, VOID);
  }

  /** What is valid only where nothing is reached: operands out of nowhere. */
  #dead(): void {
    const pieces = [
      [],
      [0x92, 0x1a],
      [0x6a, 0xb2, 0x1a],
      this.#plain ? [] : [0xa0, 0x21, this.#locals.length - 1],
      [0x02, VOID, 0x00, 0x0b],
    ];
    this.#out.byte(...this.#choices.of(pieces));
  }

  #call(): void {
    const direct = this.#choices.below(2) === 0;
    const at = this.#choices.below(this.#shape.functions.length);
    const index = direct ? this.#shape.functions[at]! : this.#choices.of(this.#shape.table);
    const { params, results } = this.#shape.types[index]!;
    for (const type of params) this.#expression(type as Scalar);
    if (direct) this.#out.byte(0x10).u32(at);
    else {
      this.#expression(I32);
      // Four elements, of which one is null; any may be of another type.
      this.#out.byte(0x41, 0x03, 0x71, 0x11).u32(index).byte(0x00);
    }
    for (const type of [...results].reverse()) this.#put(type as Scalar);
  }

  /** Fill, copy and init: mostly within the memory. */
  #bulk(): void {
    if (this.#plain) return;
    this.#address();
    this.#address();
    this.#expression(I32);
    this.#out.byte(0x41).s32(0xff).byte(0x71);
    this.#out.byte(
      ...this.#choices.of([
        [0xfc, 0x0b, 0x00],
        [0xfc, 0x0a, 0x00, 0x00],
        [0xfc, 0x08, 0x00, 0x00],
      ]),
    );
  }

  /** Moves an element; grows; counts. */
  #table(): void {
    if (this.#plain) return;
    const out = this.#out;
    const kind = this.#choices.below(3);
    if (kind === 0) out.byte(0x41, this.#choices.below(4), 0x41, this.#choices.below(4), 0x25, 0x00, 0x26, 0x00);
    else if (kind === 1) out.byte(0xd0, 0x70, 0x41, 0x01, 0xfc, 0x0f, 0x00, 0x1a);
    else out.byte(0xfc, 0x10, 0x00, 0x1a, 0x41, 0x01, 0x40, 0x00, 0x1a);
  }

  #expression(type: Scalar): void {
    if (this.#nest >= NEST_MAX || this.#choices.spent) {
      this.#leaf(type);
      return;
    }
    this.#nest += 1;
    const kind = this.#choices.below(12);
    if (kind < 3) this.#leaf(type);
    else if (kind === 3) this.#select(type);
    else if (kind === 4) this.#valueOfIf(type);
    else if (kind === 5) this.#tee(type);
    else this.#operator(type);
    this.#nest -= 1;
  }

  #leaf(type: Scalar): void {
    const kind = this.#choices.below(3);
    const local = kind === 0 ? undefined : this.#localOf(type);
    const global = this.#shape.globals.indexOf(type);
    if (local !== undefined) this.#out.byte(0x20).u32(local);
    else if (kind === 2 && global >= 0) this.#out.byte(0x23).u32(global);
    else this.#constant(type);
  }

  #constant(type: Scalar): void {
    const value = this.#choices.byte();
    if (type === I32) this.#out.byte(0x41).s32(value - 64);
    else if (type === I64) this.#out.byte(0x42).s64(BigInt(value - 64));
    else this.#out.all(floatConstant(type, value));
  }

  #select(type: Scalar): void {
    this.#expression(type);
    this.#expression(type);
    this.#expression(I32);
    this.#out.byte(...(this.#choices.below(2) === 0 ? [0x1b] : [0x1c, 0x01, type]));
  }

  #valueOfIf(type: Scalar): void {
    this.#expression(I32);
    this.#out.byte(0x04, type);
    this.#within([type], () => this.#expression(type));
    this.#out.byte(0x05);
    this.#within([type], () => this.#expression(type));
    this.#out.byte(0x0b);
  }

  #tee(type: Scalar): void {
    this.#expression(type);
    const local = this.#localOf(type);
    if (local !== undefined) this.#out.byte(0x22).u32(local);
  }

  #operator(type: Scalar): void {
    const { code, signature, immediates } = this.#drawOperator(type);
    if (immediates === 'memory') this.#address();
    else for (const letter of signature.split(':')[0]!) this.#expression(letters[letter]!);
    if (code >= PREFIXED) this.#out.byte(0xfc).u32(code - PREFIXED);
    else this.#out.byte(code);
    if (immediates === 'memory') this.#out.byte(0).u32(this.#choices.byte());
    if (chooses(code) && this.#shape.canonical) this.#canonical(type);
  }

  #drawOperator(type: Scalar): Opcode {
    const told = telling.get(type);
    if (told !== undefined && this.#choices.below(2) === 0) return opcodes.get(this.#choices.of(told))!;
    const drawn = this.#choices.of((this.#plain ? plainOperators : operators).get(type)!);
    return traps(drawn.code) && this.#choices.below(8) > 0 ? opcodes.get(type === I32 ? 0x6a : 0x7c)! : drawn;
  }

  #canonical(type: Scalar): void {
    const local = this.#locals.length - (type === F32 ? 2 : 1);
    this.#out.byte(0x22).u32(local).all(floatConstant(type, 0xff));
    this.#out
      .byte(0x20)
      .u32(local)
      .byte(0x20)
      .u32(local)
      .byte(type === F32 ? 0x5b : 0x61, 0x1b);
  }
}

/** Small numbers, and those with a bite; 0xff is the canonical NaN. */
function floatConstant(type: Scalar, value: number): Uint8Array {
  const single = type === F32;
  const bytes = new Uint8Array(single ? 5 : 9);
  const view = new DataView(bytes.buffer);
  bytes[0] = single ? 0x43 : 0x44;
  const special = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-310, 1e300, 0.1];
  const number = value < 128 ? value - 64 : (special[value & 7] ?? 0);
  if (single) view.setFloat32(1, number, true);
  else view.setFloat64(1, number, true);
  // NaNs: a payload of the module's own, quiet or signalling, and the canonical one.
  const payloads = [0x7fa0_0001, 0xffc1_2345, 0x7fc0_0000] as const;
  const nan = value < 192 ? undefined : payloads[255 - value > 2 ? value & 1 : value - 253];
  if (nan === undefined) return bytes;
  if (single) view.setUint32(1, nan, true);
  else view.setBigUint64(1, nan === 0x7fc0_0000 ? 0x7ff8n << 48n : (BigInt(nan | 0xf_0000) << 32n) | 5n, true);
  return bytes;
}
