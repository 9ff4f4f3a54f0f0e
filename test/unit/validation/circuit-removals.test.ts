// Which constraints of the segment circuit would be missed: the soak shows it of each, and none is left out.

import { expect, it } from 'vitest';
import { removals, spares } from '../../validation/circuit/removals.ts';
import { ownSource, placeOf } from '../../validation/circuit/weakened.ts';

const CONSTRAINT = /<==|===/g;

it.each(ownSource)('each constraint of %s is taken out by itself, or is known to be spare', (file, source) => {
  const places = [...removals, ...spares].map(placeOf).filter((place) => place.file === file);
  const code = source.replaceAll(/\/\/.*/g, (comment) => ' '.repeat(comment.length));
  const constraints = [...code.matchAll(CONSTRAINT)].map(({ index }) => index);
  const lineAt = (at: number): string =>
    source.slice(source.lastIndexOf('\n', at) + 1, source.indexOf('\n', at)).trim();
  const isIn = (at: number, { from, until }: (typeof places)[number]): boolean => from <= at && at < until;
  for (const at of constraints)
    expect([lineAt(at), places.filter((place) => isIn(at, place)).length]).toEqual([lineAt(at), 1]);
  for (const place of places)
    expect([lineAt(place.from), constraints.filter((at) => isIn(at, place)).length]).toEqual([lineAt(place.from), 1]);
});
