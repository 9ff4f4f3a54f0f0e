// The first rule of the reference: a walk between 0 and 1.

import type { PartyId, Probability } from '../foundation/index.ts';
import type { ReputationDefinition, ReputationRule } from './rule.ts';

const GAIN = 0.01;
const LOSS = 0.05;

class ReferenceDelta implements ReputationRule {
  private readonly standing: number[] = [];

  value(node: PartyId): Probability {
    return (this.standing[node] ?? 0) as Probability;
  }

  succeeded(node: PartyId): void {
    this.standing[node] = Math.min(1, this.value(node) + GAIN);
  }

  failed(node: PartyId): void {
    this.standing[node] = Math.max(0, this.value(node) - LOSS);
  }
}

export const referenceDelta: ReputationDefinition = {
  name: 'reference-delta',
  summary: '0 at first, +0.01 for a good result, -0.05 for a bad one (reference)',
  create: () => new ReferenceDelta(),
};
