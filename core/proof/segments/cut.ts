// Where a run is cut into segments, as a rule: a segment ends at its last step, or before the first one that would need
// a page more than it has room for, or where the run halts.

import { emulate, type MachineState } from '../machine/emulator.ts';
import { type Instruction, OP } from '../machine/instruction-set.ts';
import type { CircuitShape } from './circuit-shape.ts';

/** The pages that a segment has come to so far. */
export class OpenPages {
  readonly memory: Set<number> = new Set();
  readonly program: Set<number> = new Set();
  readonly shape: CircuitShape;

  constructor(shape: CircuitShape) {
    this.shape = shape;
  }

  /** Whether the segment has room for this instruction. If so `onNew` hears of a page of memory that it opens. */
  admit(instruction: Instruction, state: MachineState, onNew: (page: number) => void): boolean {
    const { memoryPages, programPages } = this.shape;
    const code = state.pc >>> 4;
    if (!this.program.has(code) && this.program.size === programPages) return false;
    const page = pageOf(instruction, state);
    if (page !== undefined && !this.memory.has(page)) {
      if (this.memory.size === memoryPages) return false;
      this.memory.add(page);
      onNew(page);
    }
    this.program.add(code);
    return true;
  }
}

/** The page of memory that an instruction goes to, if it does. */
function pageOf({ op, rs1, x }: Instruction, { registers }: MachineState): number | undefined {
  return op === OP.load || op === OP.store ? (registers[rs1]! + x) >>> 6 : undefined;
}

/** Carries the state on by one segment, which may be all idle. */
export function passSegment(instructions: readonly Instruction[], state: MachineState, pages: OpenPages): void {
  for (let steps = 0; steps < pages.shape.steps; steps += 1) {
    const instruction = instructions[state.pc]!;
    if (instruction.op === OP.halt || !pages.admit(instruction, state, () => undefined)) break;
    emulate(instructions, state, 1);
  }
}

/** Segments of a run that ends. Carries the state on to its end. */
export function countSegments(instructions: readonly Instruction[], state: MachineState, shape: CircuitShape): number {
  let segments = 0;
  do {
    passSegment(instructions, state, new OpenPages(shape));
    segments += 1;
  } while (instructions[state.pc]!.op !== OP.halt);
  return segments;
}
