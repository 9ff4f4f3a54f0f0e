// The rules of payment of a cell, as the coordinator takes them.

import { assert, type PartyId, type Probability } from '../../core/foundation/index.ts';
import { findReward, type Journal } from '../../core/incentives/index.ts';
import type { CoordinatorSettings } from '../../core/mesh/index.ts';
import type { Cell, ResolvedIncentives } from '../scenario/cells.ts';

const MILLION = 1_000_000;

const WHOLE_BUDGET: Pick<ResolvedIncentives, 'reward' | 'fee' | 'timeout'> = {
  reward: { rule: 'metered' },
  fee: 0 as Probability,
};

/** Only a cell that pays by a rule or anchors has any. */
export function incentivesOf(
  { incentives, settlement }: Pick<Cell, 'incentives' | 'settlement'>,
  journal: Journal | undefined,
  anchorer: PartyId,
): Pick<CoordinatorSettings, 'incentives'> {
  if (incentives === undefined && settlement?.anchor === undefined) return {};
  const { reward, fee, timeout } = incentives ?? WHOLE_BUDGET;
  const rule = findReward(reward.rule);
  assert(rule !== undefined, 'a resolved cell names a reward rule that exists', { name: reward.rule });
  return {
    incentives: {
      reward: rule.create(reward.price),
      feeMillionths: BigInt(Math.round(fee * MILLION)),
      timeout: timeout ?? Infinity,
      anchorer,
      ...(journal !== undefined && { journal }),
    },
  };
}
