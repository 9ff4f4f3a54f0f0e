import type { Amount } from '../foundation/index.ts';
import { MINOR_UNITS_PER_TOKEN, milliseconds } from '../foundation/index.ts';
import { type RewardRule, share } from './reward.ts';

const QUICK = milliseconds(500);
const BONUS = 1.2;

export const demo: RewardRule = {
  name: 'demo',
  summary: "the reference's demonstration: a fixed price, and a fifth more when the result is there in 500 ms",
  defaults: { price: (MINOR_UNITS_PER_TOKEN / 10n) as Amount },
  create: (price) => (view) => share(price ?? view.budget, view.latency < QUICK ? BONUS : 1),
};
