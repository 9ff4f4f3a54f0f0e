// Which constraints of the segment circuit would be missed: the soak shows it of each, and none is left out.

import { expect, it } from 'vitest';
import { removals, spares } from '../../validation/circuit/removals.ts';
import { FILES, placeOf, sourceOf } from '../../validation/circuit/weakened.ts';

const CONSTRAINT = /<==|===/g;

it.each(FILES)('each constraint of %s is taken out once, or is known to be spare', (file) => {
  const source = sourceOf(file);
  const places = [...removals, ...spares].filter((each) => each.file === file).map(placeOf);
  const code = source.replaceAll(/\/\/.*/g, (comment) => ' '.repeat(comment.length));
  const constraints = [...code.matchAll(CONSTRAINT)].map(({ index }) => index);
  expect(constraints.length).toBeGreaterThan(50);
  for (const at of constraints) {
    const line = source.slice(source.lastIndexOf('\n', at) + 1, source.indexOf('\n', at)).trim();
    expect([line, places.filter(({ from, until }) => from <= at && at < until).length]).toEqual([line, 1]);
  }
});
