// Follows a valid body's operand stack and blocks without running it: types, classes of floats, and what is dead code.

import {
  EXACT,
  type FloatClass,
  isAbsolute,
  isArithmetic,
  isConversion,
  isFloat,
  LOOSE,
  LocalClasses,
  SAFE,
} from './float-classes.ts';
import type { Instruction } from './instructions.ts';
import { type Body, type FunctionType, I32, type Module, type ValueType } from './module.ts';
import { PREFIXED } from './opcodes.ts';
import { popsOf, pushOf } from './operand-effects.ts';

const NONE: readonly ValueType[] = [];
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;

interface Frame {
  /** The opcode that opens it; 0 for the function. */
  readonly opens: number;
  /** Operands below its own. */
  readonly height: number;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Operands above those that are seen: a condition, or an index. */
export const beneath = (code: number): number =>
  code === IF || code === 0x0d || code === 0x0e || code === 0x11 || code === 0x1b || code === 0x1c ? 1 : 0;

export class OperandFlow {
  /** The operands, bottom first. */
  readonly types: ValueType[] = [];
  readonly classes: FloatClass[] = [];
  readonly locals: LocalClasses = new LocalClasses();
  /** Most operands at once. */
  height = 0;
  /** Arithmetic on floats was met. */
  arithmetic = false;
  /** Blocks around the current place. */
  readonly frames: Frame[] = [];
  readonly #module: Module;
  readonly #functions: readonly number[];
  readonly #globals: readonly ValueType[];
  readonly #tables: readonly ValueType[];
  #localTypes: Uint8Array = new Uint8Array(0);
  #params = 0;
  #type: FunctionType = { params: NONE, results: NONE };
  /** Blocks opened within dead code; below 0 where code is alive. */
  #dead = -1;

  constructor(module: Module) {
    this.#module = module;
    const { imports } = module;
    this.#functions = [
      ...imports.flatMap((each) => (each.kind === 'function' ? [each.type] : [])),
      ...module.functions,
    ];
    const imported = imports.flatMap((each) => (each.kind === 'global' ? [each.global.type] : []));
    this.#globals = [...imported, ...module.globals.map(({ type }) => type)];
    const tables = imports.flatMap((each) => (each.kind === 'table' ? [each.table] : []));
    this.#tables = [...tables, ...module.tables].map(({ element }) => element);
  }

