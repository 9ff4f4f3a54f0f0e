// Which floats may hold a NaN whose bits an engine chose, and which hold bits that must stay as they are. Only the
// former are made canonical, and only where their bits can be seen: as if it had been done behind each operator.

import { F32, F64, type ValueType } from './module.ts';

/**
 * safe: the same bits on every engine, and canonical if a NaN. loose: out of arithmetic, so that a NaN has bits of the
 * engine's choice. exact: the same bits on every engine, and a NaN's payload is the module's own. Where control flow
 * joins, a class may only rise; a loose value that joins an exact one is made canonical first.
 */
export const SAFE = 0;
export const LOOSE = 1;
export const EXACT = 2;
export type FloatClass = typeof SAFE | typeof LOOSE | typeof EXACT;

/** Whether the result's NaN bits depend on the engine: ceil to max, demote and promote. */
export const isArithmetic = (code: number): boolean =>
  (code >= 0x8d && code <= 0x97) || (code >= 0x9b && code <= 0xa5) || code === 0xb6 || code === 0xbb;

/** Conversions from integers never make a NaN. */
export const isConversion = (code: number): boolean => code >= 0xb2 && code <= 0xba && code !== 0xb6;

export const isAbsolute = (code: number): boolean => code === 0x8b || code === 0x99;
export const floatOf = (type: ValueType): typeof F32 | typeof F64 => (type === F32 ? F32 : F64);
export const isFloat = (type: ValueType | 0): type is typeof F32 | typeof F64 => type === F32 || type === F64;

/**
 * The class of each local. Along straight code it is that of the last value put in; where control flow joins, it is the
 * local's home class, the highest that any path brings along.
 */
export class LocalClasses {
  #home = new Uint8Array(0);
  #now = new Uint8Array(0);
  /** Locals whose class is not their home class, perhaps more than once. */
  readonly #astray: number[] = [];
  #risen = false;

  /** All are zero at first, but for the parameters, which hold what they were given. */
  begin(count: number, params: number): void {
    this.#home = new Uint8Array(count).fill(EXACT, 0, params);
    this.again();
  }

  /** Back to the first instruction, with the home classes known so far. */
  again(): void {
    this.#now = this.#home.slice();
    this.#astray.length = 0;
  }

  /** Whether a home class has risen since it was last asked. */
  hasRisen(): boolean {
    const risen = this.#risen;
    this.#risen = false;
    return risen;
  }

  /** Gives up on home classes: every local keeps its bits where control flow joins. */
  widen(): void {
    this.#home.fill(EXACT);
  }

  get(local: number): FloatClass {
    return this.#now[local]! as FloatClass;
  }

  set(local: number, to: FloatClass): void {
    this.#now[local] = to;
    if (to !== this.#home[local]) this.#astray.push(local);
  }

  /** Control flow joins: hands out the locals that must be made canonical first. */
  join(canonicalise: (local: number) => void): void {
    for (const local of this.#astray) {
      const now = this.#now[local]!;
      const home = this.#home[local]!;
      if (now > home) {
        this.#home[local] = now;
        this.#risen = true;
      } else if (now === LOOSE && home === EXACT) canonicalise(local);
      this.#now[local] = this.#home[local]!;
    }
    this.#astray.length = 0;
  }

  /** Control flow does not go on from here: what comes next starts from the home classes. */
  leave(): void {
    for (const local of this.#astray) this.#now[local] = this.#home[local]!;
    this.#astray.length = 0;
  }
}
