import type { Watts } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

export const telemetryForger: BehaviourDefinition = {
  name: 'telemetry-forger',
  summary: 'reports more speed, less power and cleaner energy than it has',
  parameters: {
    speed: { kind: 'number', default: 4, min: 0, description: 'times its GFLOPS' },
    power: { kind: 'number', default: 0.5, min: 0, description: 'times its power' },
    carbon: { kind: 'number', default: 0.1, min: 0, description: 'times the carbon intensity of its grid' },
    ...timing,
  },
  create: ({ speed, power, carbon }) => ({
    senses: (telemetry) => ({
      ...telemetry,
      gflops: telemetry.gflops * Number(speed),
      power: (telemetry.power * Number(power)) as Watts,
      carbonIntensity: telemetry.carbonIntensity * Number(carbon),
    }),
  }),
};
