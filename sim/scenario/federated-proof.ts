// What a scenario with proof of training can and cannot have beside it.

import type { Failure } from '../../core/foundation/index.ts';
import { PROOF_OF_TRAINING } from '../../core/verification/index.ts';
import type { WrittenFederated } from './federated.ts';
import * as messages from './messages.ts';

interface Beside {
  readonly federated: WrittenFederated;
  readonly verification?: { readonly policy: string } | undefined;
  readonly workload: readonly unknown[];
}

export function checkProof({ federated, verification, workload }: Beside): readonly Failure[] {
  const { policy = 'none' } = verification ?? {};
  if (policy === 'none') return [];
  if (policy !== PROOF_OF_TRAINING) return [messages.onlyUnverified()];
  const { privacy, secure, aggregation } = federated;
  return [
    ...(workload.length > 0 ? [messages.onlyTraining()] : []),
    ...(secure === undefined ? [] : [messages.revealsTooMuch('secure')]),
    ...(privacy === undefined ? [] : [messages.revealsTooMuch('privacy')]),
    ...(aggregation.rule === 'scaffold' ? [messages.secretState()] : []),
  ];
}
