// A NaN whose bits an engine chose is let into memory as an f32 and remembered: a local of the rewriter's own, zero until
// then, turns into a NaN and stays one. The function looks at it ahead of all that others could see, and traps. In a loop
// that is far cheaper than to look at each value, and hardly any task ever stores a NaN. For f64 it is not (measured).

import type { Instruction } from './instructions.ts';
import { LOCAL_GET as GET, LOCAL_SET as SET, LOCAL_TEE as TEE } from './opcodes.ts';
import type { BinaryWriter } from './writer.ts';

const UNREACHABLE = 0x00;
const IF = 0x04;
const END = 0x0b;
const NO_RESULT = 0x40;
const F32_NE = 0x5c;
const F32_ADD = 0x92;
const F32_SUB = 0x93;

/** Ahead of a store: the f32 on top goes through `local`. An infinity counts as well; all else adds zero. */
export function noteNan(to: BinaryWriter, local: number, sticky: number): void {
  to.byte(TEE).u32(local).byte(GET).u32(sticky).byte(GET).u32(local).byte(GET).u32(local);
  to.byte(F32_SUB, F32_ADD, SET).u32(sticky);
}

/** Traps if one was stored. */
export function stopAtNan(to: BinaryWriter, sticky: number): void {
  to.byte(GET).u32(sticky).byte(GET).u32(sticky).byte(F32_NE);
  to.byte(IF, NO_RESULT, UNREACHABLE, END);
}

export const NOTED = 7;

/** Sees what `noteNan` has written, instruction by instruction. No module can write it: the locals are not its own. */
export class NotedNan {
  local = -1;
  private sticky = -1;
  private seen = 0;

  /** How far along: 1 at the first instruction, NOTED at the last, 0 outside. `meter`: the rewriter's first local. */
  reads({ code, first }: Instruction, meter: number): number {
    if (code === TEE && first > meter) {
      this.local = first;
      this.seen = 1;
    } else this.seen = this.goesOn(code, first, meter) ? this.seen + 1 : 0;
    return this.seen;
  }

  private goesOn(code: number, first: number, meter: number): boolean {
    switch (this.seen) {
      case 1:
        this.sticky = first;
        return code === GET && first > meter;
      case 2:
      case 3:
        return code === GET && first === this.local;
      case 4:
        return code === F32_SUB;
      case 5:
        return code === F32_ADD;
      case 6:
        return code === SET && first === this.sticky;
      default:
        return false;
    }
  }
}
