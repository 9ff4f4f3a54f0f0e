import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inputFamilies, openTaskInputs, readIdx, readMnist, tasks } from '../../../sim/tasks/index.ts';

describe('input sets', () => {
  it('mnist-test holds the published images in their order', () => {
    const images = openTaskInputs('mnist-test')!;
    expect(images.count).toBe(10_000);
    const hash = createHash('sha256');
    for (let index = 0; index < images.count; index++) hash.update(images.at(index));
    const file = readMnist('t10k-images-idx3-ubyte');
    expect(hash.digest('hex')).toBe(createHash('sha256').update(file.subarray(16)).digest('hex'));
    const labels = readIdx(readMnist('t10k-labels-idx1-ubyte'));
    expect(Array.from({ length: 10 }, (_, index) => labels.item(index)[0])).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  it('elements are functions of name and index: no other call changes them, and no two are alike', () => {
    const one = openTaskInputs('random-1000')!;
    const other = openTaskInputs('random-1000')!;
    const later = other.at(7);
    expect(one.at(3)).toEqual(other.at(3));
    expect(one.at(7)).toEqual(later);
    expect(one.at(3)).not.toEqual(one.at(7));
    expect(openTaskInputs('random-1001')!.at(3).subarray(0, 1000)).not.toEqual(one.at(3));
  });

  it('random bytes have the size that was asked for, and every value about as often', () => {
    for (const size of [0, 1, 5, 4096]) expect(openTaskInputs(`random-${size}`)!.at(0)).toHaveLength(size);
    const counts = new Array<number>(256).fill(0);
    for (const byte of openTaskInputs('random-262144')!.at(1)) counts[byte]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1024) ** 2 / 1024, 0);
    // The 0.001 and 0.999 quantiles with 255 degrees of freedom.
    expect(chiSquare).toBeGreaterThan(190);
    expect(chiSquare).toBeLessThan(331);
  });

  it('matrices are finite, from -1 to 1, behind their side', () => {
    const input = openTaskInputs('matrices-5')!.at(0);
    expect(new DataView(input.buffer).getUint32(0, true)).toBe(5);
    const values = [...new Float32Array(input.slice(4).buffer)];
    expect(values).toHaveLength(50);
    expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(new Set(values).size).toBe(50);
  });

  it('steps are one number', () => {
    expect([...openTaskInputs('steps-4294967295')!.at(0)]).toEqual([255, 255, 255, 255]);
  });

  it.each(['mnist', 'mnist-test-1', 'random', 'random-', 'random-01', 'random-1e3', 'random-bytes', 'random--1'])(
    'there is no set %s',
    (name) => {
      expect(openTaskInputs(name)).toBeUndefined();
    },
  );

  it('there is none above the largest size of its family', () => {
    for (const { name, size } of inputFamilies) {
      if (size !== undefined) expect(openTaskInputs(`${name}-${size.largest + 1}`)).toBeUndefined();
    }
  });

  it('every task names one that exists', () => {
    for (const { input } of tasks) expect(openTaskInputs(input)?.count).toBeGreaterThan(0);
  });
});

describe('IDX files', () => {
  const labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

  it('hold items', () => {
    const items = readIdx(Uint8Array.from(labels));
    expect([items.count, items.size, items.item(1)]).toEqual([2, 1, Uint8Array.of(9)]);
  });

  it('are refused when they are cut short, or hold no bytes', () => {
    expect(() => readIdx(Uint8Array.from(labels.slice(0, -1)))).toThrow('as long as it says');
    expect(() => readIdx(Uint8Array.from(labels.with(2, 13)))).toThrow('is an IDX file of bytes');
  });
});
