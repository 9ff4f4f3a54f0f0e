// The interface of a reputation rule. One rule is one file.

import type { PartyId, Probability } from '../foundation/index.ts';

export interface ReputationRule {
  /** The standing of a node, 0 to 1; of one that is unknown too. */
  value(node: PartyId): Probability;
  succeeded(node: PartyId): void;
  failed(node: PartyId): void;
}
