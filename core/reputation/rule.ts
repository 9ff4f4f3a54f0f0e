// The interface of a reputation rule. One rule is one file that exports a definition.

import type { PartyId, Probability } from '../foundation/index.ts';

export interface ReputationRule {
  /** The standing of a node, 0 to 1; of one that is unknown too. */
  value(node: PartyId): Probability;
  succeeded(node: PartyId): void;
  failed(node: PartyId): void;
  /** Present if it takes the word of clients, one for each task that a node has done for them. */
  rated?(by: PartyId, node: PartyId, good: boolean): void;
}

export interface ReputationDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** `forgetting`: weight of the past at each new experience, for rules that forget. */
  create(forgetting: Probability): ReputationRule;
}
