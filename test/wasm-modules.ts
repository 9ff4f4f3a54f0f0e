// Random valid modules of the task ABI: a few functions that call each other and touch memory, globals and a table. The
// output is the first 4 KiB of memory, where results and globals end up.

import fc from 'fast-check';
import { F32, F64, type FunctionType, I32, I64 } from '../core/execution/module.ts';
import { BinaryWriter } from '../core/execution/writer.ts';
import { Choices } from './wasm-choices.ts';
import { CodeGenerator, integers, type Scalar, type Shape, scalars } from './wasm-code.ts';

const OUTPUT = 4_096;
/** Loop turns and calls that a run may have. */
const FUEL = 1_500;
const INPUT = 64;
const ALLOC_TYPE = 0;
const RUN_TYPE = 1;
const stores = new Map<number, number>([
  [I32, 0x36],
  [I64, 0x37],
  [F32, 0x38],
  [F64, 0x39],
]);
const loads = new Map<number, number>([
  [I32, 0x28],
  [I64, 0x29],
  [F32, 0x2a],
  [F64, 0x2b],
]);

export interface RandomModule {
  readonly plain: Uint8Array;
  /** The same with every NaN that an engine chooses made canonical at once: how the rewritten one must behave. */
  readonly canonical: Uint8Array;
  readonly input: Uint8Array;
}

const drawnFrom = {
  choices: fc.uint8Array({ minLength: 40, maxLength: 600, size: 'max' }),
  input: fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0xff, 0x7f, 0xf0)), { minLength: INPUT, maxLength: INPUT }),
} as const;

/** Without floats: what can be flattened. */
export const integerModule: fc.Arbitrary<{ readonly module: Uint8Array; readonly input: Uint8Array }> = fc
  .record(drawnFrom)
  .map(({ choices, input }) => ({ module: moduleOf(choices, false, integers), input: new Uint8Array(input) }));

export const randomModule: fc.Arbitrary<RandomModule> = fc.record(drawnFrom).map(({ choices, input }) => ({
  plain: moduleOf(choices, false),
  canonical: moduleOf(choices, true),
  input: new Uint8Array(input),
}));

function moduleOf(bytes: Uint8Array, canonical: boolean, allowed: readonly Scalar[] = scalars): Uint8Array {
  const choices = new Choices(bytes);
  const some = (most: number): Scalar[] => Array.from({ length: choices.below(most + 1) }, () => choices.of(allowed));
  const drawn = Array.from({ length: 4 }, (): FunctionType => ({ params: some(3), results: some(2) }));
  const types: FunctionType[] = [{ params: [I32], results: [I32] }, { params: [I32, I32], results: [I64] }, ...drawn];
  const own = [2, 3, 4, 5];
  const plain = allowed === integers;
  const functions = Array.from({ length: 1 + choices.below(4) }, () => choices.of(own));
  const shape: Shape = {
    types,
    functions,
    table: own,
    globals: some(4).concat(plain ? I64 : F64),
    blocks: own,
    canonical,
    scalars: allowed,
  };
  const bodies = functions.map((type) => body(choices, shape, types[type]!));
  return assemble(shape, [...bodies, allocBody(), runBody(shape)]);
}

function body(choices: Choices, shape: Shape, { params, results }: FunctionType): Uint8Array {
  const last = shape.scalars === integers ? [I64, I32, I64] : [F64, F32, F64];
  const declared = [...Array.from({ length: choices.below(6) }, () => choices.of(shape.scalars)), ...last] as Scalar[];
  const out = new BinaryWriter().u32(declared.length);
  for (const type of declared) out.u32(1).byte(type);
  new CodeGenerator(choices, shape, [...(params as Scalar[]), ...declared], results as Scalar[], out).body();
  return out.written();
}

const allocBody = (): Uint8Array => new BinaryWriter().byte(0x00, 0x41).s32(8_192).byte(0x0b).written();

/** Calls the first function with arguments out of the input, then stores its results and the globals. */
function runBody({ types, functions, globals }: Shape): Uint8Array {
  const { params, results } = types[functions[0]!]!;
  const out = new BinaryWriter().u32(results.length);
  for (const type of results) out.u32(1).byte(type);
  for (const [at, type] of params.entries()) out.byte(0x20, 0x00, loads.get(type)!, 0x00).u32(8 * at);
  out.byte(0x10, 0x00);
  for (const at of [...results.keys()].reverse()) out.byte(0x21).u32(2 + at);
  for (const [at, type] of results.entries())
    out
      .byte(0x41, 0x00, 0x20)
      .u32(2 + at)
      .byte(stores.get(type)!, 0x00)
      .u32(8 * at);
  for (const [at, type] of globals.entries())
    out
      .byte(0x41, 0x00, 0x23)
      .u32(at)
      .byte(stores.get(type)!, 0x00)
      .u32(64 + 8 * at);
  return out.byte(0x42).s64(BigInt(OUTPUT)).byte(0x0b).written();
}

function assemble({ types, functions, globals }: Shape, bodies: readonly Uint8Array[]): Uint8Array {
  const out = new BinaryWriter().byte(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const section = (id: number, count: number, write: (to: BinaryWriter) => void): void => {
    const to = new BinaryWriter().u32(count);
    write(to);
    out.byte(id).sized(to.written());
  };
  section(1, types.length, (to) => {
    for (const { params, results } of types)
      to.byte(0x60)
        .u32(params.length)
        .byte(...params)
        .u32(results.length)
        .byte(...results);
  });
  section(3, bodies.length, (to) => [...functions, ALLOC_TYPE, RUN_TYPE].forEach((type) => to.u32(type)));
  section(4, 1, (to) => to.byte(0x70).sizeLimits({ min: 4, max: 6 }));
  section(5, 1, (to) => to.sizeLimits({ min: 1, max: 2 }));
  section(6, globals.length + 1, (to) => {
    for (const type of globals) to.byte(type, 1).constant(zero(type));
    to.byte(I32, 1).constant({ kind: 'i32', value: FUEL });
  });
  section(7, 3, (to) => {
    to.name('memory').byte(2).u32(0);
    to.name('alloc').byte(0).u32(functions.length);
    to.name('run')
      .byte(0)
      .u32(functions.length + 1);
  });
  section(9, 1, (to) => {
    const elements = [0, 1, 2].map((at) => at % functions.length);
    to.byte(0).constant({ kind: 'i32', value: 0 }).u32(elements.length);
    for (const index of elements) to.u32(index);
  });
  out.byte(12).sized(new Uint8Array([1]));
  section(10, bodies.length, (to) => bodies.forEach((code) => to.sized(code)));
  section(11, 1, (to) => to.byte(1).sized(new Uint8Array(300).map((_, at) => 37 * at)));
  return out.written().slice();
}

function zero(type: Scalar) {
  if (type === I32) return { kind: 'i32', value: 7 } as const;
  if (type === I64) return { kind: 'i64', value: -7n } as const;
  if (type === F32) return { kind: 'f32', bits: 0x7fa0_1234 } as const;
  return { kind: 'f64', bits: 0x3ff8n << 48n } as const;
}
