// The beta reputation rule with forgetting (Josang & Ismail, Bled 2002): the expected value of a Beta(r + 1, s + 1)
// belief, where each new observation first fades the old ones by lambda.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

class BetaReputation implements ReputationRule {
  private readonly forgetting: Probability;
  private readonly good: number[] = [];
  private readonly bad: number[] = [];

  constructor(forgetting: Probability) {
    this.forgetting = forgetting;
  }

  /** (r + 1) / (r + s + 2): 0.5 for a stranger. */
  value(node: PartyId): Probability {
    const good = this.good[node] ?? 0;
    const bad = this.bad[node] ?? 0;
    return ((good + 1) / (good + bad + 2)) as Probability;
  }

  succeeded(node: PartyId): void {
    this.observe(node, 1, 0);
  }

  failed(node: PartyId): void {
    this.observe(node, 0, 1);
  }

  private observe(node: PartyId, good: number, bad: number): void {
    this.good[node] = (this.good[node] ?? 0) * this.forgetting + good;
    this.bad[node] = (this.bad[node] ?? 0) * this.forgetting + bad;
  }
}

export const beta: ReputationDefinition = {
  name: 'beta',
  summary: 'the expected share of good results, the past fading (Josang and Ismail)',
  create: (forgetting) => new BetaReputation(forgetting),
};
