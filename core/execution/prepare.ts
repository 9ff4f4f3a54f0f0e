// The gate: whether a module may run at all, and the rewritten module if so.

import { ITEMS_MAX, MODULE_BYTES_MAX, outOfBounds } from './bounds.ts';
import { decodeModule } from './decode.ts';
import type { ExecutionLimits } from './limits.ts';
import { type FunctionType, I32, I64, type Import, type Module, type ValueType } from './module.ts';
import type { ExecutionOutcome } from './outcome.ts';
import { RESERVED, rewrite } from './rewrite.ts';
import { WASI, wasiTypes } from './wasi.ts';
import { webAssembly } from './web-assembly.ts';

/** What a module is called by: `run` with memory and `alloc`, or the `_start` of a WASI command. */
export type Abi = 'task' | 'command';

export type Prepared =
  | { readonly kind: 'ready'; readonly bytes: Uint8Array; readonly abi: Abi }
  | { readonly kind: 'refused'; readonly outcome: ExecutionOutcome; readonly detail: string };

/** `checkpoint`: gas between two calls of a hook. Decides `load`, `security`, `memory` and `no-function`; the same bytes and limits always get the same answer. */
export function prepare(bytes: Uint8Array, limits: ExecutionLimits, trace: boolean, checkpoint?: bigint): Prepared {
  if (bytes.length > MODULE_BYTES_MAX)
    return refuse('load', `${bytes.length} bytes, and ${MODULE_BYTES_MAX} are accepted`);
  const decoded = decodeModule(bytes, ITEMS_MAX);
  if (!decoded.ok) return refuse('load', decoded.failures[0]!.message);
  const module = decoded.value;
  const tooLarge = outOfBounds(module);
  if (tooLarge !== undefined) return refuse('load', tooLarge);
  if (!webAssembly.validate(bytes)) return refuse('load', 'the module is not valid');
  if (module.exports.some(({ name }) => name.startsWith(RESERVED)))
    return refuse('load', `names that begin with ${RESERVED} are reserved`);
  const foreign = module.imports.find((each) => !isGranted(each, module));
  if (foreign !== undefined) return refuse('security', `the import ${foreign.module}.${foreign.name} is not granted`);
  const [memory] = module.memories;
  if (memory !== undefined && memory.min > limits.memoryPages)
    return refuse('memory', `it starts with ${memory.min} pages, and ${limits.memoryPages} are granted`);
  const abi = abiOf(module);
  if (abi === undefined) return refuse('no-function', 'it exports neither memory, alloc and run, nor _start');
  const rewritten = rewrite(module, { limits, trace, ...(checkpoint !== undefined && { checkpoint }) });
  if (!rewritten.ok) return refuse('load', rewritten.failures[0]!.message);
  if (!webAssembly.validate(rewritten.value)) return refuse('unknown', 'the rewritten module is not valid');
  return { kind: 'ready', bytes: rewritten.value, abi };
}

const refuse = (outcome: ExecutionOutcome, detail: string): Prepared => ({ kind: 'refused', outcome, detail });

function isGranted(each: Import, { types }: Module): boolean {
  const granted = each.module === WASI && each.kind === 'function' ? wasiTypes.get(each.name) : undefined;
  return granted !== undefined && each.kind === 'function' && isSame(types[each.type]!, granted);
}

const isSame = (a: FunctionType, b: FunctionType): boolean =>
  a.params.join() === b.params.join() && a.results.join() === b.results.join();

function abiOf(module: Module): Abi | undefined {
  if (!module.exports.some(({ name, kind }) => name === 'memory' && kind === 'memory')) return undefined;
  if (exportsFunction(module, 'alloc', [I32], [I32]) && exportsFunction(module, 'run', [I32, I32], [I64]))
    return 'task';
  return exportsFunction(module, '_start', [], []) ? 'command' : undefined;
}

function exportsFunction(
  module: Module,
  name: string,
  params: readonly ValueType[],
  results: readonly ValueType[],
): boolean {
  const found = module.exports.find((each) => each.name === name && each.kind === 'function');
  const type = found && functionTypeOf(module, found.index);
  return type !== undefined && isSame(type, { params, results });
}

/** The type of any function, imported or not. */
function functionTypeOf({ imports, functions, types }: Module, index: number): FunctionType | undefined {
  const all = [...imports.flatMap((each) => (each.kind === 'function' ? [each.type] : [])), ...functions];
  return types[all[index]!];
}
