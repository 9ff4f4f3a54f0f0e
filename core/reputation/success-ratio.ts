// The rule of the protocol's paper. A stranger stands at one half, since there is nothing to divide.

import type { PartyId, Probability } from '../foundation/index.ts';
import { Counts } from './counts.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

class SuccessRatio extends Counts implements ReputationRule {
  value(node: PartyId): Probability {
    const total = this.total(node);
    return (total === 0 ? 0.5 : this.good(node) / total) as Probability;
  }
}

export const successRatio: ReputationDefinition = {
  name: 'success-ratio',
  summary: 'good results over all results (protocol paper)',
  create: () => new SuccessRatio(),
};
