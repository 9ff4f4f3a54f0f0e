import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSecure,
  countedBits,
  type DropOut,
  defaultThreshold,
  memberBits,
  type SecureSettings,
  secureSum,
  sumWidth,
} from '../../core/federated/index.ts';
import { openStream } from '../../sim/kernel/index.ts';

const LENGTH = 5;
const BITS = 16;

function settingsFor(members: number, degree = members - 1): SecureSettings {
  const threshold = defaultThreshold(degree);
  const settings = { round: 3, length: LENGTH, width: sumWidth(BITS, members), degree, threshold, least: 2 };
  expect(checkSecure(settings, members).ok).toBe(true);
  return settings;
}

const valuesOf = (members: number, seed: number): Uint32Array[] => {
  const stream = openStream(seed, 'values');
  return Array.from({ length: members }, () => Uint32Array.from({ length: LENGTH }, () => stream.below(65_536)));
};

function plainSum(values: readonly Uint32Array[], included: readonly number[]): number[] {
  return Array.from({ length: LENGTH }, (_, at) => included.reduce((sum, member) => sum + values[member]![at]!, 0));
}

const run = (settings: SecureSettings, contributions: readonly Uint32Array[], dropOuts: readonly DropOut[]) =>
  secureSum({
    settings,
    contributions,
    dropOuts,
    secret: new Uint8Array(32).fill(5),
    random: openStream(1, 'graph'),
  });

describe('everyone with everyone', () => {
  it.each([3, 4, 5, 6])('of %d members, for each of all drop-out sets: the plain sum, or nothing', (members) => {
    const settings = settingsFor(members);
    const values = valuesOf(members, members);
    for (let set = 0; set < 2 ** members; set++) {
      const dropOuts = values.map((_, member): DropOut => ((set >> member) & 1 ? 2 : undefined));
      const left = values.flatMap((_, member) => (dropOuts[member] === undefined ? [member] : []));
      const done = run(settings, values, dropOuts);
      if (left.length < settings.threshold) {
        expect(done).toHaveProperty('abort');
        continue;
      }
      expect(done).toMatchObject({ included: left });
      if ('sum' in done) expect(Array.from(done.sum)).toEqual(plainSum(values, left));
    }
  });

  it('whatever stage each drops out in', () => {
    const stage = fc.constantFrom<DropOut>(undefined, undefined, undefined, undefined, undefined, 0, 1, 2, 3);
    fc.assert(
      fc.property(fc.array(stage, { minLength: 3, maxLength: 9 }), fc.nat(1_000), (dropOuts, seed) => {
        const settings = settingsFor(dropOuts.length);
        const values = valuesOf(dropOuts.length, seed);
        const done = run(settings, values, dropOuts);
        const answering = dropOuts.filter((gone) => gone === undefined).length;
        if (answering >= settings.threshold) expect(done).toHaveProperty('sum');
        if (!('sum' in done)) return;
        const contributed = dropOuts.flatMap((gone, member) => (gone === undefined || gone === 3 ? [member] : []));
        expect(done.included).toEqual(contributed);
        expect(Array.from(done.sum)).toEqual(plainSum(values, contributed));
      }),
      { numRuns: 40 },
    );
  });
});

describe('on a sparse graph', () => {
  it('the sum is the plain one wherever every neighbourhood kept its threshold', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(23), { maxLength: 5 }), fc.nat(1_000), (gone, seed) => {
        const settings = settingsFor(24, 8);
        const values = valuesOf(24, seed);
        const done = run(
          settings,
          values,
          values.map((_, member): DropOut => (gone.includes(member) ? 2 : undefined)),
        );
        // Two of nine may go from each neighbourhood.
        if (gone.length <= 2) expect(done).toHaveProperty('sum');
        if (!('sum' in done)) return;
        expect(done.included).toEqual(values.flatMap((_, member) => (gone.includes(member) ? [] : [member])));
        expect(Array.from(done.sum)).toEqual(plainSum(values, done.included));
      }),
      { numRuns: 20 },
    );
  });
});

describe('bytes', () => {
  it.each([
    [10, 9],
    [24, 8],
  ])('of each of %d members with %d neighbours are those of the formula', (members, degree) => {
    const settings = settingsFor(members, degree);
    const counted = new Array<number>(members).fill(0);
    secureSum({
      settings,
      contributions: valuesOf(members, 1),
      dropOuts: [],
      secret: new Uint8Array(32),
      random: openStream(1, 'graph'),
      observe: (member, message) => {
        counted[member]! += countedBits(message, degree + 1, settings.length * settings.width);
      },
    });
    expect(new Set(counted)).toEqual(new Set([memberBits(degree + 1, LENGTH, settings.width)]));
  });

  it('are the published ones', () => {
    expect(memberBits(1_024, 2 ** 20, sumWidth(16, 1_024)) / 8).toBe(3_637_248);
    expect(memberBits(100, 100_000, sumWidth(16, 100)) / 8).toBe(309_784.5);
  });
});
