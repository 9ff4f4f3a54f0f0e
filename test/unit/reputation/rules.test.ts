import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PartyId, probability } from '../../../core/foundation/index.ts';
import { findReputationRule, reputationRules } from '../../../core/reputation/index.ts';

const NODE = 3 as PartyId;

/** What a rule makes of `good` good results, then `bad` bad ones. */
function after(name: string, good: number, bad = 0): number {
  const rule = findReputationRule(name)!.create(probability(0.98));
  for (let i = 0; i < good; i++) rule.succeeded(NODE);
  for (let i = 0; i < bad; i++) rule.failed(NODE);
  return rule.value(NODE);
}

describe('reputation rules', () => {
  it.each([
    ['success-ratio', 0, 0, 0.5],
    ['success-ratio', 3, 1, 0.75],
    ['wilson', 0, 0, 0],
    ['wilson', 1, 0, 0.20654931437723742],
    ['wilson', 10, 0, 0.7224672001371106],
    ['wilson', 95, 5, 0.8882495307680808],
    ['wilson', 1000, 0, 0.9961732415144449],
    ['credibility', 0, 0, 0.8],
    ['credibility', 20, 0, 0.99],
    ['credibility', 20, 1, 0.8],
    ['poco', 0, 0, 2 / 3],
    ['poco', 30, 0, 0.9],
    ['poco', 30, 1, 1 - 1 / 6],
    ['reference-delta', 0, 0, 0],
    ['reference-delta', 20, 1, 0.15],
    ['reference-delta', 200, 0, 1],
    ['reference-ewma', 0, 0, 0.5],
    ['reference-ewma', 2, 1, 0.5 + 0.05 * (0.02 - 0.05)],
    ['rust-ratio', 0, 0, 0.5],
    ['rust-ratio', 1, 0, 1],
    ['rust-ratio', 9, 1, 0.85],
    ['rust-ratio', 90, 10, 0.6],
    ['eigentrust', 0, 0, 0.1],
    ['eigentrust', 5, 0, 1],
  ])('%s after %i good and %i bad results is %f', (name, good, bad, value) => {
    expect(after(name, good, bad)).toBeCloseTo(value, 12);
  });

  it('stay between 0 and 1, whatever happens', () => {
    for (const { name } of reputationRules) {
      for (const [good, bad] of [
        [0, 500],
        [500, 0],
        [500, 500],
      ] as const) {
        expect(after(name, good, bad)).toBeGreaterThanOrEqual(0);
        expect(after(name, good, bad)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('keep their faults: the walk that is called an average all but holds for a node that cheats a third of the time', () => {
    const rule = findReputationRule('reference-ewma')!.create(probability(0.98));
    for (let turn = 0; turn < 300; turn++) {
      if (turn % 3 === 0) rule.failed(NODE);
      else rule.succeeded(NODE);
    }
    expect(rule.value(NODE)).toBeGreaterThan(0.3);
    expect(after('beta', 200, 100)).toBeLessThan(0.2);
  });

  it('are each a file of their own', () => {
    for (const { name } of reputationRules) {
      const text = readFileSync(new URL(`../../../core/reputation/${name}.ts`, import.meta.url), 'utf8');
      expect(text).toContain(`name: '${name}'`);
    }
  });
});
