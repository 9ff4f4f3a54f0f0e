import { describe, expect, it } from 'vitest';
import { type Amount, milliseconds, probability } from '../../../core/foundation/index.ts';
import { findReward, type RewardView, rewardRules } from '../../../core/incentives/index.ts';

const TOKEN = 100_000_000n;

function view(more: Partial<RewardView> = {}): RewardView {
  return {
    budget: TOKEN as Amount,
    gas: 2.5e9,
    latency: milliseconds(800),
    reputation: probability(0.5),
    gflops: 20,
    power: 10,
    privacy: 1,
    ...more,
  };
}

function earned(name: string, more: Partial<RewardView> = {}, price?: bigint): bigint {
  const rule = findReward(name)!;
  return rule.create((price as Amount | undefined) ?? rule.defaults.price)(view(more));
}

describe('reward rules', () => {
  it('metered pays for gas, or the budget without a price', () => {
    expect([earned('metered'), earned('metered', {}, 1_000n)]).toEqual([TOKEN, 2_500n]);
  });
  it('dispatch pays for the efficiency that a node reports: to inflate it pays', () => {
    expect([earned('dispatch'), earned('dispatch', { power: 1 })]).toEqual([TOKEN / 5n, 2n * TOKEN]);
  });
  it('auto pays a newcomer of no repute nothing', () => {
    expect([earned('auto'), earned('auto', { reputation: probability(0) })]).toEqual([2_000_000n, 0n]);
  });
  it('demo pays a fifth more under half a second', () => {
    expect([earned('demo'), earned('demo', { latency: milliseconds(499) })]).toEqual([10_000_000n, 12_000_000n]);
  });
  it.each(rewardRules.map(({ name }) => name))('%s never pays less than nothing', (name) => {
    expect(earned(name, { gas: 0, gflops: 0, power: 0, reputation: probability(0) })).toBeGreaterThanOrEqual(0n);
  });
});
