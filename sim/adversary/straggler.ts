import type { Duration } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

export const straggler: BehaviourDefinition = {
  name: 'straggler',
  summary: 'returns its results late',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'results that come late' },
    delay: { kind: 'duration', default: 10_000_000, min: 0, description: 'how late' },
    ...timing,
  },
  create: ({ rate, delay }, { random }) => ({
    delays: ({ type }) => (type === 'result' && random.uniform() < Number(rate) ? Number(delay) : 0) as Duration,
  }),
};
