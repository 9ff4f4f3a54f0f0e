// The classifiers that are made to be proven: as accurate as is said of them, and small enough.

import { describe, expect, it } from 'vitest';
import { circuitShapes, sizeOfProof } from '../../../core/proof/index.ts';

import { findTask, openTaskInputs, readIdx, readMnist, readTaskModule } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';

const images = openTaskInputs('pooled-7')!;
const labels = readIdx(readMnist('t10k-labels-idx1-ubyte'));

function accuracy(name: string): number {
  const instance = instantiate(readTaskModule(findTask(name)!));
  let right = 0;
  for (let at = 0; at < images.count; at++) if (instance.run(images.at(at))[0] === labels.item(at)[0]) right++;
  return right / images.count;
}

function segments(name: string, count: number): number[] {
  const module = readTaskModule(findTask(name)!);
  return Array.from({ length: count }, (_, at) => {
    const size = sizeOfProof(module, images.at(at), circuitShapes.default);
    if (!size.ok) throw new Error(size.failures[0]!.message);
    return size.value.segments;
  });
}

describe('the tree', () => {
  it('is right on 69 % of the test images, in one segment each', () => {
    expect(accuracy('digit-tree')).toBeCloseTo(0.69, 2);
    expect(new Set(segments('digit-tree', 300))).toEqual(new Set([1]));
  });
});

describe('the linear classifier', () => {
  it('is right on 89 % of the test images, in tens of segments', () => {
    expect(accuracy('digit-linear')).toBeCloseTo(0.89, 2);
    const all = segments('digit-linear', 20);
    expect(Math.min(...all)).toBeGreaterThan(10);
    expect(Math.max(...all)).toBeLessThan(100);
  });
});
