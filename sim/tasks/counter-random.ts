// Random numbers without state: what copy 2 of task 77 draws is a function of (key, task, copy) alone, so it is the
// same whichever node asks, whenever.

import { openUnit } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import { extendedKey, threefry } from './threefry.ts';

const TWO_POW_MINUS_32 = 1 / 0x1_0000_0000;
const WORDS = 4;

/** One object for any number of (task, copy) pairs: `at` moves it, and allocates nothing. */
export class CounterRandom implements Random {
  private readonly counter: Int32Array = new Int32Array(WORDS);
  private readonly key: Int32Array;
  private readonly block: Int32Array = new Int32Array(WORDS);
  private used = WORDS;

  /** Two words of 32 bits. */
  constructor(key0: number, key1: number) {
    this.key = extendedKey([key0, key1, 0, 0]);
  }

  /** Goes to the beginning of the stream of one copy. `task` is below 2^53. */
  at(task: number, copy: number): this {
    this.counter[0] = task | 0;
    this.counter[1] = Math.floor(task * TWO_POW_MINUS_32);
    this.counter[2] = copy;
    this.counter[3] = 0;
    this.used = WORDS;
    return this;
  }

  uniform(): number {
    const high = this.bits() * TWO_POW_MINUS_32;
    return openUnit(high, this.bits() >>> 11);
  }

  bits(): number {
    if (this.used === WORDS) {
      threefry(this.counter, this.key, this.block);
      this.counter[3]!++;
      this.used = 0;
    }
    return this.block[this.used++]! >>> 0;
  }

  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}
