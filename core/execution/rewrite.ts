// From an accepted module to the one that runs: metered, capped, with one NaN. Everything is added behind what is
// there, so that no index of the module changes.

import { type Failure, failed, type Result, success } from '../foundation/index.ts';
import { ELEMENTS_MAX, REWRITTEN_BODY_MAX, REWRITTEN_BYTES_MAX } from './bounds.ts';
import { FunctionRewriter, type ModulePlan } from './function-rewriter.ts';
import type { ExecutionLimits } from './limits.ts';
import { type FunctionType, I32, I64, type Module, type SizeLimits, type ValueType } from './module.ts';
import { BinaryWriter } from './writer.ts';

/** Names that the rewriter exports. A module may not export names that begin so. */
export const RESERVED = 'ambient.';
export const GAS = 'ambient.gas';
export const STATUS_GLOBAL = 'ambient.status';
export const TRACE = 'ambient.trace';
export const START = 'ambient.start';

const TRACE_START = 0x517c_c1b7_2722_0a95n;

export interface RewriteOptions {
  readonly limits: Pick<ExecutionLimits, 'gas' | 'memoryPages' | 'depth'>;
  /** Whether a hash over the blocks that ran is kept. It costs time, and no gas. */
  readonly trace: boolean;
  /** For benchmarks: make NaNs canonical behind every operator. */
  readonly eager?: boolean;
}

/**
 * The module that every runtime executes. Gas, depth, status and trace are globals of the module itself, so that they
 * are the same in any engine. Fails with `module-refused` on instructions that are not accepted; whether the code is
 * valid is for `WebAssembly.validate` to say.
 */
export function rewrite(module: Module, { limits, trace, eager = false }: RewriteOptions): Result<Uint8Array> {
  const types: FunctionType[] = [...module.types];
  const imported = module.imports.filter(({ kind }) => kind === 'global').length;
  const first = imported + module.globals.length;
  const declaredMax = module.memories[0]?.max ?? Number.POSITIVE_INFINITY;
  const plan: ModulePlan = {
    gas: first,
    depth: first + 1,
    status: first + 2,
    trace: trace ? first + 3 : undefined,
    eager,
    chargesOnly: false,
    pagesMax: Math.min(limits.memoryPages, declaredMax),
    capped: limits.memoryPages < declaredMax,
    blockType: blockTypes(types),
  };
  const code = new BinaryWriter().u32(module.bodies.length);
  const rewriter = new FunctionRewriter(plan, module);
  for (const [at, body] of module.bodies.entries()) {
    const before = code.length;
    const { problem } = rewriter.rewrite(module.bytes, body, module.types[module.functions[at]!]!, at, code);
    if (problem !== undefined) return failed(refusedFor(problem));
    if (code.length - before > REWRITTEN_BODY_MAX || code.length > REWRITTEN_BYTES_MAX)
      return failed(refusedFor(`function ${at} makes the rewritten module too long`));
  }
  return success(assemble(module, plan, types, code, limits));
}

const refusedFor = (message: string): Failure => ({ code: 'module-refused', message });

/** Block types by their results; those of two and more are added to the module's types. */
function blockTypes(types: FunctionType[]): (results: readonly ValueType[]) => number {
  const known = new Map<string, number>();
  return (results) => {
    if (results.length === 0) return -64;
    if (results.length === 1) return results[0]! - 128;
    const key = results.join();
    let index = known.get(key);
    if (index === undefined) known.set(key, (index = types.push({ params: [], results }) - 1));
    return index;
  };
}

