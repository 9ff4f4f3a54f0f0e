import { describe, expect, it } from 'vitest';
import { openStream } from '../../../sim/kernel/index.ts';
import { partition } from '../../../sim/workload/index.ts';

const labels = Uint16Array.from({ length: 6_000 }, (_, at) => (at * 7) % 10);
const dealt = (how: Parameters<typeof partition>[2], count = 20) =>
  partition(labels, count, how, openStream(3, 'federated/data'));
const classesOf = (own: readonly number[]): number => new Set(own.map((place) => labels[place])).size;

describe('a partition', () => {
  it.each([
    { kind: 'iid' },
    { kind: 'dirichlet', alpha: 0.3 },
    { kind: 'shards', each: 2 },
    { kind: 'quantity', sigma: 1 },
  ] as const)('$kind gives every example to one owner', (how) => {
    const all = dealt(how).flat();
    expect(all).toHaveLength(labels.length);
    expect(new Set(all).size).toBe(labels.length);
    expect(dealt(how)).toEqual(dealt(how));
  });

  it('iid gives everyone as much of everything', () => {
    for (const own of dealt({ kind: 'iid' })) {
      expect(own).toHaveLength(300);
      expect(classesOf(own)).toBe(10);
    }
  });

  it('by shards gives everyone few classes', () => {
    for (const own of dealt({ kind: 'shards', each: 2 })) {
      expect(own).toHaveLength(300);
      expect(classesOf(own)).toBeLessThanOrEqual(4);
    }
  });

  it('by Dirichlet is the more uneven the smaller alpha is', () => {
    const largestShare = (alpha: number): number => {
      const shares = dealt({ kind: 'dirichlet', alpha }).map((own) => {
        const counts = new Array<number>(10).fill(0);
        for (const place of own) counts[labels[place]!]! += 1;
        return Math.max(...counts) / own.length;
      });
      return shares.reduce((sum, share) => sum + share, 0) / shares.length;
    };
    expect(largestShare(0.1)).toBeGreaterThan(largestShare(1));
    expect(largestShare(1)).toBeGreaterThan(largestShare(100));
    expect(largestShare(100)).toBeLessThan(0.2);
  });

  it('by quantity differs in size and not in classes', () => {
    const sizes = dealt({ kind: 'quantity', sigma: 1 }).map(({ length }) => length);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(5);
  });
});
