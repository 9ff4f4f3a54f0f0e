// Which digit is this? Input: an image of MNIST pooled to 7 x 7 bytes. Output, 1 byte: the digit with the highest score. A
// linear classifier in integers, trained by scripts/train-small-digits.ts, made to be proven: fixed places, and addresses
// whose bounds are plain from the code.

import { WEIGHTS } from './digit-linear.weights';

const IMAGE: usize = memory.data(64, 64);
const PIXELS: i32 = 49;
const ROW: i32 = 40;

export function alloc(length: i32): i32 {
  if (length !== PIXELS) unreachable();
  return <i32>IMAGE;
}

/** The weight of a pixel for a digit; behind the last pixel stand the biases. */
function weight(pixel: i32, digit: i32): i32 {
  return load<i32>(((pixel * ROW) & 0x7fc) + 4 * digit + WEIGHTS);
}

export function run(_image: i32, _length: i32): i64 {
  let s0 = weight(PIXELS, 0);
  let s1 = weight(PIXELS, 1);
  let s2 = weight(PIXELS, 2);
  let s3 = weight(PIXELS, 3);
  let s4 = weight(PIXELS, 4);
  let s5 = weight(PIXELS, 5);
  let s6 = weight(PIXELS, 6);
  let s7 = weight(PIXELS, 7);
  let s8 = weight(PIXELS, 8);
  let s9 = weight(PIXELS, 9);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const light = <i32>load<u8>((pixel & 63) + IMAGE);
    if (light === 0) continue;
    s0 += light * weight(pixel, 0);
    s1 += light * weight(pixel, 1);
    s2 += light * weight(pixel, 2);
    s3 += light * weight(pixel, 3);
    s4 += light * weight(pixel, 4);
    s5 += light * weight(pixel, 5);
    s6 += light * weight(pixel, 6);
    s7 += light * weight(pixel, 7);
    s8 += light * weight(pixel, 8);
    s9 += light * weight(pixel, 9);
  }
  let best = s0;
  let digit = 0;
  if (s1 > best) {
    best = s1;
    digit = 1;
  }
  if (s2 > best) {
    best = s2;
    digit = 2;
  }
  if (s3 > best) {
    best = s3;
    digit = 3;
  }
  if (s4 > best) {
    best = s4;
    digit = 4;
  }
  if (s5 > best) {
    best = s5;
    digit = 5;
  }
  if (s6 > best) {
    best = s6;
    digit = 6;
  }
  if (s7 > best) {
    best = s7;
    digit = 7;
  }
  if (s8 > best) {
    best = s8;
    digit = 8;
  }
  if (s9 > best) digit = 9;
  store<i32>(IMAGE, digit);
  return ((<i64>IMAGE) << 32) | 1;
}
