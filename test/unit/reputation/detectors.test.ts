// Breakdown points of the detectors, against their closed forms.

import { describe, expect, it } from 'vitest';
import { detectors, findDetector } from '../../../core/reputation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

/** So many nodes, of which the first `liars` claim a million times the speed of the others. */
const fleet = (nodes: number, liars: number) =>
  Array.from({ length: nodes }, (_, at) => ({ gflops: at < liars ? 1e8 : 100, cpu: 0.5, latency: 10 }));
const caught = (name: string, nodes: number, liars: number, threshold = findDetector(name)!.threshold): number =>
  findDetector(name)!.flags(fleet(nodes, liars), threshold).slice(0, liars).filter(Boolean).length;

describe('reference-z', () => {
  it('is blind to one liar among n, as long as 0.6745 n is not above its threshold', () => {
    const seen = (threshold: number) =>
      [3, 4, 5, 6, 7].filter((nodes) => caught('reference-z', nodes, 1, threshold) === 1);
    expect(seen(3.5)).toEqual([6, 7]);
    expect(seen(3)).toEqual([5, 6, 7]);
  });

  it('is blind to colluders above 0.6745 / threshold of all nodes: 19.3 % at 3.5, and 22.5 % at 3', () => {
    const most = (threshold: number) =>
      Math.max(
        ...Array.from({ length: 499 }, (_, at) => at + 1).filter(
          (liars) => caught('reference-z', 1_000, liars, threshold) === liars,
        ),
      );
    expect([most(3.5), most(3)]).toEqual([192, 224]);
  });
});

describe('median-mad', () => {
  it('finds liars up to a half of all nodes', () => {
    const found = [1, 330, 499].map((liars) => caught('median-mad', 1_000, liars));
    expect(found).toEqual([1, 330, 499]);
  });

  it('accuses honest nodes of a fleet in which a few kinds of machines differ much', () => {
    // Log-normal speeds: 3.5 robust deviations are a distance of 3.5 MAD / 0.6745 from the median.
    const random = openStream(1, 'fleet');
    const normal = () => Array.from({ length: 12 }, () => random.uniform()).reduce((sum, each) => sum + each, -6);
    const honest = Array.from({ length: 4_000 }, () => ({ gflops: Math.exp(normal() * 1.2), cpu: 0, latency: 10 }));
    const share = findDetector('median-mad')!.flags(honest, 3.5).filter(Boolean).length / honest.length;
    // |x - 1| > 5.189 MAD, where F(1 + MAD) - F(1 - MAD) = 1/2: MAD = 0.6215 by bisection, so x > 4.225, and
    // P = 1 - Phi(ln 4.225 / 1.2) = 0.115.
    expect(share).toBeCloseTo(0.115, 1);
  });
});

describe('telemetry-consensus', () => {
  it('accuses whoever is 30 % nearer or farther, or 0.30 more or less busy, than the median', () => {
    const at = (latency: number | undefined, cpu: number) => ({ gflops: 1, cpu, latency });
    const all = [
      at(10, 0.5),
      at(10, 0.5),
      at(12.9, 0.5),
      at(13.1, 0.5),
      at(6.9, 0.5),
      at(10, 0.81),
      at(undefined, 0.21),
    ];
    expect(findDetector('telemetry-consensus')!.flags(all, 0.3)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('takes most of an honest fleet for liars, if their distances spread like those of the internet', () => {
    // Uniform from 0 to 100 ms, evenly busy: P(|x - 50| > 15) = 70 %.
    const random = openStream(1, 'distances');
    const honest = Array.from({ length: 4_000 }, () => ({ gflops: 1, cpu: 0.5, latency: random.uniform() * 100 }));
    const share = findDetector('telemetry-consensus')!.flags(honest, 0.3).filter(Boolean).length / honest.length;
    expect(share).toBeCloseTo(0.7, 1);
  });
});

it('no detector accuses anybody of a fleet of equals', () => {
  for (const detector of detectors) expect(detector.flags(fleet(9, 0), detector.threshold)).not.toContain(true);
});
