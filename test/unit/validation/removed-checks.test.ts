// `npm run mutate` takes hours: here only that each check which it takes out is still where its table says.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { removals } from '../../../scripts/removed-checks.ts';

it.each(removals)('finds once: $name', ({ file, check }) => {
  const found = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split(check).length - 1;
  expect(found).toBe(1);
});
