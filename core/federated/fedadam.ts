import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';
import { WEIGHTS, weightsOf } from './weights.ts';

/** Algorithm 2 of S. Reddi et al., Adaptive federated optimization, 2021: no correction of the bias of the moments. */
export const fedadam: AggregationDefinition = {
  name: 'fedadam',
  summary: 'Adam at the aggregator, with the mean update as its gradient (Reddi et al. 2021)',
  parameters: {
    rate: {
      kind: 'number',
      default: 0.01,
      min: 0,
      description: 'how far it goes: the learning rate of the aggregator',
    },
    beta1: { kind: 'fraction', default: 0.9, description: 'what is kept of the first moment' },
    beta2: { kind: 'fraction', default: 0.99, description: 'what is kept of the second moment' },
    tau: { kind: 'number', default: 0.001, min: 0, description: 'how much it adapts: the larger, the less' },
    ...WEIGHTS,
  },
  create: (parameters) => {
    const [rate, beta1, beta2, tau] = ['rate', 'beta1', 'beta2', 'tau'].map((name) => Number(parameters[name]));
    let first: Float64Array | undefined;
    let second: Float64Array | undefined;
    return {
      combine: (contributions) => {
        const mean = weightedMean(contributions, weightsOf(contributions, parameters));
        first ??= new Float64Array(mean.length);
        second ??= new Float64Array(mean.length).fill(tau! * tau!);
        const change = new Float64Array(mean.length);
        for (let at = 0; at < mean.length; at += 1) {
          const step = mean[at]!;
          first[at] = beta1! * first[at]! + (1 - beta1!) * step;
          second[at] = beta2! * second[at]! + (1 - beta2!) * step * step;
          change[at] = (rate! * first[at]!) / (Math.sqrt(second[at]!) + tau!);
        }
        return { change, rejected: NOBODY };
      },
    };
  },
};
