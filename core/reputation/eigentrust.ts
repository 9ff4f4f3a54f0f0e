// EigenTrust (Kamvar, Schlosser, Garcia-Molina, WWW 2003). Those who rate are the coordinator, by its verdicts, and every
// client, by its word; nodes rate nobody. The first eigenvector is then one step long: the mean over raters of their local
// trust max(good - bad, 0), normalised, so that no rater weighs more than another however much it says. Mixed with the
// pre-trusted peers, here all nodes alike. Values are relative to the most trusted node.

import type { PartyId, Probability } from '../foundation/index.ts';
import { NO_PARTY } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

/** Weight of the pre-trusted peers. */
const MIX = 0.1;

/** What one rater thinks. */
class Rater {
  private readonly trust: number[] = [];
  /** Of what it thinks well of. */
  private total = 0;

  experience(node: PartyId, change: 1 | -1): void {
    const before = this.trust[node] ?? 0;
    this.trust[node] = before + change;
    this.total += Math.max(0, before + change) - Math.max(0, before);
  }

  /** Of all that it trusts, the share of a node. */
  share(node: PartyId): number {
    return this.total === 0 ? 0 : Math.max(0, this.trust[node] ?? 0) / this.total;
  }
}

class EigenTrust implements ReputationRule {
  private readonly raters: Map<PartyId, Rater> = new Map<PartyId, Rater>([[NO_PARTY, new Rater()]]);
  private readonly nodes: Set<PartyId> = new Set<PartyId>();
  /** Of the most trusted node; NaN if it has to be found again. */
  private most = Number.NaN;

  value(node: PartyId): Probability {
    if (Number.isNaN(this.most)) this.most = Math.max(0, ...[...this.nodes].map((each) => this.global(each)));
    const relative = this.most === 0 ? 0 : this.global(node) / this.most;
    return (MIX + (1 - MIX) * relative) as Probability;
  }

  succeeded(node: PartyId): void {
    this.rated(NO_PARTY, node, true);
  }

  failed(node: PartyId): void {
    this.rated(NO_PARTY, node, false);
  }

  rated(by: PartyId, node: PartyId, good: boolean): void {
    const rater = this.raters.get(by) ?? new Rater();
    this.raters.set(by, rater);
    rater.experience(node, good ? 1 : -1);
    this.nodes.add(node);
    this.most = Number.NaN;
  }

  private global(node: PartyId): number {
    let sum = 0;
    for (const rater of this.raters.values()) sum += rater.share(node);
    return sum / this.raters.size;
  }
}

export const eigenTrust: ReputationDefinition = {
  name: 'eigentrust',
  summary: 'trust that the coordinator and clients give, each of them alike, normalised (Kamvar and others)',
  create: () => new EigenTrust(),
};
