// The quantised network as scenarios/tasks/classify-digit.ts reads it, all little-endian:
// 784 x 64 i8 (a row for each pixel), 10 x 64 i8 (a row for each digit), 64 i32, 10 i32 (biases), one i64 (softmax).

import { exp, ln } from '../core/foundation/index.ts';
import { DIGITS, type DigitNetwork, HIDDEN, PIXELS } from './digit-network.ts';

const SECOND = PIXELS * HIDDEN;
const FIRST_BIAS = SECOND + DIGITS * HIDDEN;
const SECOND_BIAS = FIRST_BIAS + 4 * HIDDEN;
const SOFTMAX = SECOND_BIAS + 4 * DIGITS;
const LENGTH = SOFTMAX + 8;

const WHITE = 255;
/** Activations lose this many bits between the layers, so that no sum leaves 32 bits. */
const SHIFT = 8;
/** The last number turns a difference of outputs into a power of two with 40 fractional bits. */
const SOFTMAX_ONE = 2 ** 40;

/** One scale for each layer: its largest weight becomes 127. */
export function quantise(network: DigitNetwork): Uint8Array {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  const firstScale = scaleOf(network.first.value);
  const secondScale = scaleOf(network.second.value);
  const hiddenScale = firstScale / WHITE;
  const outputScale = secondScale * hiddenScale * 2 ** SHIFT;
  network.first.value.forEach((weight, index) => view.setInt8(index, Math.round(weight / firstScale)));
  network.second.value.forEach((weight, index) => view.setInt8(SECOND + index, Math.round(weight / secondScale)));
  network.firstBias.value.forEach((bias, index) =>
    view.setInt32(FIRST_BIAS + 4 * index, Math.round(bias / hiddenScale), true),
  );
  network.secondBias.value.forEach((bias, index) =>
    view.setInt32(SECOND_BIAS + 4 * index, Math.round(bias / outputScale), true),
  );
  view.setBigInt64(SOFTMAX, BigInt(Math.round((outputScale / ln(2)) * SOFTMAX_ONE)), true);
  return bytes;
}

/** What the quantised network sees and the probability it gives to that: as the task does, in the plainest way. */
export function classify(weights: Uint8Array, image: Uint8Array): { digit: number; confidence: number } {
  const view = new DataView(weights.buffer, weights.byteOffset);
  const hidden = Array.from({ length: HIDDEN }, (_, unit) => {
    const bias = view.getInt32(FIRST_BIAS + 4 * unit, true);
    return Math.max(
      0,
      image.reduce((sum, light, pixel) => sum + light * view.getInt8(pixel * HIDDEN + unit), bias),
    );
  });
  const output = Array.from({ length: DIGITS }, (_, digit) => {
    const bias = view.getInt32(SECOND_BIAS + 4 * digit, true);
    return hidden.reduce(
      (sum, value, unit) => sum + Math.floor(value / 2 ** SHIFT) * view.getInt8(SECOND + digit * HIDDEN + unit),
      bias,
    );
  });
  const highest = Math.max(...output);
  const scale = (Number(view.getBigInt64(SOFTMAX, true)) / SOFTMAX_ONE) * ln(2);
  const total = output.reduce((sum, score) => sum + exp(scale * (score - highest)), 0);
  return { digit: output.indexOf(highest), confidence: 1 / total };
}

const scaleOf = (values: Float32Array): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127;
