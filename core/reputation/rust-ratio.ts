// The rule of the reference in Rust, faults included: one good result makes a stranger perfect, so whitewashing pays.

import type { PartyId, Probability } from '../foundation/index.ts';
import { Counts } from './counts.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

const STRANGER = 0.5;
const PER_DISPUTE = 0.05;
const DISPUTES_MAX = 0.3;

class RustRatio extends Counts implements ReputationRule {
  value(node: PartyId): Probability {
    const total = this.total(node);
    if (total === 0) return STRANGER as Probability;
    const ratio = this.good(node) / total - Math.min(PER_DISPUTE * this.bad(node), DISPUTES_MAX);
    return Math.max(0, ratio) as Probability;
  }
}

export const rustRatio: ReputationDefinition = {
  name: 'rust-ratio',
  summary: '0.5 at first, then the share of good results less 0.05 for each lost dispute, 0.3 at most (reference)',
  create: () => new RustRatio(),
};