function assemble(
  module: Module,
  plan: ModulePlan,
  types: readonly FunctionType[],
  code: BinaryWriter,
  limits: RewriteOptions['limits'],
): Uint8Array {
  const out = new BinaryWriter().byte(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const section = (id: number, count: number, write: (to: BinaryWriter) => void): void => {
    if (count === 0) return;
    const to = new BinaryWriter().u32(count);
    write(to);
    out.byte(id).sized(to.written());
  };
  section(1, types.length, (to) => types.forEach((type) => writeType(to, type)));
  section(2, module.imports.length, (to) => writeImports(to, module));
  section(3, module.functions.length, (to) => module.functions.forEach((type) => to.u32(type)));
  section(4, module.tables.length, (to) =>
    module.tables.forEach(({ element, size }) => to.byte(element).sizeLimits(atMost(size, ELEMENTS_MAX))),
  );
  section(5, module.memories.length, (to) =>
    module.memories.forEach((size) => to.sizeLimits(atMost(size, limits.memoryPages))),
  );
  section(6, module.globals.length + (plan.trace === undefined ? 3 : 4), (to) => {
    for (const { type, mutable, init } of module.globals) to.byte(type, mutable ? 1 : 0).constant(init);
    to.byte(I64, 1).constant({ kind: 'i64', value: limits.gas });
    to.byte(I32, 1).constant({ kind: 'i32', value: limits.depth });
    to.byte(I32, 1).constant({ kind: 'i32', value: 0 });
    if (plan.trace !== undefined) to.byte(I64, 1).constant({ kind: 'i64', value: TRACE_START });
  });
  writeExports(out, module, plan);
  section(9, module.elements.length, (to) => writeElements(to, module));
  if (module.dataCount !== undefined) out.byte(12).sized(new BinaryWriter().u32(module.dataCount).written());
  if (module.bodies.length > 0) out.byte(10).sized(code.written());
  section(11, module.data.length, (to) => writeData(to, module));
  return out.written().slice();
}

const atMost = ({ min, max }: SizeLimits, cap: number): SizeLimits => ({ min, max: Math.min(max ?? cap, cap) });

function writeType(to: BinaryWriter, { params, results }: FunctionType): void {
  to.byte(0x60)
    .u32(params.length)
    .byte(...params);
  to.u32(results.length).byte(...results);
}

/** The gate lets functions through only. */
function writeImports(to: BinaryWriter, { imports }: Module): void {
  for (const each of imports) {
    to.name(each.module).name(each.name);
    if (each.kind === 'function') to.byte(0).u32(each.type);
    else if (each.kind === 'table') to.byte(1, each.table.element).sizeLimits(each.table.size);
    else if (each.kind === 'memory') to.byte(2).sizeLimits(each.size);
    else to.byte(3, each.global.type, each.global.mutable ? 1 : 0);
  }
}

const kinds = ['function', 'table', 'memory', 'global'];

function writeExports(out: BinaryWriter, { exports, start }: Module, plan: ModulePlan): void {
  const added = [
    { name: GAS, kind: 3, index: plan.gas },
    { name: STATUS_GLOBAL, kind: 3, index: plan.status },
    ...(plan.trace === undefined ? [] : [{ name: TRACE, kind: 3, index: plan.trace }]),
    ...(start === undefined ? [] : [{ name: START, kind: 0, index: start }]),
  ];
  const all = [...exports.map((each) => ({ ...each, kind: kinds.indexOf(each.kind) })), ...added];
  const to = new BinaryWriter().u32(all.length);
  for (const { name, kind, index } of all) to.name(name).byte(kind).u32(index);
  out.byte(7).sized(to.written());
}

/** Items are written as expressions: one form for all. */
function writeElements(to: BinaryWriter, { elements }: Module): void {
  for (const { mode, table, offset, type, items } of elements) {
    to.u32(mode === 'active' ? 6 : mode === 'passive' ? 5 : 7);
    if (offset !== undefined) to.u32(table).constant(offset);
    to.byte(type).u32(items.length);
    for (const item of items) to.constant(item);
  }
}

function writeData(to: BinaryWriter, { data, bytes }: Module): void {
  for (const { offset, bytes: range } of data) {
    to.u32(offset === undefined ? 1 : 0);
    if (offset !== undefined) to.constant(offset);
    to.sized(bytes.subarray(range.start, range.end));
  }
}
