// From an accepted module to the one that runs: metered, capped, with one NaN. Everything is added behind what is
// there, so that no index of the module changes.

import { type Failure, failed, type Result, success } from '../foundation/index.ts';
import { ELEMENTS_MAX, REWRITTEN_BODY_MAX, REWRITTEN_BYTES_MAX } from './bounds.ts';
import { behind, type CheckpointHook } from './checkpoint-hook.ts';
import { FunctionRewriter, type ModulePlan } from './function-rewriter.ts';
import type { ExecutionLimits } from './limits.ts';
import {
  type Constant,
  type Export,
  type FunctionType,
  type Global,
  I32,
  I64,
  type Module,
  type SizeLimits,
  type ValueType,
} from './module.ts';
import { writeModule } from './write-module.ts';
import { BinaryWriter } from './writer.ts';

/** Names that the rewriter exports. A module may not export names that begin so. */
export const RESERVED = 'ambient.';
export const GAS = 'ambient.gas';
export const STATUS_GLOBAL = 'ambient.status';
export const TRACE = 'ambient.trace';
export const START = 'ambient.start';
/** Where the hook of checkpoints comes from. */
export const HOST = 'ambient';
export const CHECKPOINT = 'checkpoint';

const TRACE_START = 0x517c_c1b7_2722_0a95n;

export interface RewriteOptions {
  readonly limits: Pick<ExecutionLimits, 'gas' | 'memoryPages' | 'depth'>;
  /** Whether a hash over the blocks that ran is kept. It costs time, and no gas. */
  readonly trace: boolean;
  /** Gas after which a host function is called, again and again: the import `ambient.checkpoint`, given the gas left. */
  readonly checkpoint?: bigint;
  /** For benchmarks: make NaNs canonical behind every operator. */
  readonly eager?: boolean;
}

/**
 * The module that every runtime executes. Gas, depth, status and trace are globals of the module itself, so that they
 * are the same in any engine. Fails with `module-refused` on instructions that are not accepted; whether the code is
 * valid is for `WebAssembly.validate` to say.
 */
export function rewrite(module: Module, options: RewriteOptions): Result<Uint8Array> {
  const { limits, trace, eager = false, checkpoint } = options;
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
    hook: checkpoint === undefined ? undefined : hookOf(module, first + (trace ? 4 : 3), checkpoint),
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
  const whole = assembled(module, plan, types, limits);
  return success(writeModule(plan.hook === undefined ? whole : withHook(whole, plan.hook), code.written()));
}

function hookOf({ imports }: Module, next: number, every: bigint): CheckpointHook {
  return { index: imports.filter(({ kind }) => kind === 'function').length, next, every };
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

function assembled(
  module: Module,
  plan: ModulePlan,
  types: readonly FunctionType[],
  limits: RewriteOptions['limits'],
): Omit<Module, 'start'> {
  const { start, tables, memories, globals, exports, ...rest } = module;
  const variable = (type: typeof I32 | typeof I64, init: Global['init']): Global => ({ type, mutable: true, init });
  return {
    ...rest,
    types,
    tables: tables.map(({ element, size }) => ({ element, size: atMost(size, ELEMENTS_MAX) })),
    memories: memories.map((size) => atMost(size, limits.memoryPages)),
    globals: [
      ...globals,
      variable(I64, { kind: 'i64', value: limits.gas }),
      variable(I32, { kind: 'i32', value: limits.depth }),
      variable(I32, { kind: 'i32', value: 0 }),
      ...(plan.trace === undefined ? [] : [variable(I64, { kind: 'i64', value: TRACE_START })]),
      ...(plan.hook === undefined ? [] : [variable(I64, { kind: 'i64', value: limits.gas - plan.hook.every })]),
    ],
    exports: [...exports, ...addedExports(start, plan)],
  };
}

/** With the import, and every number of a function that it moves. */
function withHook(module: Omit<Module, 'start' | 'bodies'>, added: CheckpointHook): typeof module {
  const moved = (number: number): number => behind(added, number);
  const constant = (value: Constant): Constant =>
    value.kind === 'function' ? { kind: 'function', index: moved(value.index) } : value;
  const hook = { module: HOST, name: CHECKPOINT, kind: 'function', type: module.types.length } as const;
  return {
    ...module,
    types: [...module.types, { params: [I64], results: [] }],
    imports: [...module.imports, hook],
    globals: module.globals.map((each) => ({ ...each, init: constant(each.init) })),
    exports: module.exports.map((each) => (each.kind === 'function' ? { ...each, index: moved(each.index) } : each)),
    elements: module.elements.map((each) => ({ ...each, items: each.items.map(constant) })),
  };
}

const atMost = ({ min, max }: SizeLimits, cap: number): SizeLimits => ({ min, max: Math.min(max ?? cap, cap) });

function addedExports(start: number | undefined, plan: ModulePlan): readonly Export[] {
  return [
    { name: GAS, kind: 'global', index: plan.gas },
    { name: STATUS_GLOBAL, kind: 'global', index: plan.status },
    ...(plan.trace === undefined ? [] : [{ name: TRACE, kind: 'global', index: plan.trace } as const]),
    ...(start === undefined ? [] : [{ name: START, kind: 'function', index: start } as const]),
  ];
}
