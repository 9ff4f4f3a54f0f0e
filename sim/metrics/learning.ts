// federated.*: how good the model became, how soon, and what that took.

import { inSeconds } from '../../core/foundation/index.ts';
import { MODEL_MADE } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const learning: MetricDefinition = {
  provides: [
    {
      name: 'federated.accuracy',
      unit: 'fraction',
      ground: 'outputs',
      description: 'of the last model, on examples nobody trained on',
    },
    { name: 'federated.best', unit: 'fraction', ground: 'outputs', description: 'the best accuracy of any model' },
    {
      name: 'federated.loss',
      unit: 'number',
      ground: 'outputs',
      description: 'mean cross-entropy of the last model, in nats, on the same examples',
    },
    { name: 'federated.rounds', unit: 'count', description: 'rounds that ended, or models that were made' },
    { name: 'federated.failed', unit: 'fraction', description: 'of rounds, those with too few contributions' },
    { name: 'federated.rejected', unit: 'fraction', description: 'of contributions, those that the rule left out' },
    { name: 'federated.dropped', unit: 'fraction', description: 'of training tasks, those that gave no contribution' },
    {
      name: 'federated.bytes',
      unit: 'bytes',
      ground: 'outputs',
      description: 'bytes of models and updates sent, of the whole run',
    },
    { name: 'federated.time', unit: 'seconds', description: 'virtual time to the last model' },
  ],
  create: () => {
    let last: { readonly accuracy: number; readonly loss: number; readonly seconds: number } | undefined;
    let best = 0;
    let rounds = 0;
    let failed = 0;
    let contributions = 0;
    let rejected = 0;
    let dropped = 0;
    let bytes = 0;
    return {
      on: {
        [MODEL_MADE]: (fact, at): void => {
          last = { accuracy: fact.accuracy, loss: fact.loss, seconds: inSeconds(at) };
          best = Math.max(best, fact.accuracy);
          rounds++;
          if (fact.contributions === 0) failed++;
          contributions += fact.contributions;
          rejected += fact.rejected;
          dropped += fact.dropped;
          bytes += fact.bytes;
        },
      },
      values: () => {
        if (last === undefined) return {};
        const given = contributions + dropped;
        return {
          'federated.accuracy': last.accuracy,
          'federated.best': best,
          'federated.loss': last.loss,
          'federated.rounds': rounds,
          'federated.failed': failed / rounds,
          ...(contributions > 0 && { 'federated.rejected': rejected / contributions }),
          ...(given > 0 && { 'federated.dropped': dropped / given }),
          'federated.bytes': bytes,
          'federated.time': last.seconds,
        };
      },
    };
  },
};
