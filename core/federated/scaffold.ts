import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';
import { controlChange, stepsOf } from './control-variates.ts';

/** Algorithm 1 of S. Karimireddy et al., SCAFFOLD: stochastic controlled averaging, 2020, with option II. */
export const scaffold: AggregationDefinition = {
  name: 'scaffold',
  summary: 'the mean, of trainers that correct their steps by how their data differ (Karimireddy et al. 2020)',
  parameters: {
    rate: { kind: 'number', default: 1, min: 0, description: 'how far it goes: the learning rate of the aggregator' },
  },
  create: ({ rate }, setting) => {
    const control = new Float64Array(setting.parameters);
    return {
      control: () => Float32Array.from(control),
      combine: (contributions) => {
        const sent = Float32Array.from(control);
        for (const { update, examples } of contributions) {
          const steps = stepsOf(setting, examples);
          if (steps === 0) continue;
          const change = controlChange(update, sent, steps, setting.rate);
          for (let at = 0; at < change.length; at += 1) control[at]! += change[at]! / setting.trainers;
        }
        const equal = contributions.map(() => 1);
        return { change: weightedMean(contributions, equal).map((value) => Number(rate) * value), rejected: NOBODY };
      },
    };
  },
};
