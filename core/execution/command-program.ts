// From a rewritten module to a WASI command that does with it what the task ABI says and reports how it ended: for
// runtimes that run commands only, and show neither exports nor globals. All that it imports are two functions.

import { assert } from '../foundation/index.ts';
import { KIND } from './command-record.ts';
import { FAULT_CODE, REPORTS_DENSE, type ShimFunction, shimFunctions } from './command-shim.ts';
import { decodeModule } from './decode.ts';
import { Instruction, readInstruction } from './instructions.ts';
import {
  type Body,
  type Constant,
  type Data,
  type Elements,
  FUNCREF,
  type FunctionType,
  type Global,
  I32,
  I64,
  type Module,
} from './module.ts';
import { GLOBAL_SET } from './opcodes.ts';
import { BinaryReader } from './reader.ts';
import { GAS, START, STATUS_GLOBAL, TRACE } from './rewrite.ts';
import type { RunRequest } from './run-request.ts';
import { codeOf } from './text-code.ts';
import { WASI } from './wasi.ts';
import { writeModule } from './write-module.ts';
import { BinaryWriter } from './writer.ts';

export { FAULT_CODE };

/** Which of its events, each a write of gas, status or trace, a module reports. */
export interface Reporting {
  /** Those beyond so many. */
  readonly after: bigint;
  /** Each so many-th; fewer later on. */
  readonly stride: bigint;
}

const REAL: readonly { readonly name: string; readonly type: FunctionType }[] = [
  { name: 'fd_write', type: { params: [I32, I32, I32, I32], results: [I32] } },
  { name: 'proc_exit', type: { params: [I32], results: [] } },
];

const CALL = 0x10;
const UNREACHABLE = 0x00;
const GROW = 0x40;
const REF_FUNC = 0xd2;

/** With `reporting` it keeps its output to itself. The gas is exact in it only if `bytes` writes it through. */
export function commandProgram({ bytes, abi, input, limits }: RunRequest, reporting?: Reporting): Uint8Array {
  const decoded = decodeModule(bytes);
  assert(decoded.ok, 'only modules that the rewriter made become commands', {});
  const module = decoded.value;
  const starts = module.exports.some(({ name }) => name === START);
  const { outputBytes } = limits;
  const added = shimFunctions({ module, abi, starts, outputBytes, silent: reporting !== undefined });
  const numbers = functionNumbers(module, Object.keys(added));
  const globals = addedGlobals(reporting);
  const names = { ...exportedNames(module, numbers), ...numbers.added, ...globalNames(module, globals) };
  const withInput = new Uint8Array(module.bytes.length + input.length);
  withInput.set(module.bytes);
  withInput.set(input, module.bytes.length);
  const whole = linked(module, added, numbers, globals);
  const inputSegment = {
    mode: 'passive',
    bytes: { start: module.bytes.length, end: withInput.length },
  } as const;
  const segments = { input: module.data.length, inputLength: input.length };
  const code = codeSection(module, added, numbers, { ...names, ...segments }, reporting !== undefined);
  // The driver puts active segments in place.
  const data = [...module.data.map(({ bytes: at }): Data => ({ mode: 'passive', bytes: at })), inputSegment];
  return writeModule({ ...whole, bytes: withInput, data, dataCount: data.length }, code);
}

interface Numbers {
  /** The new number of a function. */
  readonly of: (index: number) => number;
  readonly added: Readonly<Record<string, number>>;
}

/** Two imports come first, then the module's own functions, then what is added; imports of the module are among it. */
function functionNumbers({ imports, functions }: Module, names: readonly string[]): Numbers {
  const first = REAL.length + functions.length;
  const added = Object.fromEntries(names.map((name, at) => [name, first + at]));
  const of = (index: number): number => {
    const imported = imports[index];
    return imported === undefined ? index - imports.length + REAL.length : added[imported.name]!;
  };
  return { of, added: { ...added, write: 0, exit: 1 } };
}

/** What the driver calls. `_start` is free for the driver itself. */
function exportedNames({ exports }: Module, { of }: Numbers): Readonly<Record<string, number>> {
  const functions = exports.filter(({ kind }) => kind === 'function').map(({ name, index }) => [name, of(index)]);
  const byName = Object.fromEntries(functions) as Record<string, number>;
  const { alloc = 0, run = 0, _start: command = 0, [START]: start = 0 } = byName;
  return { alloc, run, command, start };
}

