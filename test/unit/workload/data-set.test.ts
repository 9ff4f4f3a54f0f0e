// Data sets of a user's own: IDX files, classes, scales, and what is held back.

import { describe, expect, it } from 'vitest';
import { parseIdx } from '../../../sim/tasks/index.ts';
import { makeDataSet, type RawExamples } from '../../../sim/workload/index.ts';

const raw = (values: readonly number[], labels: readonly string[], features = 1): RawExamples => ({
  ...{ file: 'mine', features, labels },
  values: Float32Array.from(values),
});

function made(...given: Parameters<typeof makeDataSet>) {
  const set = makeDataSet(...given);
  if (!set.ok) throw new Error(JSON.stringify(set.failures));
  return set.value;
}

const codes = (...given: Parameters<typeof makeDataSet>) => {
  const set = makeDataSet(...given);
  return set.ok ? [] : set.failures.map(({ code }) => code);
};

describe('a data set', () => {
  it('numbers its classes in order, of numbers or of words', () => {
    expect(made(raw([1, 2, 3, 4], ['10', '9', '10', '9']), undefined, 'none', 0.5).classes).toEqual(['9', '10']);
    expect(made(raw([1, 2, 3, 4], ['b', '10', 'b', '10']), undefined, 'none', 0.5).classes).toEqual(['10', 'b']);
  });

  it('holds back the share of each class, all over the file', () => {
    const labels = Array.from({ length: 40 }, (_, at) => (at < 30 ? 'x' : 'y'));
    const { train, test } = made(raw(Array.from(labels.keys()), labels), undefined, 'none', 0.2);
    expect([...test.values]).toEqual([4, 9, 14, 19, 24, 29, 34, 39]);
    expect([...test.labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    expect(train.labels).toHaveLength(32);
  });

  it('scales by the examples to train on: mean 0, deviation 1, and 0 for what never changes', () => {
    const all = raw([1, 7, 3, 7, 5, 7, 7, 7], ['x', 'y', 'x', 'y'], 2);
    const { train, test } = made(all, raw([4, 9], ['x'], 2), undefined, 0.2);
    const unit = 1 / Math.sqrt(5);
    [-3, 0, -1, 0, 1, 0, 3, 0].forEach((value, at) => expect(train.values[at]).toBeCloseTo(value * unit, 6));
    expect([...test.values]).toEqual([0, 0]);
  });

  it('reads pixels as bytes, and refuses what is none', () => {
    expect(made(raw([0, 255, 3, 4], ['x', 'y', 'x', 'y']), undefined, 'pixels', 0.5).train.values).toBeInstanceOf(
      Uint8Array,
    );
    expect(codes(raw([0, 256, 3, 4], ['x', 'y', 'x', 'y']), undefined, 'pixels', 0.5)).toEqual(['out-of-range']);
    expect(codes(raw([0, 0.5, 3, 4], ['x', 'y', 'x', 'y']), undefined, 'pixels', 0.5)).toEqual(['out-of-range']);
  });

  it.each([
    ['one class', raw([1, 2], ['x', 'x']), undefined, 'bad-data-set'],
    [
      'as many classes as examples',
      raw([...Array(2_000).keys()], [...Array(2_000).keys()].map(String)),
      undefined,
      'bad-data-set',
    ],
    ['nothing held back', raw([1, 2], ['x', 'y']), undefined, 'bad-data-set'],
    ['a test with other features', raw([1, 2], ['x', 'y']), raw([1, 2], ['x'], 2), 'bad-data-set'],
    ['a test with an unknown class', raw([1, 2], ['x', 'y']), raw([1], ['z']), 'unknown-class'],
  ] as const)('is refused: %s', (_, all, apart, code) => {
    expect(codes(all, apart, undefined, 0.2)).toEqual([code]);
  });
});

describe('an IDX file', () => {
  const file = (type: number, lengths: readonly number[], body: readonly number[]): Uint8Array =>
    Uint8Array.from([0, 0, type, lengths.length, ...lengths.flatMap((length) => [0, 0, 0, length]), ...body]);

  it('is read in each of its types', () => {
    const values = (type: number, body: readonly number[]): number[] => {
      const read = parseIdx(file(type, [1], body), 'mine');
      return read.ok ? [...read.value.elements] : [];
    };
    expect(values(8, [255])).toEqual([255]);
    expect(values(9, [255])).toEqual([-1]);
    expect(values(11, [255, 254])).toEqual([-2]);
    expect(values(12, [0, 1, 0, 0])).toEqual([65_536]);
    expect(values(13, [0xbf, 0x80, 0, 0])).toEqual([-1]);
    expect(values(14, [0x40, 0, 0, 0, 0, 0, 0, 0])).toEqual([2]);
  });

  it('is refused if it is none, or is cut short, or too long', () => {
    const whole = file(8, [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(parseIdx(whole, 'mine')).toMatchObject({ ok: true, value: { count: 2, size: 3 } });
    for (const wrong of [
      whole.subarray(0, 17),
      whole.subarray(0, 7),
      whole.subarray(0, 3),
      Uint8Array.from([...whole, 0]),
    ]) {
      expect(parseIdx(wrong, 'mine')).toMatchObject({ ok: false, failures: [{ code: 'bad-idx' }] });
    }
    expect(parseIdx(Uint8Array.of(80, 75, 3, 4), 'mine').ok).toBe(false);
  });
});
