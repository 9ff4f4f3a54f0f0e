// Loads and stores. The machine knows aligned words only: an address that is one, and is inside, is used at once, as far
// as the code shows it or two instructions find out; every other goes through a routine, which traps as it must.

import { OP } from '../machine/instruction-set.ts';
import { fitsImmediate, immediate, inRegister, T0, T1, T2, T3, T4, ZERO } from './assembler.ts';
import { END } from './ends.ts';
import { type Known, NOTHING, type Operand } from './operands.ts';
import type { Tools } from './operators.ts';
import type { Routine } from './routines.ts';

interface Access {
  readonly bits: number;
  readonly signed: boolean;
  readonly wide: boolean;
}

const access = (bits: number, signed: boolean, wide: boolean): Access => ({ bits, signed, wide });
const ACCESSES: Readonly<Record<number, Access>> = {
  0x28: access(32, false, false),
  0x29: access(64, false, true),
  0x2c: access(8, true, false),
  0x2d: access(8, false, false),
  0x2e: access(16, true, false),
  0x2f: access(16, false, false),
  0x30: access(8, true, true),
  0x31: access(8, false, true),
  0x32: access(16, true, true),
  0x33: access(16, false, true),
  0x34: access(32, true, true),
  0x35: access(32, false, true),
  0x36: access(32, false, false),
  0x37: access(64, false, true),
  0x3a: access(8, false, false),
  0x3b: access(16, false, false),
  0x3c: access(8, false, true),
  0x3d: access(16, false, true),
  0x3e: access(32, false, true),
};

/** A place in memory that needs no routine, if it is one. */
interface Place {
  readonly base: number;
  readonly offset: number;
  /** To a routine instead, if the place turns out to be none. */
  readonly slow: number | undefined;
}

/** Bytes that an immediate tells from those beyond. */
const NEAR_BITS = 15;
const OFFSET_MAX = 0xfff8;

export class MemoryAccess {
  readonly #tools: Tools;
  readonly #bytes: number;
  readonly #later: (() => void)[] = [];

  /** `bytes`: of the module's memory. */
  constructor(tools: Tools, bytes: number) {
    this.#tools = tools;
    this.#bytes = bytes;
  }

  /** What lies out of the way, at the end of a function. */
  write(): void {
    for (const each of this.#later.splice(0)) each();
  }

  load(code: number, offset: number): void {
    const { operands, routines } = this.#tools;
    const { to } = operands;
    const { bits, signed, wide } = ACCESSES[code]!;
    const address = operands.pop();
    const at = operands.stack.length;
    const width = bits / 8;
    const known: Known = bits < 32 && !signed ? { max: (1 << bits) - 1, zeros: 0 } : NOTHING;
    const place = this.#place(address, at, offset, width);
    if (place === undefined && width === 1 && address.at !== 'constant' && this.#surelyInside(address, offset)) {
      this.#effective(address, at, offset);
      to.emit(OP.and, T1, T0, immediate(-4));
      to.load(T1, T1, 0);
      to.emit(OP.shl, T0, T0, immediate(3));
      to.emit(OP.shrU, T1, T1, inRegister(T0));
    } else if (place === undefined) {
      this.#effective(address, at, offset);
      routines.call(`load${bits}` as Routine);
    } else {
      const { base, slow } = place;
      const over = bits < 32 ? place.offset & 3 : 0;
      if (bits === 64) to.load(T2, base, place.offset + 4);
      to.load(T1, base, place.offset - over);
      if (over > 0) to.emit(OP.shrU, T1, T1, immediate(8 * over));
      if (slow !== undefined) this.#aside(slow, address, at, offset, `load${bits}` as Routine);
    }
    if (bits < 32) this.#narrow(bits, signed);
    if (wide && bits < 64) {
      if (signed) to.emit(OP.shrS, T2, T1, immediate(31));
      else to.constant(T2, 0);
    }
    operands.defineFrom(wide, known, T1, T2);
  }

  /** Keeps the low bits of T1. */
  #narrow(bits: number, signed: boolean): void {
    const { to } = this.#tools.operands;
    if (bits === 8 && !signed) to.emit(OP.and, T1, T1, immediate(0xff));
    else {
      to.emit(OP.shl, T1, T1, immediate(32 - bits));
      to.emit(signed ? OP.shrS : OP.shrU, T1, T1, immediate(32 - bits));
    }
  }

