// SHA-256 of one block (FIPS 180-4): at most 55 bytes, padded here. Output: 32 bytes. Made to be proven: one page of
// memory, fixed places, aligned words, and no copying.

const INPUT: usize = memory.data(64, 16);
const SCHEDULE: usize = memory.data(256, 16);
const OUTPUT: usize = memory.data(32, 16);
const ROUNDS: usize = memory.data<u32>(
  [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
  ],
  16,
);

export function alloc(length: i32): i32 {
  if (<u32>length > 55) unreachable();
  return <i32>INPUT;
}

export function run(input: i32, length: i32): i64 {
  store<u8>((length & 63) + INPUT, 0x80);
  for (let at = 0; at < 64; at += 4) store<u32>((at & 0xfc) + SCHEDULE, bswap<u32>(load<u32>((at & 0xfc) + INPUT)));
  store<u32>(60 + SCHEDULE, length << 3);
  for (let at = 64; at < 256; at += 4) {
    const a = load<u32>(((at - 60) & 0xfc) + SCHEDULE);
    const b = load<u32>(((at - 8) & 0xfc) + SCHEDULE);
    const mixed = (rotr<u32>(a, 7) ^ rotr<u32>(a, 18) ^ (a >> 3)) + (rotr<u32>(b, 17) ^ rotr<u32>(b, 19) ^ (b >> 10));
    store<u32>(
      (at & 0xfc) + SCHEDULE,
      mixed + load<u32>(((at - 64) & 0xfc) + SCHEDULE) + load<u32>(((at - 28) & 0xfc) + SCHEDULE),
    );
  }
  let a: u32 = 0x6a09e667;
  let b: u32 = 0xbb67ae85;
  let c: u32 = 0x3c6ef372;
  let d: u32 = 0xa54ff53a;
  let e: u32 = 0x510e527f;
  let f: u32 = 0x9b05688c;
  let g: u32 = 0x1f83d9ab;
  let h: u32 = 0x5be0cd19;
  for (let at = 0; at < 256; at += 4) {
    const word = load<u32>((at & 0xfc) + ROUNDS) + load<u32>((at & 0xfc) + SCHEDULE);
    const first = h + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)) + ((e & f) ^ (~e & g)) + word;
    const second = (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  store<u32>(OUTPUT, bswap<u32>(0x6a09e667 + a));
  store<u32>(OUTPUT + 4, bswap<u32>(0xbb67ae85 + b));
  store<u32>(OUTPUT + 8, bswap<u32>(0x3c6ef372 + c));
  store<u32>(OUTPUT + 12, bswap<u32>(0xa54ff53a + d));
  store<u32>(OUTPUT + 16, bswap<u32>(0x510e527f + e));
  store<u32>(OUTPUT + 20, bswap<u32>(0x9b05688c + f));
  store<u32>(OUTPUT + 24, bswap<u32>(0x1f83d9ab + g));
  store<u32>(OUTPUT + 28, bswap<u32>(0x5be0cd19 + h));
  return ((<i64>OUTPUT) << 32) | 32;
}
