// From a module to the program of the register machine that is proven in its place. The same bytes give the same
// program everywhere: whoever verifies makes it anew.

import {
  type Constant,
  decodeModule,
  type FlatCode,
  flatten,
  type Module,
  withCharges,
} from '../../execution/index.ts';
import { failed, type Result, success } from '../../foundation/index.ts';
import { type Instruction, OP } from '../machine/instruction-set.ts';
import { Assembler, FIRST_SLOT, FRAME, GLOBALS, inRegister, ZERO } from './assembler.ts';
import { isBottomless } from './depth.ts';
import { ENDS } from './ends.ts';
import { FunctionWriter } from './function.ts';
import { layoutOf, type Program, refusalOf } from './layout.ts';
import { Routines } from './routines.ts';
import { instructionOutside, outsideSubset } from './subset.ts';

const PAGE = 65_536;
/** Scratch of routines, how deep calls may go, and one to spare. */
const SCRATCH_BYTES = 16;
const DEPTH_LIMIT_WORD = 2;
/** Of frames, if calls may go too deep: as many words as a native run has frames. */
const FRAMES_BYTES = 8_192;
/** Offsets reach no farther. */
const NEAR_BYTES = 60_000;
/** Places are immediates. */
const INSTRUCTIONS_MAX = 32_767;
/** Pages of memory that a program may begin with. */
const PAGES_MAX = 16;

export interface FlattenedModule {
  readonly instructions: readonly Instruction[];
  /** Absent if the module has no start function. */
  readonly startEntry: number | undefined;
  readonly allocEntry: number;
  readonly runEntry: number;
  /** Of the module's memory, in bytes; the machine's goes on behind it. */
  readonly memoryBytes: number;
  /** Where frames begin, in bytes. */
  readonly frames: number;
  /** The machine's memory before anything ran: data, globals, tables, frames. */
  readonly image: Uint32Array;
}

/** Fails with `not-flattened` and the reason. The module has passed the gate of core/execution. */
export function flattenModule(bytes: Uint8Array): Result<FlattenedModule> {
  const decoded = decodeModule(bytes);
  if (!decoded.ok) return decoded;
  const module = decoded.value;
  const outside = outsideSubset(module);
  if (outside !== undefined) return refused(outside);
  const charged = withCharges(module);
  if (!charged.ok) return charged;
  const flat = flatten(charged.value);
  const unusable = instructionOutside(flat);
  if (unusable !== undefined) return refused(unusable);
  const pages = module.memories[0]!.min;
  if (pages > PAGES_MAX || pages === 0)
    return refused(`it begins with ${pages} pages of memory, not 1 to ${PAGES_MAX}`);
  return write(flat, pages * PAGE);
}

const refused = (message: string): Result<never> =>
  failed({ code: 'not-flattened', message: `this module has no provable program: ${message}` });

function write(flat: FlatCode, memoryBytes: number): Result<FlattenedModule> {
  const { module, functions } = flat;
  const to = new Assembler();
  const ends = ENDS.map(() => to.label());
  for (const [code, label] of ends.entries()) {
    to.place(label);
    to.emit(OP.halt, ZERO, ZERO, { imm: 1, x: code });
  }
  const globals = SCRATCH_BYTES;
  let tablesEnd = globals + 8 * module.globals.length;
  const tables = module.tables.map(({ size }) => {
    const first = tablesEnd;
    tablesEnd += 8 * size.min;
    return first;
  });
  if (tablesEnd > NEAR_BYTES) return refused('its globals and tables are too many');
  const routines = new Routines(to, ends);
  const labels = functions.map(() => to.label());
  const bottomless = isBottomless(flat);
  const program: Program = { flat, to, routines, ends, functions: labels, memoryBytes, globals, tables, bottomless };
  const written = writeFunctions(program);
  if (!written.ok) return written;
  routines.write();
  to.resolve();
  if (to.instructions.length > INSTRUCTIONS_MAX) return refused(`it takes ${to.instructions.length} instructions`);
  const { frameBytes, fresh } = written.value;
  const frames = memoryBytes + tablesEnd;
  const room = bottomless ? FRAMES_BYTES : frameBytes.reduce((sum, each) => sum + each, 0);
  const image = imageOf(program, frames, room, Math.max(...frameBytes));
  if (!image.ok) return image;
  const entry = (name: string): number => module.exports.find((each) => each.name === name)!.index;
  const [alloc, run] = [entry('alloc'), entry('run')];
  return success({
    instructions: to.instructions,
    startEntry: module.start === undefined ? undefined : to.placeOf(labels[module.start]!),
    allocEntry: to.placeOf(labels[alloc]!),
    runEntry: to.placeOf(fresh[run] ?? labels[run]!),
    memoryBytes,
    frames,
    image: image.value,
  });
}

