// Which digit is this? Input: 28 x 28 bytes, row by row, 0 for black. Output, 3 bytes: the digit, and the confidence in
// units of 1 / 10,000 (u16, little-endian). A network of 64 hidden units in integer arithmetic, trained by
// scripts/train-digits.ts; layout and scales of its weights are those of scripts/digit-weights.ts.

import { output, reserve } from './abi';
import { WEIGHTS } from './classify-digit.weights';

export { alloc } from './abi';

const PIXELS: i32 = 784;
const HIDDEN: i32 = 64;
const DIGITS: i32 = 10;
const SECOND: usize = PIXELS * HIDDEN;
const FIRST_BIAS: usize = SECOND + DIGITS * HIDDEN;
const SECOND_BIAS: usize = FIRST_BIAS + 4 * HIDDEN;
const SOFTMAX: usize = SECOND_BIAS + 4 * DIGITS;

const CONFIDENCE_ONE: u64 = 10_000;

export function run(image: i32, length: i32): i64 {
  if (length !== PIXELS) unreachable();
  const hidden = reserve(4 * HIDDEN);
  const scores = reserve(4 * DIGITS);
  const answer = reserve(3);
  see(image, hidden);
  judge(hidden, scores);
  const best = likeliest(scores);
  store<u8>(answer, <u8>best);
  store<u16>(answer, confidence(scores, best), 1);
  return output(answer, 3);
}

/** The hidden layer. Sums stay below 784 x 255 x 127 and a bias: 25 bits. Black pixels cost nothing. */
function see(image: usize, hidden: usize): void {
  memory.copy(hidden, WEIGHTS + FIRST_BIAS, 4 * HIDDEN);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const light = <i32>load<u8>(image + pixel);
    if (light === 0) continue;
    const row = WEIGHTS + pixel * HIDDEN;
    for (let unit = 0; unit < HIDDEN; unit += 4) {
      const sums = hidden + 4 * unit;
      const weights = row + unit;
      store<i32>(sums, load<i32>(sums) + light * <i32>load<i8>(weights));
      store<i32>(sums, load<i32>(sums, 4) + light * <i32>load<i8>(weights, 1), 4);
      store<i32>(sums, load<i32>(sums, 8) + light * <i32>load<i8>(weights, 2), 8);
      store<i32>(sums, load<i32>(sums, 12) + light * <i32>load<i8>(weights, 3), 12);
    }
  }
  for (let unit = 0; unit < HIDDEN; unit++) {
    const sum = load<i32>(hidden + 4 * unit);
    store<i32>(hidden + 4 * unit, sum > 0 ? sum >> 8 : 0);
  }
}

/** The score of each digit. */
function judge(hidden: usize, scores: usize): void {
  for (let digit = 0; digit < DIGITS; digit++) {
    let sum = load<i32>(WEIGHTS + SECOND_BIAS + 4 * digit);
    const row = WEIGHTS + SECOND + digit * HIDDEN;
    for (let unit = 0; unit < HIDDEN; unit++) sum += load<i32>(hidden + 4 * unit) * <i32>load<i8>(row + unit);
    store<i32>(scores + 4 * digit, sum);
  }
}

function likeliest(scores: usize): i32 {
  let best = 0;
  for (let digit = 1; digit < DIGITS; digit++) {
    if (load<i32>(scores + 4 * digit) > load<i32>(scores + 4 * best)) best = digit;
  }
  return best;
}

/** The softmax probability of `best`, rounded down. */
function confidence(scores: usize, best: i32): u16 {
  const scale = load<i64>(WEIGHTS + SOFTMAX);
  const highest = <i64>load<i32>(scores + 4 * best);
  let total: u64 = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    total += halved(((highest - <i64>load<i32>(scores + 4 * digit)) * scale) >> 24);
  }
  return <u16>((CONFIDENCE_ONE << 30) / total);
}

/** 2^-(exponent / 65,536) with 30 fractional bits: one multiplication by 2^-2^-k for each bit set. */
function halved(exponent: i64): u64 {
  const whole = exponent >> 16;
  if (whole > 30) return 0;
  let value: u64 = 1 << 30;
  for (let bit = 0; bit < 16; bit++) {
    if ((exponent & (0x8000 >> bit)) !== 0) value = (value * <u64>load<u32>(ROOTS + 4 * bit)) >> 30;
  }
  return value >> <u64>whole;
}

/** 2^-2^-k for k = 1 to 16, with 30 fractional bits. */
const ROOTS = memory.data<u32>([
  759250125, 902905651, 984625594, 1028218693, 1050733751, 1062175491, 1067942999, 1070838486, 1072289173, 1073015252,
  1073378477, 1073560135, 1073650976, 1073696399, 1073719111, 1073730468,
]);
