// The loop of the interpreter. It is one long function, and repeats itself, because that is what makes it fast: the
// state is in local variables, and each instruction is one case of one switch. Cases are literal numbers (those of
// FLAT are named beside them): only of literals does V8 make a table to jump by.
/* eslint max-lines: 'off' -- see above */

import { type Machine, NULL, TRAP } from './machine.ts';
import { EFFECT, LENGTH, operate } from './operators.ts';

/** Why the loop ended: it has run its steps; the outermost function returned; it calls a host function; or a trap. */
export const ENDED = { steps: -1, returned: -2, host: -3 } as const;
/** No caller: a return from here ends the run. */
export const OUTERMOST = -1;

const TWO_POW_32 = 0x1_0000_0000;

/**
 * Runs until something ends it, and says what: one of `ENDED`, or the number of a trap. At most `steps` instructions;
 * what is left of them is in `machine.steps`. At a host call `pc` is behind it, and the function is in `machine.callee`.
 */
// eslint-disable-next-line max-lines-per-function -- calls between the parts would cost more than the parts
export function interpret(machine: Machine, steps: number): number {
  const { code: C } = machine.flat;
  const { functions } = machine.flat;
  const G = machine.globals;
  // Imports that the loop needs, looked up once.
  const effect = EFFECT;
  const length = LENGTH;
  const rest = operate;
  let I = machine.ints;
  let F = machine.floats;
  let D = machine.doubles;
  let view = machine.view;
  let size = view.byteLength;
  let { pc, locals, top: sp } = machine;
  let callee = -1;
  let ended: number = ENDED.steps;
  let left = steps;
  run: while (left > 0) {
    left -= 1;
    const op = C[pc]!;
    switch (op) {
      case 0x00:
        ended = TRAP.unreachable;
        break run;
      case 0x04: // ifZero
        sp -= 2;
        pc = I[sp] === 0 ? C[pc + 1]! : pc + 2;
        break;
      case 0x05: // goto
        pc = C[pc + 1]!;
        break;
      case 0x06: // ifNonZero
        sp -= 2;
        pc = I[sp] === 0 ? pc + 2 : C[pc + 1]!;
        break;
      case 0x0d: // branchIf
      case 0x0c: {
        // branch
        if (op === 0x0d) {
          sp -= 2;
          if (I[sp] === 0) {
            pc += 4;
            break;
          }
        }
        const kept = C[pc + 2]!;
        const to = locals + C[pc + 3]!;
        I.copyWithin(to, sp - kept, sp);
        sp = to + kept;
        pc = C[pc + 1]!;
        break;
      }
      case 0x0e: {
        // branchTable
        sp -= 2;
        const last = C[pc + 1]!;
        const wanted = I[sp]! >>> 0;
        const at = pc + 2 + (wanted < last ? wanted : last) * 3;
        const kept = C[at + 1]!;
        const to = locals + C[at + 2]!;
        I.copyWithin(to, sp - kept, sp);
        sp = to + kept;
        pc = C[at]!;
        break;
      }
      case 0x0f: {
        // return
        const kept = C[pc + 1]!;
        const from = sp - kept;
        if (kept === 2) {
          I[locals] = I[from]!;
          I[locals + 1] = I[from + 1]!;
        } else I.copyWithin(locals, from, sp);
        sp = locals + kept;
        machine.framesUsed -= 2;
        pc = machine.frames[machine.framesUsed]!;
        locals = machine.frames[machine.framesUsed + 1]!;
        if (pc !== OUTERMOST) break;
        ended = ENDED.returned;
        break run;
      }
      case 0x10: // call
      case 0x11: {
        // callIndirect
        callee = C[pc + 1]!;
        if (op === 0x11) {
          sp -= 2;
          const table = machine.tables[C[pc + 2]!]!;
          const at = I[sp]! >>> 0;
          if (at >= table.length) ended = TRAP.table;
          else if (table[at] === NULL) ended = TRAP.noFunction;
          else if (functions[table[at]! - 1]!.type !== callee) ended = TRAP.type;
          if (ended !== ENDED.steps) break run;
          callee = table[at]! - 1;
          pc += 1;
        }
        const called = functions[callee]!;
        pc += 2;
        if (called.entry < 0) {
          ended = ENDED.host;
          break run;
        }
        const base = sp - called.params;
        if (base + called.room > I.length) {
          machine.reach(base + called.room);
          I = machine.ints;
          F = machine.floats;
          D = machine.doubles;
        }
        machine.pushFrame(pc, locals);
        locals = base;
        I.fill(0, sp, base + called.locals);
        sp = base + called.locals;
        pc = called.entry;
        break;
      }
      case 0x12: {
        // charge
        const at = locals + C[pc + 1]!;
        const low = (I[at]! >>> 0) - (C[pc + 2]! >>> 0);
        I[at] = low;
        I[at + 1] = I[at + 1]! - C[pc + 3]! - (low < 0 ? 1 : 0);
        pc += 4;
        break;
      }
      case 0x13: {
        // chargeChecked
        const at = locals + C[pc + 1]!;
        const low = (I[at]! >>> 0) - (C[pc + 2]! >>> 0);
        const high = (I[at + 1]! - C[pc + 3]! - (low < 0 ? 1 : 0)) | 0;
        I[at] = low;
        I[at + 1] = high;
        pc = high < 0 ? pc + 5 : C[pc + 4]!;
        break;
      }
      case 0x1a:
        sp -= 2;
        pc += 1;
        break;
      case 0x1b:
        sp -= 4;
        if (I[sp + 2] === 0) {
          I[sp - 2] = I[sp]!;
          I[sp - 1] = I[sp + 1]!;
        }
        pc += 1;
        break;
      case 0x20: {
        const at = locals + C[pc + 1]!;
        I[sp] = I[at]!;
        I[sp + 1] = I[at + 1]!;
        sp += 2;
        pc += 2;
        break;
      }
      case 0x21: {
        const at = locals + C[pc + 1]!;
        sp -= 2;
        I[at] = I[sp]!;
        I[at + 1] = I[sp + 1]!;
        pc += 2;
        break;
      }
      case 0x22: {
        const at = locals + C[pc + 1]!;
        I[at] = I[sp - 2]!;
        I[at + 1] = I[sp - 1]!;
        pc += 2;
        break;
      }
      case 0x23: {
        const at = C[pc + 1]!;
        I[sp] = G[at]!;
        I[sp + 1] = G[at + 1]!;
        sp += 2;
        pc += 2;
        break;
      }
      case 0x24: {
        const at = C[pc + 1]!;
        sp -= 2;
        G[at] = I[sp]!;
        G[at + 1] = I[sp + 1]!;
        pc += 2;
        break;
      }
      case 0x28:
      case 0x2a: {
        const at = (I[sp - 2]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at + 4 > size) {
          ended = TRAP.memory;
          break run;
        }
        I[sp - 2] = view.getInt32(at, true);
        pc += 2;
        break;
      }
      case 0x29:
      case 0x2b: {
        const at = (I[sp - 2]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at + 8 > size) {
          ended = TRAP.memory;
          break run;
        }
        I[sp - 2] = view.getInt32(at, true);
        I[sp - 1] = view.getInt32(at + 4, true);
        pc += 2;
        break;
      }
      case 0x2c:
      case 0x2d: {
        const at = (I[sp - 2]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at >= size) {
          ended = TRAP.memory;
          break run;
        }
        I[sp - 2] = op === 0x2d ? view.getUint8(at) : view.getInt8(at);
        pc += 2;
        break;
      }
      case 0x36:
      case 0x38: {
        sp -= 4;
        const at = (I[sp]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at + 4 > size) {
          ended = TRAP.memory;
          break run;
        }
        view.setInt32(at, I[sp + 2]!, true);
        pc += 2;
        break;
      }
      case 0x37:
      case 0x39: {
        sp -= 4;
        const at = (I[sp]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at + 8 > size) {
          ended = TRAP.memory;
          break run;
        }
        view.setInt32(at, I[sp + 2]!, true);
        view.setInt32(at + 4, I[sp + 3]!, true);
        pc += 2;
        break;
      }
      case 0x3a: {
        sp -= 4;
        const at = (I[sp]! >>> 0) + (C[pc + 1]! >>> 0);
        if (at >= size) {
          ended = TRAP.memory;
          break run;
        }
        view.setInt8(at, I[sp + 2]!);
        pc += 2;
        break;
      }
      case 0x41:
      case 0x43:
        I[sp] = C[pc + 1]!;
        sp += 2;
        pc += 2;
        break;
      case 0x42:
      case 0x44:
        I[sp] = C[pc + 1]!;
        I[sp + 1] = C[pc + 2]!;
        sp += 2;
        pc += 3;
        break;
      case 0x45:
        I[sp - 2] = I[sp - 2] === 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x46:
        sp -= 2;
        I[sp - 2] = I[sp - 2] === I[sp] ? 1 : 0;
        pc += 1;
        break;
      case 0x47:
        sp -= 2;
        I[sp - 2] = I[sp - 2] === I[sp] ? 0 : 1;
        pc += 1;
        break;
      case 0x48:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! < I[sp]! ? 1 : 0;
        pc += 1;
        break;
      case 0x49:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >>> 0 < I[sp]! >>> 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x4a:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! > I[sp]! ? 1 : 0;
        pc += 1;
        break;
      case 0x4b:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >>> 0 > I[sp]! >>> 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x4c:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! <= I[sp]! ? 1 : 0;
        pc += 1;
        break;
      case 0x4d:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >>> 0 <= I[sp]! >>> 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x4e:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >= I[sp]! ? 1 : 0;
        pc += 1;
        break;
      case 0x4f:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >>> 0 >= I[sp]! >>> 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x50:
        I[sp - 2] = (I[sp - 2]! | I[sp - 1]!) === 0 ? 1 : 0;
        pc += 1;
        break;
      case 0x53: {
        sp -= 2;
        const a = I[sp - 1]!;
        const b = I[sp + 1]!;
        I[sp - 2] = a < b || (a === b && I[sp - 2]! >>> 0 < I[sp]! >>> 0) ? 1 : 0;
        pc += 1;
        break;
      }
      case 0x6a:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! + I[sp]!;
        pc += 1;
        break;
      case 0x6b:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! - I[sp]!;
        pc += 1;
        break;
      case 0x6c:
        sp -= 2;
        I[sp - 2] = Math.imul(I[sp - 2]!, I[sp]!);
        pc += 1;
        break;
      case 0x71:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! & I[sp]!;
        pc += 1;
        break;
      case 0x72:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! | I[sp]!;
        pc += 1;
        break;
      case 0x73:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! ^ I[sp]!;
        pc += 1;
        break;
      case 0x74:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! << I[sp]!;
        pc += 1;
        break;
      case 0x75:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >> I[sp]!;
        pc += 1;
        break;
      case 0x76:
        sp -= 2;
        I[sp - 2] = I[sp - 2]! >>> I[sp]!;
        pc += 1;
        break;
      case 0x77: {
        sp -= 2;
        const by = I[sp]!;
        I[sp - 2] = (I[sp - 2]! << by) | (I[sp - 2]! >>> -by);
        pc += 1;
        break;
      }
      case 0x7c: {
        sp -= 2;
        const low = (I[sp - 2]! >>> 0) + (I[sp]! >>> 0);
        I[sp - 2] = low;
        I[sp - 1] = I[sp - 1]! + I[sp + 1]! + (low >= TWO_POW_32 ? 1 : 0);
        pc += 1;
        break;
      }
      case 0x7d: {
        sp -= 2;
        const low = (I[sp - 2]! >>> 0) - (I[sp]! >>> 0);
        I[sp - 2] = low;
        I[sp - 1] = I[sp - 1]! - I[sp + 1]! - (low < 0 ? 1 : 0);
        pc += 1;
        break;
      }
      case 0x92:
        sp -= 2;
        F[sp - 2] = F[sp - 2]! + F[sp]!;
        pc += 1;
        break;
      case 0x93:
        sp -= 2;
        F[sp - 2] = F[sp - 2]! - F[sp]!;
        pc += 1;
        break;
      case 0x94:
        sp -= 2;
        F[sp - 2] = F[sp - 2]! * F[sp]!;
        pc += 1;
        break;
      case 0xa0:
        sp -= 2;
        D[(sp >> 1) - 1] = D[(sp >> 1) - 1]! + D[sp >> 1]!;
        pc += 1;
        break;
      case 0xa1:
        sp -= 2;
        D[(sp >> 1) - 1] = D[(sp >> 1) - 1]! - D[sp >> 1]!;
        pc += 1;
        break;
      case 0xa2:
        sp -= 2;
        D[(sp >> 1) - 1] = D[(sp >> 1) - 1]! * D[sp >> 1]!;
        pc += 1;
        break;
      default: {
        const trap = rest(machine, op, sp, C[pc + 1]!, C[pc + 2]!);
        if (trap !== 0) {
          ended = trap;
          break run;
        }
        sp += effect[op]!;
        pc += length[op]!;
        view = machine.view;
        size = view.byteLength;
      }
    }
  }
  machine.pc = pc;
  machine.locals = locals;
  machine.top = sp;
  machine.callee = callee;
  machine.steps = left;
  return ended;
}
