// What each instruction of the register machine does, one at a time.

import { assert } from '../../foundation/index.ts';
import { type Instruction, OP } from './instruction-set.ts';

/** Everything that decides what comes next. */
export interface MachineState {
  pc: number;
  /** Spent so far. */
  gas: number;
  readonly registers: Uint32Array;
  /** By aligned words. */
  readonly memory: Uint32Array;
}

export interface Emulated {
  /** Without the `halt` it ended at. */
  readonly steps: number;
  readonly halted: boolean;
}

/**
 * Runs until it halts or has taken `stepsMax` steps. `touched` hears the word that each load or store is at. Throws on
 * what a program made by `flattenModule` never does: an address beyond the memory, or not of a word.
 */
export function emulate(
  program: readonly Instruction[],
  state: MachineState,
  stepsMax: number,
  touched?: (word: number, step: number) => void,
): Emulated {
  const { registers, memory } = state;
  let { pc, gas } = state;
  let steps = 0;
  while (steps < stepsMax) {
    const { op, imm, rs1, rd, x, gas: cost } = program[pc]!;
    if (op === OP.halt) break;
    gas += cost;
    const a = registers[rs1]!;
    const b = imm === 1 ? (x << 16) >> 16 : registers[x & 31]!;
    pc += 1;
    if (op >= OP.load && op <= OP.store) {
      const at = a + x;
      assert((at & 3) === 0 && at < memory.length * 4, 'an address is of a word', { at, pc });
      if (op === OP.load) registers[rd] = memory[at >>> 2]!;
      else memory[at >>> 2] = registers[rd]!;
      touched?.(at >>> 2, steps);
    } else if (op === OP.jmp) pc = x;
    else if (op === OP.bnz) pc = a === 0 ? pc : x;
    else if (op === OP.bz) pc = a === 0 ? x : pc;
    else if (op === OP.jr) pc = a;
    else registers[rd] = compute(op, a, b >>> 0, x);
    steps += 1;
  }
  state.pc = pc;
  state.gas = gas;
  return { steps, halted: program[pc]!.op === OP.halt };
}

/** Both operands unsigned; the register takes the low 32 bits. */
function compute(op: number, a: number, b: number, x: number): number {
  switch (op) {
    case OP.add:
      return a + b;
    case OP.sub:
      return a - b;
    case OP.mul:
      return Math.imul(a, b);
    case OP.and:
      return a & b;
    case OP.or:
      return a | b;
    case OP.xor:
      return a ^ b;
    case OP.shl:
      return a << b;
    case OP.shrU:
      return a >>> b;
    case OP.shrS:
      return (a | 0) >> b;
    case OP.ltU:
      return a < b ? 1 : 0;
    case OP.ltS:
      return (a | 0) < (b | 0) ? 1 : 0;
    case OP.eq:
      return a === b ? 1 : 0;
    case OP.ne:
      return a === b ? 0 : 1;
    case OP.mov:
      return b;
    case OP.lui:
      return x << 16;
    case OP.divU:
      return b === 0 ? 0xffff_ffff : Math.floor(a / b);
    case OP.remU:
      return b === 0 ? a : a % b;
    default:
      return Number((BigInt(a) * BigInt(b)) >> 32n);
  }
}
