// A module of the suite without its imports, since a task has none: what the suite's host gives is defined inside, and
// a function of another module is copied if it depends on nothing. Imports come first in every index space, and so do
// the definitions: no index of the module changes.

import { Instruction, readInstruction } from '../../core/execution/instructions.ts';
import {
  type Body,
  type Constant,
  F32,
  F64,
  FUNCREF,
  type FunctionType,
  type Global,
  type GlobalType,
  I32,
  I64,
  type Import,
  type Module,
} from '../../core/execution/module.ts';
import { BinaryReader } from '../../core/execution/reader.ts';
import { BinaryWriter } from '../../core/execution/writer.ts';

/** A module whose imports are gone. Its bodies are written out, each without its size. */
export interface Linked {
  readonly module: Omit<Module, 'bodies' | 'start'>;
  readonly start: number | undefined;
  readonly bodies: readonly Uint8Array[];
}

/** Modules by the name that they were registered under; undefined: there is none, or none that can be linked. */
export type Registry = (name: string) => Linked | undefined;

const types: Readonly<Record<string, FunctionType>> = {
  print: { params: [], results: [] },
  print_i32: { params: [I32], results: [] },
  print_i64: { params: [I64], results: [] },
  print_f32: { params: [F32], results: [] },
  print_f64: { params: [F64], results: [] },
  print_i32_f32: { params: [I32, F32], results: [] },
  print_f64_f64: { params: [F64, F64], results: [] },
};
const constants: Readonly<Record<string, Global>> = {
  global_i32: { type: I32, mutable: false, init: { kind: 'i32', value: 666 } },
  global_i64: { type: I64, mutable: false, init: { kind: 'i64', value: 666n } },
  global_f32: { type: F32, mutable: false, init: { kind: 'f32', bits: 0x4426_a666 } },
  global_f64: { type: F64, mutable: false, init: { kind: 'f64', bits: 0x4084_d4cc_cccc_cccdn } },
};
const SPECTEST = 'spectest';
/** No locals, no instructions. */
const NOTHING = new Uint8Array([0x00, 0x0b]);

/** The module, or why it cannot stand alone. */
export function link(module: Module, registry: Registry): Linked | string {
  const foreign = module.imports.find((each) => definition(each, module, registry) === undefined);
  if (foreign !== undefined) return `shares a ${foreign.kind} with another module or its host`;
  const functions = module.imports.filter((each) => each.kind === 'function');
  const globals = module.imports.flatMap((each) => (each.kind === 'global' ? [constants[each.name]!] : []));
  const fixed = (constant: Constant): Constant =>
    constant.kind === 'global' ? (globals[constant.index]?.init ?? constant) : constant;
  const { start, bodies, ...rest } = module;
  return {
    start,
    bodies: [
      ...functions.map((each) => definition(each, module, registry)!),
      ...bodies.map((body) => written(module.bytes, body)),
    ],
    module: {
      ...rest,
      imports: [],
      functions: [...functions.map(({ type }) => type), ...module.functions],
      tables: [
        ...module.imports.flatMap((each) =>
          each.kind === 'table' ? [{ element: FUNCREF, size: { min: 10, max: 20 } } as const] : [],
        ),
        ...module.tables,
      ],
      memories: [
        ...module.imports.flatMap((each) => (each.kind === 'memory' ? [{ min: 1, max: 2 }] : [])),
        ...module.memories,
      ],
      globals: [...globals, ...module.globals.map((each) => ({ ...each, init: fixed(each.init) }))],
      elements: module.elements.map((each) => ({
        ...each,
        ...(each.offset && { offset: fixed(each.offset) }),
        items: each.items.map(fixed),
      })),
      data: module.data.map((each) => ({ ...each, ...(each.offset && { offset: fixed(each.offset) }) })),
    },
  };
}

/** What stands in for an import: of a function its body, and something at all for the rest. */
function definition(each: Import, module: Module, registry: Registry): Uint8Array | undefined {
  if (each.module !== SPECTEST) {
    const other = registry(each.module);
    return other && each.kind === 'function' ? leaf(other, each.name, module.types[each.type]!) : undefined;
  }
  if (each.kind === 'function') return isSame(types[each.name], module.types[each.type]!) ? NOTHING : undefined;
  if (each.kind === 'global') return isGiven(each.global, constants[each.name]) ? NOTHING : undefined;
  return each.name === each.kind ? NOTHING : undefined;
}

const isGiven = (wanted: GlobalType, given: Global | undefined): boolean =>
  given?.type === wanted.type && !wanted.mutable;

const isSame = (a: FunctionType | undefined, b: FunctionType): boolean =>
  a !== undefined && a.params.join() === b.params.join() && a.results.join() === b.results.join();

/** The body of an exported function that touches its parameters and locals only. */
function leaf({ module, bodies }: Linked, name: string, type: FunctionType): Uint8Array | undefined {
  const found = module.exports.find((each) => each.name === name && each.kind === 'function');
  if (found === undefined || !isSame(type, module.types[module.functions[found.index]!]!)) return undefined;
  const body = bodies[found.index]!;
  const reader = new BinaryReader(body);
  reader.list(() => [reader.u32(), reader.valueType()]);
  const instruction = new Instruction();
  while (reader.more) {
    readInstruction(reader, instruction);
    const { code } = instruction;
    const alone = code === 0x0b || code === 0x1a || code === 0x1b || (code >= 0x20 && code <= 0x22);
    if (!alone && (code < 0x41 || code > 0xc4)) return undefined;
  }
  return body;
}

function written(bytes: Uint8Array, { locals, code }: Body): Uint8Array {
  const to = new BinaryWriter().u32(locals.length);
  for (const { count, type } of locals) to.u32(count).byte(type);
  return to.all(bytes.subarray(code.start, code.end)).written().slice();
}
