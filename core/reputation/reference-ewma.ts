// The second rule of the reference, which is called a moving average and is none: the old value does not decay, so that
// a node which cheats a third of the time all but holds its score.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

const STRANGER = 0.5;
const WEIGHT = 0.05;
/** For a result that keeps the service level. */
const GAIN = 0.01;
const LOSS = 0.05;

class ReferenceEwma implements ReputationRule {
  private readonly standing: number[] = [];

  value(node: PartyId): Probability {
    return (this.standing[node] ?? STRANGER) as Probability;
  }

  succeeded(node: PartyId): void {
    this.standing[node] = Math.min(1, this.value(node) + WEIGHT * GAIN);
  }

  failed(node: PartyId): void {
    this.standing[node] = Math.max(0, this.value(node) - WEIGHT * LOSS);
  }
}

export const referenceEwma: ReputationDefinition = {
  name: 'reference-ewma',
  summary: 'steps of 0.05 times +0.01 or -0.05, without decay (reference)',
  create: () => new ReferenceEwma(),
};
