// Sarmenta 2001, 4.2: without a blacklist, a node that was found right k times in a row is credible to 1 - f / k.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

/** Assumed share of liars. */
const FAULT = 0.2;

class Credibility implements ReputationRule {
  private readonly inARow: number[] = [];

  value(node: PartyId): Probability {
    return (1 - FAULT / Math.max(1, this.inARow[node] ?? 0)) as Probability;
  }

  succeeded(node: PartyId): void {
    this.inARow[node] = (this.inARow[node] ?? 0) + 1;
  }

  failed(node: PartyId): void {
    this.inARow[node] = 0;
  }
}

export const credibility: ReputationDefinition = {
  name: 'credibility',
  summary: '1 - 0.2 / k after k good results in a row (Sarmenta, f = 0.2)',
  create: () => new Credibility(),
};
