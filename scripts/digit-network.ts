// The network before it is quantised: 784 pixels, a hidden layer of rectified units, 10 digits; softmax and
// cross-entropy, stochastic gradient descent with momentum. Black pixels, four in five, cost nothing.

import { exp } from '../core/foundation/index.ts';

export const PIXELS = 784;
export const HIDDEN = 64;
export const DIGITS = 10;

const MOMENTUM = 0.9;
const DECAY = 2e-5;

/** Parameters, their gradient summed over a batch, and their velocity. */
class Parameters {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  private readonly velocity: Float32Array;

  constructor(count: number, initial: () => number = () => 0) {
    this.value = Float32Array.from({ length: count }, initial);
    this.gradient = new Float32Array(count);
    this.velocity = new Float32Array(count);
  }

  step(rate: number, batch: number): void {
    const { value, gradient, velocity } = this;
    for (let index = 0; index < value.length; index++) {
      velocity[index] = MOMENTUM * velocity[index]! - rate * (gradient[index]! / batch + DECAY * value[index]!);
      value[index]! += velocity[index]!;
    }
    gradient.fill(0);
  }
}

export class DigitNetwork {
  /** A row of HIDDEN weights for each pixel. */
  readonly first: Parameters;
  readonly firstBias: Parameters = new Parameters(HIDDEN);
  /** A row of HIDDEN weights for each digit. */
  readonly second: Parameters;
  readonly secondBias: Parameters = new Parameters(DIGITS);
  private readonly hidden = new Float32Array(HIDDEN);
  private readonly hiddenError = new Float32Array(HIDDEN);
  private readonly output = new Float64Array(DIGITS);

  /** `normal` draws from the standard normal distribution. */
  constructor(normal: () => number) {
    this.first = new Parameters(PIXELS * HIDDEN, () => normal() * Math.sqrt(2 / PIXELS));
    this.second = new Parameters(DIGITS * HIDDEN, () => normal() * Math.sqrt(2 / HIDDEN));
  }

  /** Adds the gradient of one image; true if it was classified rightly. */
  learn(image: Uint8Array, label: number): boolean {
    const best = this.forward(image);
    this.backward(image, label);
    return best === label;
  }

  step(rate: number, batch: number): void {
    for (const part of [this.first, this.firstBias, this.second, this.secondBias]) part.step(rate, batch);
  }

  /** Leaves the probability of each digit in `output`, and returns the likeliest. */
  private forward(image: Uint8Array): number {
    const { hidden, output } = this;
    const first = this.first.value;
    hidden.set(this.firstBias.value);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (image[pixel] === 0) continue;
      const light = image[pixel]! / 255;
      for (let unit = 0, at = pixel * HIDDEN; unit < HIDDEN; unit++, at++) hidden[unit]! += light * first[at]!;
    }
    for (let unit = 0; unit < HIDDEN; unit++) hidden[unit] = Math.max(0, hidden[unit]!);
    let best = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      let sum = this.secondBias.value[digit]!;
      for (let unit = 0; unit < HIDDEN; unit++) sum += hidden[unit]! * this.second.value[digit * HIDDEN + unit]!;
      output[digit] = sum;
      if (sum > output[best]!) best = digit;
    }
    const highest = output[best]!;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit++) total += output[digit] = exp(output[digit]! - highest);
    for (let digit = 0; digit < DIGITS; digit++) output[digit]! /= total;
    return best;
  }

  private backward(image: Uint8Array, label: number): void {
    const { hidden, hiddenError, output } = this;
    hiddenError.fill(0);
    for (let digit = 0; digit < DIGITS; digit++) {
      const error = output[digit]! - (digit === label ? 1 : 0);
      this.secondBias.gradient[digit]! += error;
      for (let unit = 0, at = digit * HIDDEN; unit < HIDDEN; unit++, at++) {
        this.second.gradient[at]! += error * hidden[unit]!;
        hiddenError[unit]! += error * this.second.value[at]!;
      }
    }
    for (let unit = 0; unit < HIDDEN; unit++) {
      if (hidden[unit] === 0) hiddenError[unit] = 0;
      this.firstBias.gradient[unit]! += hiddenError[unit]!;
    }
    const gradient = this.first.gradient;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (image[pixel] === 0) continue;
      const light = image[pixel]! / 255;
      for (let unit = 0, at = pixel * HIDDEN; unit < HIDDEN; unit++, at++) gradient[at]! += light * hiddenError[unit]!;
    }
  }
}
