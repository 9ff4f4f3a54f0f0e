// Our own engine. It shares nothing with V8's but the module, runs it instruction by instruction, and can stop after
// any of them, write its whole state down, and go on from there, here or on another machine.

import { assert } from '../foundation/index.ts';
import { decodeModule } from './decode.ts';
import { type FlatCode, WORDS } from './flat-code.ts';
import { flatten } from './flatten.ts';
import { ENDED, interpret, OUTERMOST } from './interpret.ts';
import { Machine, TRAP, TRAPS } from './machine.ts';
import { readMachine, writeMachine } from './machine-state.ts';
import { type Export, F32, F64, I32, I64, type ValueType } from './module.ts';
import type { Call, HostFunctions, Instance, Scalar } from './runtime.ts';

/** How far a run has come. */
export type Progress =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'trapped'; readonly why: string };

export interface CompiledModule {
  (host: HostFunctions): Interpreter;
  /** Whether it asks anything of its host. */
  readonly imports: boolean;
}

/** Flattens the code of a valid module once, to instantiate it many times. Throws on what the gate refuses. */
export function compileInterpreter(bytes: Uint8Array): CompiledModule {
  const decoded = decodeModule(bytes);
  assert(decoded.ok, 'only modules that passed the gate are interpreted', {});
  const flat = flatten(decoded.value);
  const imports = decoded.value.imports.length > 0;
  return Object.assign((host: HostFunctions) => new Interpreter(flat, host), { imports });
}

/** For a single run. */
export const instantiateInterpreter = (bytes: Uint8Array, host: HostFunctions): Instance =>
  compileInterpreter(bytes)(host);

export class Interpreter implements Instance {
  readonly #flat: FlatCode;
  readonly #host: HostFunctions;
  readonly #exports: ReadonlyMap<string, Export>;
  #machine: Machine;
  /** The exported function that runs. */
  #called = -1;
  #executed = 0;
  /** Whether there is a call that has neither returned nor trapped. */
  #running = false;

