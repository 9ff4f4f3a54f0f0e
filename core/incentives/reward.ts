// What a reward rule is: how much of a task's budget the node that did it has earned.

import type { Amount, Duration, Probability } from '../foundation/index.ts';

/** What the coordinator knows of an accepted result. What the node says of itself is marked. */
export interface RewardView {
  readonly budget: Amount;
  /** As metered, or the time it took at the speed of the node's slot. */
  readonly gas: number;
  /** From submission to result, by the coordinator's clock. */
  readonly latency: Duration;
  readonly reputation: Probability;
  /** Self-reported: of the whole device. */
  readonly gflops: number;
  /** Self-reported electric power, W; 0 if it has no such figure. */
  readonly power: number;
  /** What is left of its privacy budget, 0 to 1. Not modelled yet: 1. */
  readonly privacy: number;
}

/** Minor units. The ledger pays at most the budget. */
export type Reward = (view: RewardView) => Amount;

export interface RewardRule {
  /** kebab-case. */
  readonly name: string;
  readonly summary: string;
  /** Its amounts of tokens, in minor units. */
  readonly defaults: { readonly price: Amount | undefined };
  /** `price`: tokens for what the rule counts; undefined if it takes the budget as the price. */
  create(price: Amount | undefined): Reward;
}

/** A share of an amount, rounded down to whole minor units. */
export function share(of: Amount, factor: number): Amount {
  if (!(factor > 0)) return 0n as Amount;
  const millionths = BigInt(Math.floor(Math.min(factor, 1e9) * 1e6));
  return ((of * millionths) / 1_000_000n) as Amount;
}

/** GFLOPS/W as the node reports them; 1 if it reports no power. */
export const efficiencyOf = ({ gflops, power }: RewardView): number => (power > 0 ? gflops / power : 1);