function writeFunctions(program: Program): Result<{ frameBytes: number[]; fresh: (number | undefined)[] }> {
  const { flat, functions, ends } = program;
  const frameBytes: number[] = [];
  const fresh: (number | undefined)[] = [];
  for (const [at, { signature, entry }] of flat.functions.entries()) {
    const words = (types: readonly number[]): number => types.reduce((sum, type) => sum + (type === 0x7e ? 2 : 1), 0);
    const roomy = layoutOf(flat, at, undefined);
    const why = refusalOf(roomy, words(signature.params), words(signature.results));
    if (why !== undefined) return refused(`function ${at}: ${why}`);
    const end = flat.functions[at + 1]?.entry ?? flat.code.length;
    // Once to learn which operands are wide, and once for good.
    const trial = new Assembler();
    for (let label = 0; label < ends.length + functions.length; label += 1) trial.label();
    const sketch = { ...program, to: trial, routines: new Routines(trial, ends) };
    const { wide } = new FunctionWriter(sketch, at, roomy).write(functions[at]!, end);
    const done = new FunctionWriter(program, at, layoutOf(flat, at, wide)).write(functions[at]!, end);
    frameBytes.push(done.frameBytes);
    fresh.push(done.fresh);
    if (entry > end) break;
  }
  return success({ frameBytes, fresh });
}

function imageOf(
  { flat: { module, functions, types }, memoryBytes, globals, tables, functions: labels, to }: Program,
  frames: number,
  room: number,
  frameMax: number,
): Result<Uint32Array> {
  const image = new Uint32Array((frames + room + frameMax) >>> 2);
  const bytes = new Uint8Array(image.buffer);
  for (const { mode, offset, bytes: range } of module.data) {
    if (mode !== 'active') continue;
    const at = Number(valueOf(module, offset!)) >>> 0;
    if (at + range.end - range.start > memoryBytes) return refused('its data lies outside of the memory');
    bytes.set(module.bytes.subarray(range.start, range.end), at);
  }
  const words = memoryBytes >>> 2;
  image[words + DEPTH_LIMIT_WORD] = frames + room;
  for (const [at, { init }] of module.globals.entries()) {
    const value = valueOf(module, init);
    image[words + (globals >>> 2) + 2 * at] = Number(BigInt.asUintN(32, value));
    image[words + (globals >>> 2) + 2 * at + 1] = Number(BigInt.asUintN(32, value >> 32n));
  }
  for (const { mode, table, offset, items } of module.elements) {
    if (mode !== 'active') continue;
    const first = Number(valueOf(module, offset!)) >>> 0;
    if (first + items.length > module.tables[table]!.size.min) return refused('its elements lie outside of a table');
    for (const [at, item] of items.entries()) {
      const word = words + (tables[table]! >>> 2) + 2 * (first + at);
      if (item.kind !== 'function') {
        if (item.kind !== 'null') return refused('an element is neither a function nor null');
        image[word] = 0;
        image[word + 1] = 0;
        continue;
      }
      image[word] = to.placeOf(labels[item.index]!);
      image[word + 1] = types[module.functions[item.index]!]! + 1;
    }
  }
  return functions.length === 0 ? refused('it has no functions') : success(image);
}

/** Integers only: the subset has no other globals. */
function valueOf(module: Module, constant: Constant): bigint {
  if (constant.kind === 'i32') return BigInt(constant.value);
  if (constant.kind === 'i64') return constant.value;
  return constant.kind === 'global' ? valueOf(module, module.globals[constant.index]!.init) : 0n;
}

/** The registers a call of one of the module's functions begins with. */
export function registersFor(program: FlattenedModule, words: readonly number[]): Uint32Array {
  const registers = new Uint32Array(32);
  registers[GLOBALS] = program.memoryBytes;
  registers[FRAME] = program.frames;
  for (const [at, word] of words.entries()) registers[inRegister(FIRST_SLOT + at).x] = word;
  return registers;
}