  store(code: number, offset: number): void {
    const { operands, routines } = this.#tools;
    const { to } = operands;
    const { bits } = ACCESSES[code]!;
    const value = operands.pop();
    const address = operands.pop();
    const at = operands.stack.length;
    const width = bits / 8;
    const put = (half: number, scratch: number): number => operands.read(value, at + 1, half, scratch);
    const toRoutine = (): void => {
      this.#effective(address, at, offset);
      to.move(T1, put(0, T1), false);
      if (bits === 64) to.move(T2, put(1, T2), false);
      routines.call(`store${bits}` as Routine);
    };
    const place = bits < 32 ? undefined : this.#place(address, at, offset, width);
    if (place === undefined) {
      toRoutine();
      return;
    }
    to.store(put(0, T1), place.base, place.offset);
    if (bits === 64) to.store(put(1, T2), place.base, place.offset + 4);
    if (place.slow === undefined) return;
    const { slow } = place;
    const back = to.label();
    to.place(back);
    this.#later.push(() => {
      to.place(slow);
      toRoutine();
      to.jump(back);
    });
  }

  /** At `slow`, when the function is written: the routine, and back to here. */
  #aside(slow: number, address: Operand, at: number, offset: number, routine: Routine): void {
    const { operands, routines } = this.#tools;
    const back = operands.to.label();
    operands.to.place(back);
    this.#later.push(() => {
      operands.to.place(slow);
      this.#effective(address, at, offset);
      routines.call(routine);
      operands.to.jump(back);
    });
  }

  /** Undefined if only a routine can tell. Narrow values must lie within their word for sure, or else go the other way. */
  #place(address: Operand, at: number, offset: number, width: number): Place | undefined {
    const { operands } = this.#tools;
    const within = (where: number): boolean =>
      width >= 4 ? where % 4 === 0 : Math.floor(where / 4) === Math.floor((where + width - 1) / 4);
    if (address.at === 'constant') {
      const where = (address.low >>> 0) + offset;
      if (!within(where) || where + width > this.#bytes || where > OFFSET_MAX) return undefined;
      return { base: ZERO, offset: where, slow: undefined };
    }
    if (!within(offset) || offset > OFFSET_MAX) return undefined;
    const aligned = address.zeros >= 2;
    const inside = this.#surelyInside(address, offset + width - 1);
    if (aligned && inside) return { base: operands.read(address, at, 0, T3), offset, slow: undefined };
    let bits = NEAR_BITS;
    while (bits > 2 && (1 << bits) - 4 + offset + Math.max(4, width) > this.#bytes) bits -= 1;
    if (bits <= 2 || (width < 4 && !aligned)) return undefined;
    const base = operands.read(address, at, 0, T3);
    const slow = operands.to.label();
    const mask = (inside ? 0 : 0x1_0000 - (1 << bits)) | (aligned ? 0 : 3);
    operands.to.emit(OP.and, T0, base, immediate(mask));
    operands.to.branch(T0, true, slow);
    return { base, offset, slow };
  }

  /** The byte at this offset, wherever the address is. */
  #surelyInside({ max }: Operand, offset: number): boolean {
    return max + offset < this.#bytes;
  }

  /** The sum of address and offset to T0, or a trap if it is beyond 32 bits. */
  #effective(address: Operand, at: number, offset: number): void {
    const { operands, ends } = this.#tools;
    const { to } = operands;
    const base = operands.read(address, at, 0, T0);
    if (offset === 0) {
      to.move(T0, base, false);
      return;
    }
    to.move(T3, base, false);
    if (fitsImmediate(offset)) to.emit(OP.add, T0, T3, immediate(offset));
    else {
      to.constant(T4, offset);
      to.emit(OP.add, T0, T3, inRegister(T4));
    }
    if (address.max + offset <= 0xffff_ffff) return;
    to.emit(OP.ltU, T3, T0, inRegister(T3));
    to.branch(T3, true, ends[END.memory]!);
  }
}
