// SHA-256 (FIPS 180-4). Input: any bytes. Output: the 32 bytes of the digest.

import { output, reserve } from './abi';

export { alloc } from './abi';

const BLOCK: i32 = 64;
const SCHEDULE: i32 = 64 * 4;

export function run(input: i32, length: i32): i64 {
  const state = reserve(32);
  const schedule = reserve(SCHEDULE);
  const tail = reserve(2 * BLOCK);
  memory.copy(state, INITIAL, 32);
  const whole = length & ~(BLOCK - 1);
  for (let at = 0; at < whole; at += BLOCK) absorb(input + at, state, schedule);
  const rest = length - whole;
  const padded = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  memory.fill(tail, 0, padded);
  memory.copy(tail, input + whole, rest);
  store<u8>(tail + rest, 0x80);
  store<u64>(tail + padded - 8, bswap<u64>(<u64>length * 8));
  for (let at = 0; at < padded; at += BLOCK) absorb(tail + at, state, schedule);
  for (let at = 0; at < 32; at += 4) store<u32>(state + at, bswap<u32>(load<u32>(state + at)));
  return output(state, 32);
}

/** Section 6.2.2: one block of 64 bytes. */
function absorb(block: usize, state: usize, schedule: usize): void {
  for (let t = 0; t < BLOCK; t += 4) store<u32>(schedule + t, bswap<u32>(load<u32>(block + t)));
  for (let t = BLOCK; t < SCHEDULE; t += 4) {
    const at = schedule + t;
    const early = load<u32>(at - 15 * 4);
    const late = load<u32>(at - 2 * 4);
    const first = rotr<u32>(early, 7) ^ rotr<u32>(early, 18) ^ (early >> 3);
    const second = rotr<u32>(late, 17) ^ rotr<u32>(late, 19) ^ (late >> 10);
    store<u32>(at, second + load<u32>(at - 7 * 4) + first + load<u32>(at - 16 * 4));
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let f = load<u32>(state, 20);
  let g = load<u32>(state, 24);
  let h = load<u32>(state, 28);
  for (let t = 0; t < SCHEDULE; t += 4) {
    const sumE = rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
    const sumA = rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
    const first = h + sumE + ((e & f) ^ (~e & g)) + load<u32>(CONSTANTS + t) + load<u32>(schedule + t);
    const second = sumA + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
  store<u32>(state, load<u32>(state, 20) + f, 20);
  store<u32>(state, load<u32>(state, 24) + g, 24);
  store<u32>(state, load<u32>(state, 28) + h, 28);
}

/** Section 5.3.3: square roots of the first 8 primes. */
const INITIAL = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Section 4.2.2: cube roots of the first 64 primes. */
const CONSTANTS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
