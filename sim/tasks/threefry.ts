// Threefry-4x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a bijection of
// 128 bits made of additions, rotations and exclusive ors of 32-bit words, all of which JavaScript does exactly.

const SKEIN_PARITY = 0x1bd1_1bda;
const ROUNDS = 20;
/** Rotations of the two mixes of a round; they repeat every eight rounds. */
const ROTATE_FIRST: readonly number[] = [10, 11, 13, 23, 6, 17, 25, 18];
const ROTATE_SECOND: readonly number[] = [26, 21, 27, 5, 20, 11, 10, 20];

/** Enciphers a counter of four words with a key from `extendedKey`. */
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
