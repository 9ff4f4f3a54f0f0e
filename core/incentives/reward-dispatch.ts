import type { Amount } from '../foundation/index.ts';
import { MINOR_UNITS_PER_TOKEN } from '../foundation/index.ts';
import { efficiencyOf, type RewardRule, share } from './reward.ts';

export const dispatch: RewardRule = {
  name: 'dispatch',
  summary: "the reference's first: price x GFLOPS/W (self-reported) x privacy left; reports of efficiency pay",
  defaults: { price: (MINOR_UNITS_PER_TOKEN / 10n) as Amount },
  create: (price) => (view) => share(price ?? view.budget, efficiencyOf(view) * view.privacy),
};
