import { expect, test } from 'vitest';
import { canonicalJson } from '../../../sim/results/index.ts';

test('keeps the order of keys and ends with a newline', () => {
  expect(canonicalJson({ b: 1, a: 'x', list: [1, 2], empty: {}, none: [] })).toBe(
    '{\n  "b": 1,\n  "a": "x",\n  "list": [1, 2],\n  "empty": {},\n  "none": []\n}\n',
  );
});

test('writes numbers in their shortest form that reads back the same', () => {
  expect(canonicalJson([0.1 + 0.2, 1e21, 1e-7, -0, 123456789012345680000, 5e-324])).toBe(
    '[0.30000000000000004, 1e+21, 1e-7, 0, 123456789012345680000, 5e-324]\n',
  );
});

test('nests lists of objects, one object after another', () => {
  expect(canonicalJson({ runs: [{ seed: 1 }, { seed: 2 }] })).toBe(
    '{\n  "runs": [\n    {\n      "seed": 1\n    },\n    {\n      "seed": 2\n    }\n  ]\n}\n',
  );
});

test('leaves undefined fields out', () => {
  expect(canonicalJson({ a: undefined, b: null })).toBe('{\n  "b": null\n}\n');
});

test.each([
  ['NaN', { a: { b: [Number.NaN] } }, '$.a.b[0]'],
  ['an infinity', { a: Infinity }, '$.a'],
  ['a bigint', { a: 1n }, '$.a'],
  ['a Map', { a: new Map() }, '$.a'],
  ['undefined in a list', [undefined], '$[0]'],
])('refuses %s and says where', (_, value, path) => {
  expect(() => canonicalJson(value)).toThrow(`path=${path}`);
});
