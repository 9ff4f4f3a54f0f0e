// The rules of payment of a cell, as the coordinator takes them.

import { assert } from '../../core/foundation/index.ts';
import { findReward, type Journal } from '../../core/incentives/index.ts';
import type { CoordinatorSettings } from '../../core/mesh/index.ts';
import type { ResolvedIncentives } from '../scenario/index.ts';

const MILLION = 1_000_000;

export function incentivesOf(
  { reward, fee, timeout }: ResolvedIncentives,
  journal: Journal | undefined,
): NonNullable<CoordinatorSettings['incentives']> {
  const rule = findReward(reward.rule);
  assert(rule !== undefined, 'a resolved cell names a reward rule that exists', { name: reward.rule });
  return {
    reward: rule.create(reward.price),
    feeMillionths: BigInt(Math.round(fee * MILLION)),
    timeout: timeout ?? Infinity,
    ...(journal !== undefined && { journal }),
  };
}
