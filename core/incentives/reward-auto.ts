import type { Amount } from '../foundation/index.ts';
import { MINOR_UNITS_PER_TOKEN } from '../foundation/index.ts';
import { efficiencyOf, type RewardRule, share } from './reward.ts';

export const auto: RewardRule = {
  name: 'auto',
  summary: "the reference's second: GFLOPS x price x GFLOPS/W x privacy x reputation; a newcomer of no repute earns 0",
  defaults: { price: (MINOR_UNITS_PER_TOKEN / 1_000n) as Amount },
  create: (price) => (view) => {
    return share(price ?? view.budget, view.gflops * efficiencyOf(view) * view.privacy * view.reputation);
  },
};
