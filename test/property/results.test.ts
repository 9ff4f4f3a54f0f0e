import fc from 'fast-check';
import { test } from 'vitest';
import { canonicalJson } from '../../sim/results/index.ts';

const json = fc.jsonValue({ stringUnit: 'binary' }).map((value): unknown => JSON.parse(JSON.stringify(value)));

test('what is written reads back as the same value', () => {
  fc.assert(fc.property(json, (value) => JSON.stringify(JSON.parse(canonicalJson(value))) === JSON.stringify(value)));
});

test('equal values give equal bytes', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(value) === canonicalJson(structuredClone(value))));
});