function addedGlobals(reporting: Reporting | undefined): Readonly<Record<string, Global>> {
  const i32 = (value: number): Global => ({ type: I32, mutable: true, init: { kind: 'i32', value } });
  const i64 = (value: bigint): Global => ({ type: I64, mutable: true, init: { kind: 'i64', value } });
  const { after, stride } = reporting ?? { after: 0n, stride: 1n };
  return {
    phase: i32(0),
    read: i32(0),
    written: i64(0n),
    overflowed: i32(0),
    count: i64(0n),
    due: i64(after + stride),
    stride: i64(stride),
    dense: i32(REPORTS_DENSE),
    untraced: i64(0n),
  };
}

function globalNames(
  { exports, globals }: Module,
  added: Readonly<Record<string, Global>>,
): Readonly<Record<string, number>> {
  const own = Object.fromEntries(Object.keys(added).map((name, at) => [name, globals.length + at]));
  const exported = (name: string): number | undefined => exports.find((each) => each.name === name)?.index;
  const [gas, status] = [exported(GAS)!, exported(STATUS_GLOBAL)!];
  return { ...own, gas, status, trace: exported(TRACE) ?? own['untraced']! };
}

function linked(
  module: Module,
  added: Readonly<Record<string, ShimFunction>>,
  { of, added: numbers }: Numbers,
  globals: Readonly<Record<string, Global>>,
): Omit<Module, 'bodies' | 'start'> {
  const shims = Object.values(added);
  const moved = (constant: Constant): Constant =>
    constant.kind === 'function' ? { kind: 'function', index: of(constant.index) } : constant;
  const firstType = module.types.length;
  const declared = module.functions.map((_, at): Constant => ({ kind: 'function', index: REAL.length + at }));
  return {
    ...module,
    types: [...module.types, ...REAL.map(({ type }) => type), ...shims],
    imports: REAL.map(({ name }, at) => ({ module: WASI, name, kind: 'function', type: firstType + at })),
    functions: [...module.functions, ...shims.map((_, at) => firstType + REAL.length + at)],
    // A report needs a page; `memory.grow` is taken out where the module may have none.
    memories: module.memories.map((size) => (size.max === 0 ? { min: 0, max: 1 } : size)),
    globals: [...module.globals.map((each) => ({ ...each, init: moved(each.init) })), ...Object.values(globals)],
    exports: [
      { name: 'memory', kind: 'memory', index: 0 },
      { name: '_start', kind: 'function', index: numbers['driver']! },
    ],
    elements: [
      ...module.elements.map(
        ({ mode, type, items }): Elements => ({
          mode: mode === 'active' ? 'passive' : mode,
          type,
          table: 0,
          items: items.map(moved),
        }),
      ),
      // Code may refer to functions that only an export had declared.
      { mode: 'declared', type: FUNCREF, table: 0, items: declared },
    ],
  };
}

function codeSection(
  module: Module,
  added: Readonly<Record<string, ShimFunction>>,
  numbers: Numbers,
  names: Readonly<Record<string, number>>,
  reports: boolean,
): Uint8Array {
  const shims = Object.values(added);
  const code = new BinaryWriter().u32(module.bodies.length + shims.length);
  const stop = codeOf(`i32.const ${KIND.trapped} i64.const 0 call $stop unreachable`, names);
  const tick = codeOf('call $tick', names);
  const told = new Set(reports ? [names['gas']!, names['status']!, names['trace']!] : []);
  const change: Change = (to, instruction, original) => {
    const { code: opcode, first } = instruction;
    if (opcode === CALL || opcode === REF_FUNC) to.byte(opcode).u32(numbers.of(first));
    else if (opcode === UNREACHABLE) to.all(stop);
    else if (opcode === GROW && module.memories[0]?.max === 0) to.all(NO_GROWTH);
    else to.all(original);
    if (opcode === GLOBAL_SET && told.has(first)) to.all(tick);
  };
  for (const body of module.bodies) code.sized(changedBody(module.bytes, body, change));
  for (const { locals, text } of shims) {
    const to = new BinaryWriter().u32(locals.length);
    for (const type of locals) to.u32(1).byte(type);
    code.sized(to.all(codeOf(text, names)).byte(0x0b).written());
  }
  return code.written();
}

/** What `memory.grow` comes to where not one page is allowed: 0 for no page, else -1. */
const NO_GROWTH = codeOf('i32.eqz i32.const 1 i32.sub', {});

type Change = (to: BinaryWriter, instruction: Instruction, original: Uint8Array) => void;

function changedBody(bytes: Uint8Array, { locals, code }: Body, change: Change): Uint8Array {
  const to = new BinaryWriter().u32(locals.length);
  for (const { count, type } of locals) to.u32(count).byte(type);
  const reader = new BinaryReader(bytes, code.start, code.end);
  const instruction = new Instruction();
  while (reader.more) {
    readInstruction(reader, instruction);
    change(to, instruction, bytes.subarray(instruction.start, reader.at));
  }
  return to.written();
}
