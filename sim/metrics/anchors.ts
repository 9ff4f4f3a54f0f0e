// anchors.*, finality.*, fees.*, reorgs.*: what it takes to have commitments in the Bitcoin chain for good.

import { between, inSeconds } from '../../core/foundation/index.ts';
import { ANCHOR_FINAL, CHAIN_REORGED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';
import { Samples } from './samples.ts';

export const anchors: MetricDefinition = {
  provides: [
    { name: 'anchors.final', unit: 'count', description: 'anchors that became final, of the whole run' },
    { name: 'finality.mean', unit: 'seconds', description: 'from the root of an epoch to the finality of its anchor' },
    { name: 'finality.p99', unit: 'seconds', description: 'the same' },
    { name: 'fees.perAnchor', unit: 'number', description: 'satoshi that a final anchor paid' },
    {
      name: 'fees.perProof',
      unit: 'number',
      description: 'satoshi of final anchors over the leaves that they commit to',
    },
    { name: 'reorgs.count', unit: 'count', description: 'reorganisations of the chain, of the whole run' },
    { name: 'reorgs.depth', unit: 'count', description: 'blocks that the deepest of them undid' },
  ],
  create: () => {
    const waits = new Samples();
    let fees = 0;
    let leaves = 0;
    let reorgs = 0;
    let deepest = 0;
    return {
      on: {
        [ANCHOR_FINAL]: (fact, at): void => {
          waits.push(inSeconds(between(fact.committed, at)));
          fees += fact.fee;
          leaves += fact.leaves;
        },
        [CHAIN_REORGED]: ({ depth }): void => {
          reorgs++;
          deepest = Math.max(deepest, depth);
        },
      },
      values: () => ({
        ...(waits.length > 0 && {
          'anchors.final': waits.length,
          'finality.mean': waits.mean(),
          'finality.p99': waits.quantile(0.99),
          'fees.perAnchor': fees / waits.length,
          'fees.perProof': fees / leaves,
        }),
        ...(reorgs > 0 && { 'reorgs.count': reorgs, 'reorgs.depth': deepest }),
      }),
    };
  },
};
