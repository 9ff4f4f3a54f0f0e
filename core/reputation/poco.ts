// iExec's integer score, read as a probability: its weight max(score / 3, 3) - 1 is the odds of being right.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

class Poco implements ReputationRule {
  private readonly score: number[] = [];

  value(node: PartyId): Probability {
    return (1 - 1 / Math.max(Math.floor((this.score[node] ?? 0) / 3), 3)) as Probability;
  }

  succeeded(node: PartyId): void {
    this.score[node] = (this.score[node] ?? 0) + 1;
  }

  failed(node: PartyId): void {
    this.score[node] = Math.floor(((this.score[node] ?? 0) * 2) / 3);
  }
}

export const poco: ReputationDefinition = {
  name: 'poco',
  summary: 'a score that grows by 1 and shrinks to two thirds, as the odds of being right (iExec)',
  create: () => new Poco(),
};
