import { describe, expect, it } from 'vitest';
import type { PartyId } from '../../../core/foundation/index.ts';
import { probability } from '../../../core/foundation/index.ts';
import { findReputationRule } from '../../../core/reputation/index.ts';

const node = 3 as PartyId;

/** Value after a story of successes (+) and failures (-). */
function after(story: string, forgetting: number): number {
  const rule = findReputationRule('beta')!.create(probability(forgetting));
  for (const sign of story) {
    if (sign === '+') rule.succeeded(node);
    else rule.failed(node);
  }
  return rule.value(node);
}

describe('the beta rule', () => {
  it.each<[string, number, number]>([
    // (r + 1) / (r + s + 2), worked out by hand.
    ['', 0.98, 1 / 2],
    ['+', 0.98, 2 / 3],
    ['-', 0.98, 1 / 3],
    ['++', 0.98, (1.98 + 1) / (1.98 + 2)],
    ['+-', 0.98, (0.98 + 1) / (0.98 + 1 + 2)],
    ['-+', 0.98, (1 + 1) / (1 + 0.98 + 2)],
    ['++-', 0.5, (0.75 + 1) / (0.75 + 1 + 2)],
    ['++++', 1, 5 / 6],
    ['+++-', 1, 4 / 6],
    ['--+', 0, 2 / 3],
  ])('of "%s" at %d', (story, forgetting, value) => {
    expect(after(story, forgetting)).toBeCloseTo(value, 12);
  });

  it('comes near, and never to, what a node that always succeeds would deserve if nothing were forgotten', () => {
    // r tends to 1 / (1 - 0.98) = 50.
    expect(after('+'.repeat(2_000), 0.98)).toBeCloseTo(51 / 52, 9);
  });

  it('keeps nodes apart', () => {
    const rule = findReputationRule('beta')!.create(probability(0.98));
    rule.failed(node);
    expect([rule.value(2 as PartyId), rule.value(900 as PartyId)]).toEqual([0.5, 0.5]);
  });

  it('shows a node that cheats a third of the time below one that never does', () => {
    expect(after('++-'.repeat(100), 0.98)).toBeLessThan(0.7);
    expect(after('+++'.repeat(100), 0.98)).toBeGreaterThan(0.95);
  });
});
