// One history in the chain: each final anchor stands on the one before, and stays.

import { ANCHOR_FINAL, SETTLEMENT_HALTED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const anchorsChain: InvariantDefinition = {
  name: 'anchors-chain',
  statement:
    'Anchors become final in the order of their epochs, none twice; each spends an output of the one before; and none that was final ever leaves the chain.',
  create: (broken) => {
    let latest: { readonly epoch: number; readonly txid: string } | undefined;
    return {
      on: {
        [ANCHOR_FINAL]: ({ epoch, txid, spends }, at): void => {
          const expected = (latest?.epoch ?? -1) + 1;
          if (epoch !== expected) broken(`epoch ${epoch} became final where ${expected} was next`, at);
          if (latest !== undefined && !spends.startsWith(`${latest.txid}:`)) {
            broken(`the anchor of epoch ${epoch} spends ${spends}, and not the anchor before it`, at);
          }
          latest = { epoch, txid };
        },
        [SETTLEMENT_HALTED]: ({ epoch }, at): void => {
          broken(`the anchor of epoch ${epoch} was final and is not in the chain any more`, at);
        },
      },
    };
  },
};
