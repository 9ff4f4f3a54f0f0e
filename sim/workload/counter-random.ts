// Random numbers without state: what copy 2 of task 77 draws is a function of (key, task, copy) alone, so it is the
// same whichever node asks, whenever. Threefry-4x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy
// as 1, 2, 3", SC 2011): additions, rotations and exclusive ors of 32-bit words only, which JavaScript does exactly.

import { openUnit } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';

const SKEIN_PARITY = 0x1bd1_1bda;
const TWO_POW_MINUS_32 = 1 / 0x1_0000_0000;
const WORDS = 4;
const ROUNDS = 20;
/** Rotations of the two mixes of a round; they repeat every eight rounds. */
const ROTATE_FIRST: readonly number[] = [10, 11, 13, 23, 6, 17, 25, 18];
const ROTATE_SECOND: readonly number[] = [26, 21, 27, 5, 20, 11, 10, 20];

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

/** Threefry-4x32-20 of a counter of four words; `key` comes from `extendedKey`. */
export function threefry(counter: Int32Array, key: Int32Array, into: Int32Array): void {
  let x0 = (counter[0]! + key[0]!) | 0;
  let x1 = (counter[1]! + key[1]!) | 0;
  let x2 = (counter[2]! + key[2]!) | 0;
  let x3 = (counter[3]! + key[3]!) | 0;
  for (let round = 0; round < ROUNDS; ) {
    const first = ROTATE_FIRST[round & 7]!;
    const second = ROTATE_SECOND[round & 7]!;
    if ((round & 1) === 0) {
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, first) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, second) ^ x2;
    } else {
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, first) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, second) ^ x2;
    }
    round++;
    if ((round & 3) === 0) {
      const turn = round >> 2;
      x0 = (x0 + key[turn % 5]!) | 0;
      x1 = (x1 + key[(turn + 1) % 5]!) | 0;
      x2 = (x2 + key[(turn + 2) % 5]!) | 0;
      x3 = (x3 + key[(turn + 3) % 5]! + turn) | 0;
    }
  }
  into[0] = x0;
  into[1] = x1;
  into[2] = x2;
  into[3] = x3;
}

/** The four words of a key, and their parity. */
export function extendedKey(words: readonly [number, number, number, number]): Int32Array {
  return Int32Array.of(
    ...words,
    words.reduce((parity, word) => parity ^ word, SKEIN_PARITY),
  );
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
