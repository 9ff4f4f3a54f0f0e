import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../scripts/digit-weights.ts';
import { findTask, openTaskInputs, readIdx, readMnist, readTaskModule } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';
import { wasm } from '../../web-assembly.ts';

const task = findTask('classify-digit')!;
const images = openTaskInputs(task.input)!;
const labels = readIdx(readMnist('t10k-labels-idx1-ubyte'));
const instance = instantiate(readTaskModule(task));

interface Answer {
  readonly digit: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

const answers: readonly Answer[] = Array.from({ length: images.count }, (_, index) => {
  const output = instance.run(images.at(index));
  const [digit = NaN, low = NaN, high = NaN] = output;
  return { digit, confidence: (low + 256 * high) / 10_000, right: digit === labels.item(index)[0] };
});

const accuracy = (of: readonly Answer[]): number => of.filter(({ right }) => right).length / of.length;

describe('classify-digit', () => {
  it('is right on at least 97 % of all 10,000 test images', () => {
    expect(answers).toHaveLength(10_000);
    expect(accuracy(answers)).toBeGreaterThanOrEqual(0.97);
  });

  it('is right on at least 94 % of the images of each digit', () => {
    for (let digit = 0; digit < 10; digit++) {
      expect(accuracy(answers.filter((_, index) => labels.item(index)[0] === digit))).toBeGreaterThan(0.94);
    }
  });

  it('gives a confidence that is that of its choice among ten, and means something', () => {
    for (const { confidence } of answers) {
      expect(confidence).toBeGreaterThanOrEqual(0.1);
      expect(confidence).toBeLessThanOrEqual(1);
    }
    const stated = answers.reduce((sum, { confidence }) => sum + confidence, 0) / answers.length;
    expect(Math.abs(stated - accuracy(answers))).toBeLessThan(0.02);
    expect(accuracy(answers.filter(({ confidence }) => confidence > 0.99))).toBeGreaterThan(0.995);
    expect(accuracy(answers.filter(({ confidence }) => confidence < 0.6))).toBeLessThan(0.8);
  });

  it('computes what its weights say, to two hundredths of a percent of confidence', () => {
    const weights = readFileSync(new URL('../../../scenarios/tasks/classify-digit.weights', import.meta.url));
    for (let index = 0; index < images.count; index += 50) {
      const { digit, confidence } = classify(weights, images.at(index));
      expect(answers[index]!.digit).toBe(digit);
      expect(Math.abs(answers[index]!.confidence - confidence)).toBeLessThan(2e-4);
    }
  });

  it('gives the same answer in a new instance, whatever was run before', () => {
    for (const index of [0, 17, 9_999]) {
      const fresh = instantiate(readTaskModule(task)).run(images.at(index));
      expect(instance.run(images.at(index))).toEqual(fresh);
    }
  });

  it('does not grow however often it is run', () => {
    expect(instance.memory()).toBe(instantiate(readTaskModule(task)).memory());
  });

  it.each([0, 783, 785])('traps on an input of %i bytes', (length) => {
    expect(() => instantiate(readTaskModule(task)).run(new Uint8Array(length))).toThrow(wasm.RuntimeError);
  });
});