  begin(type: FunctionType, { locals }: Body): void {
    const count = locals.reduce((sum, run) => sum + run.count, type.params.length);
    this.#type = type;
    this.#params = type.params.length;
    this.#localTypes = new Uint8Array(count);
    this.#localTypes.set(type.params);
    let at = this.#params;
    for (const run of locals) this.#localTypes.fill(run.type, at, (at += run.count));
    this.height = 0;
    this.arithmetic = false;
    this.locals.begin(count, this.#params);
    this.again();
  }

  /** The function's own end is behind. */
  get ended(): boolean {
    return this.frames.length === 0;
  }

  typeOfLocal(local: number): ValueType {
    return this.#localTypes[local]! as ValueType;
  }

  /** Back to the first instruction. */
  again(): void {
    this.locals.again();
    this.#shrink(0);
    this.frames.length = 0;
    this.frames.push({ opens: 0, height: 0, params: NONE, results: this.#type.results });
    this.#dead = -1;
  }

  /** Whether nothing can reach the instruction. To be asked once for each one. */
  skips({ code }: Instruction): boolean {
    if (this.#dead < 0) return false;
    if (code >= BLOCK && code <= IF) this.#dead += 1;
    else if (this.#dead === 0 && (code === 0x05 || code === 0x0b)) {
      this.#dead = -1;
      this.#shrink(this.#top().height);
      this.#pushAll(this.#top().results);
      return false;
    } else if (code === 0x0b) this.#dead -= 1;
    return true;
  }

  /** How many operands have their bits seen or meet those of another path, below `beneath` others. */
  seen(instruction: Instruction): number {
    const { code, first } = instruction;
    switch (code) {
      case 0x38:
      case 0x39:
      case 0x8c:
      case 0x9a:
      case 0xbc:
      case 0xbd:
      case 0x24:
        return 1;
      case 0x98:
      case 0xa6:
        return 2;
      case 0x1b:
      case 0x1c:
        return this.#mixed() ? 2 : 0;
      case 0x10:
        return this.#typeOf(first).params.length;
      case 0x11:
        return this.#module.types[first]?.params.length ?? 0;
      case 0x0f:
        return this.#type.results.length;
      case 0x0b:
      case 0x05:
        return this.#top().results.length;
      case 0x0c:
      case 0x0d:
      case 0x0e:
        return this.#labelTypes(first).length;
      case LOOP:
      case IF:
        return this.#blockType(first).params.length;
      default:
        return 0;
    }
  }

  /** Whether control flow joins another path behind the instruction, or leaves for good. */
  flowOf({ code, first }: Instruction): 'on' | 'joins' | 'leaves' {
    if (code === 0x00 || code === 0x0f) return 'leaves';
    if (code === 0x0c && first >= this.frames.length - 1) return 'leaves';
    if (code === LOOP || code === IF || code === 0x05 || (code >= 0x0c && code <= 0x0e)) return 'joins';
    if (code === 0x0b) return this.#top().opens === LOOP || this.#top().opens === 0 ? 'on' : 'joins';
    return 'on';
  }

  /** What the instruction does. Floats that it sees have been made canonical, and so have locals that join. */
  step(instruction: Instruction): void {
    const { code } = instruction;
    const count = popsOf(code);
    if (count === undefined) this.#special(instruction);
    else {
      const below = this.classes[this.classes.length - 1] ?? SAFE;
      this.#pop(count);
      const type = pushOf(code);
      if (type !== 0) this.#push(type, isFloat(type) ? this.#classOf(instruction, below) : SAFE);
    }
    if (this.types.length > this.height) this.height = this.types.length;
  }

  #classOf({ code, notANumber }: Instruction, operand: FloatClass): FloatClass {
    if (isArithmetic(code)) {
      this.arithmetic = true;
      return LOOSE;
    }
    if (isAbsolute(code)) return operand;
    if (isConversion(code)) return SAFE;
    if (code === 0x43 || code === 0x44) return notANumber ? EXACT : SAFE;
    return EXACT;
  }

  #special(instruction: Instruction): void {
    const { code, first } = instruction;
    if (code <= 0x11) this.#control(instruction);
    else if (code === 0x1a) this.#pop(1);
    else if (code === 0x1b || code === 0x1c) this.#select();
    else if (code <= 0x26) this.#variable(code, first);
    else if (code === 0xd1) {
      this.#pop(1);
      this.#push(I32, SAFE);
    } else if (code < PREFIXED) this.#push(code === 0xd0 ? (first as ValueType) : 0x70, SAFE);
  }

  #control({ code, first }: Instruction): void {
    if (code >= BLOCK && code <= IF) {
      const type = this.#blockType(first);
      if (code === IF) this.#pop(1);
      const height = this.types.length - type.params.length;
      this.frames.push({ opens: code, height, ...type });
      if (code !== LOOP) return;
      this.#shrink(height);
      this.#pushAll(type.params);
    } else if (code === 0x05) {
      const { height, params, results } = this.#top();
      this.frames.pop();
      this.frames.push({ opens: code, height, params, results });
      this.#shrink(height);
      this.#pushAll(params);
    } else if (code === 0x0b) this.#end();
    else if (code === 0x0d) this.#pop(1);
    else if (code === 0x10) this.#call(this.#typeOf(first));
    else if (code === 0x11) {
      this.#pop(1);
      this.#call(this.#module.types[first]!);
    } else this.#dead = 0;
  }

  /** Of a loop's end there is one way in only, so what is on the stack stays what it is. */
  #end(): void {
    const { opens, height, results } = this.frames.pop()!;
    if (opens === LOOP) return;
    this.#shrink(height);
    this.#pushAll(results);
  }

  #call({ params, results }: FunctionType): void {
    this.#pop(params.length);
    this.#pushAll(results);
  }

  #variable(code: number, index: number): void {
    const top = this.types.length - 1;
    if (code === 0x20) this.#push(this.#localTypes[index]! as ValueType, this.locals.get(index));
    else if (code === 0x21 || code === 0x22) {
      if (isFloat(this.types[top]!)) this.locals.set(index, this.classes[top]!);
      if (code === 0x21) this.#pop(1);
    } else if (code === 0x23) this.#push(this.#globals[index]!, EXACT);
    else if (code === 0x24) this.#pop(1);
    else if (code === 0x25) {
      this.#pop(1);
      this.#push(this.#tables[index]!, SAFE);
    } else this.#pop(2);
  }

  #select(): void {
    const other = this.classes[this.classes.length - 2]!;
    this.#pop(2);
    const top = this.classes.length - 1;
    if (other > this.classes[top]!) this.classes[top] = other;
  }

  /** Whether a select chooses between a loose and an exact float. */
  #mixed(): boolean {
    const top = this.types.length - 1;
    return this.classes[top - 1]! + this.classes[top - 2]! === LOOSE + EXACT;
  }

  #top(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  #typeOf(index: number): FunctionType {
    return this.#module.types[this.#functions[index]!]!;
  }

  #blockType(type: number): { params: readonly ValueType[]; results: readonly ValueType[] } {
    if (type >= 0) return this.#module.types[type]!;
    return { params: NONE, results: type === -64 ? NONE : [(type + 128) as ValueType] };
  }

  #labelTypes(depth: number): readonly ValueType[] {
    const { opens, params, results } = this.frames[this.frames.length - 1 - depth]!;
    return opens === LOOP ? params : results;
  }

  #push(type: ValueType, of: FloatClass): void {
    this.types.push(type);
    this.classes.push(of);
  }

  /** What other paths may have brought along: any bits, and the same on every engine. */
  #pushAll(types: readonly ValueType[]): void {
    for (const type of types) this.#push(type, EXACT);
  }

  #pop(count: number): void {
    this.#shrink(Math.max(0, this.types.length - count));
  }

  #shrink(height: number): void {
    this.types.length = height;
    this.classes.length = height;
  }
}
