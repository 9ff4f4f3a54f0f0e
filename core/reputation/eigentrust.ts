// EigenTrust (Kamvar, Schlosser, Garcia-Molina, WWW 2003), with the coordinator as the only one that rates: its first
// eigenvector is then the normalised local trust max(good - bad, 0), mixed with the pre-trusted peers, here all nodes
// alike. Values are relative to the most trusted node.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

/** Weight of the pre-trusted peers. */
const MIX = 0.1;

class EigenTrust implements ReputationRule {
  private readonly trust: number[] = [];
  private most = 1;

  value(node: PartyId): Probability {
    return (MIX + ((1 - MIX) * Math.max(0, this.trust[node] ?? 0)) / this.most) as Probability;
  }

  succeeded(node: PartyId): void {
    this.trust[node] = (this.trust[node] ?? 0) + 1;
    this.most = Math.max(this.most, this.trust[node]);
  }

  failed(node: PartyId): void {
    this.trust[node] = (this.trust[node] ?? 0) - 1;
  }
}

export const eigenTrust: ReputationDefinition = {
  name: 'eigentrust',
  summary: 'good less bad results, relative to the best node (EigenTrust with one rater)',
  create: () => new EigenTrust(),
};
