import { type RewardRule, share } from './reward.ts';

const GAS_PER_UNIT = 1e9;

export const metered: RewardRule = {
  name: 'metered',
  summary: 'metered gas times a price for each 10^9 gas, at most the budget; without a price, the whole budget',
  defaults: { price: undefined },
  create: (price) => (view) => (price === undefined ? view.budget : share(price, view.gas / GAS_PER_UNIT)),
};