  /** Throws if an active segment does not fit, or if there is not so much memory. */
  constructor(flat: FlatCode, host: HostFunctions) {
    this.#flat = flat;
    this.#host = host;
    this.#exports = new Map(flat.module.exports.map((each) => [each.name, each]));
    this.#machine = new Machine(flat);
    fillFromSegments(this.#machine);
  }

  /** Instructions of the flattened code that were run so far. */
  get executed(): number {
    return this.#executed;
  }

  /** Whether there is a call that goes on. */
  get running(): boolean {
    return this.#running;
  }

  memory(): Uint8Array | undefined {
    return this.#flat.module.memories.length === 0 ? undefined : this.#machine.memory;
  }

  has(exported: string): boolean {
    return this.#exports.has(exported);
  }

  global(exported: string): Scalar {
    const { index } = this.#exports.get(exported)!;
    const { globals, flat } = this.#machine;
    return scalarAt(globals, index * WORDS, flat.module.globals[index]!.type);
  }

  call(exported: string, args: readonly Scalar[]): Call {
    this.begin(exported, args);
    const progress = this.proceed(Number.MAX_SAFE_INTEGER);
    return progress.kind === 'returned' ? { kind: 'returned', value: this.result() } : { kind: 'trapped' };
  }

  /** Prepares a call of an exported function; `proceed` runs it. */
  begin(exported: string, args: readonly Scalar[]): void {
    const { index } = this.#exports.get(exported)!;
    const machine = this.#machine;
    const { entry, params, locals, room, signature } = this.#flat.functions[index]!;
    assert(entry >= 0, 'an exported function is the module’s own', { exported });
    machine.reach(room);
    machine.framesUsed = 0;
    machine.pushFrame(OUTERMOST, 0);
    args.forEach((value, at) => put(machine, at * WORDS, signature.params[at]!, value));
    machine.ints.fill(0, params, locals);
    machine.locals = 0;
    machine.top = locals;
    machine.pc = entry;
    this.#called = index;
    this.#running = true;
  }

  /** Runs at most so many instructions further. What a host function throws passes through. */
  proceed(steps: number): Progress {
    const machine = this.#machine;
    assert(this.#running, 'only a call that has not ended goes on', {});
    let left = steps;
    for (;;) {
      const ended = interpret(machine, left);
      this.#executed += left - machine.steps;
      left = machine.steps;
      if (ended === ENDED.steps) return { kind: 'stopped' };
      if (ended === ENDED.host) this.#callHost();
      else {
        this.#running = false;
        return ended === ENDED.returned ? { kind: 'returned' } : { kind: 'trapped', why: TRAPS[ended]! };
      }
    }
  }

  /** What the function that has returned gave; its first result, if there are several. */
  result(): Scalar | undefined {
    const type = this.#flat.functions[this.#called]?.signature.results[0];
    return type === undefined ? undefined : scalarAt(this.#machine.ints, 0, type);
  }

  /**
   * Clears what lies above the stack. An i32 leaves half of its place as it was, so that without this a run that goes on
   * and one that takes its dump up would come to the same values and to other bytes.
   */
  tidy(): void {
    this.#machine.ints.fill(0, this.#machine.top);
  }

  /** The whole state, as bytes. Runs of a module that were made tidy at the same places have equal bytes in equal states. */
  dump(): Uint8Array {
    return writeMachine(this.#machine, this.#called);
  }

  /** Takes up a state that a run of the same module dumped. Throws AssertionFailure on one that it cannot be. */
  resume(state: Uint8Array): void {
    const { machine, called } = readMachine(state, this.#flat);
    this.#machine = machine;
    this.#called = called;
    this.#running = machine.framesUsed > 0;
  }

  #callHost(): void {
    const machine = this.#machine;
    const { module } = this.#flat;
    const imported = module.imports.filter(({ kind }) => kind === 'function')[machine.callee]!;
    const { params, results } = this.#flat.functions[machine.callee]!.signature;
    const base = machine.top - params.length * WORDS;
    const args = params.map((type, at) => scalarAt(machine.ints, base + at * WORDS, type));
    const given = this.#host[imported.module]?.[imported.name];
    assert(given !== undefined, 'the gate lets only imports through that are granted', { name: imported.name });
    const value = (given as (...args: Scalar[]) => Scalar | undefined)(...args);
    machine.top = base;
    const [type] = results;
    if (type === undefined) return;
    put(machine, base, type, value ?? 0);
    machine.top += WORDS;
  }
}

function fillFromSegments(machine: Machine): void {
  const { module } = machine.flat;
  const check = (trap: number): void => {
    if (trap !== TRAP.none) throw new RangeError('an active segment does not fit');
  };
  module.elements.forEach(({ mode, offset, table, items }, at) => {
    if (mode === 'passive') return;
    if (offset !== undefined) {
      const to = Number(BigInt.asUintN(32, machine.bitsOf(offset)));
      check(to + items.length > machine.tables[table]!.length ? TRAP.table : TRAP.none);
      items.forEach((item, i) => (machine.tables[table]![to + i] = Number(machine.bitsOf(item))));
    }
    machine.droppedElements[at] = 1;
  });
  module.data.forEach(({ mode, offset, bytes: { start, end } }, at) => {
    if (mode === 'passive' || offset === undefined) return;
    const to = Number(BigInt.asUintN(32, machine.bitsOf(offset)));
    check(to + end - start > machine.memory.length ? TRAP.memory : TRAP.none);
    machine.memory.set(module.bytes.subarray(start, end), to);
    machine.droppedData[at] = 1;
  });
}

function put(machine: Machine, word: number, type: ValueType, value: Scalar): void {
  if (type === I64) machine.longs[word / WORDS] = BigInt(value);
  else if (type === F32) machine.floats[word] = Number(value);
  else if (type === F64) machine.doubles[word / WORDS] = Number(value);
  else machine.ints[word] = Number(value);
}

function scalarAt(ints: Int32Array, word: number, type: ValueType): Scalar {
  const view = new DataView(ints.buffer, ints.byteOffset + word * 4, 8);
  if (type === I64) return view.getBigInt64(0, true);
  if (type === F32) return view.getFloat32(0, true);
  if (type === F64) return view.getFloat64(0, true);
  return type === I32 ? view.getInt32(0, true) : view.getInt32(0, true) - 1;
}
