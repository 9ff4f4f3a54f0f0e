// The lower end of Wilson's 95 % interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927): few results count for little.

import type { PartyId, Probability } from '../foundation/index.ts';
import { Counts } from './counts.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

/** Of the standard normal distribution, at 97.5 %. */
const Z = 1.959963984540054;

class Wilson extends Counts implements ReputationRule {
  value(node: PartyId): Probability {
    const n = this.total(node);
    if (n === 0) return 0 as Probability;
    const share = this.good(node) / n;
    const spread = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
    return Math.max(0, (share + (Z * Z) / (2 * n) - spread) / (1 + (Z * Z) / n)) as Probability;
  }
}

export const wilson: ReputationDefinition = {
  name: 'wilson',
  summary: "the lower end of Wilson's 95 % interval for the share of good results",
  create: () => new Wilson(),
};
