// The second detector of the reference, faults included: nodes are to be as far away and as busy as the others. It takes
// distance and luck for lies.

import { type DetectorDefinition, medianOf } from './detector.ts';

export const telemetryConsensus: DetectorDefinition = {
  name: 'telemetry-consensus',
  summary: 'latency within 30 % of the median, and load within 0.30 of it (reference): accuses whoever is far or idle',
  threshold: 0.3,
  flags: (all, threshold) => {
    const latency = medianOf(all.flatMap((one) => one.latency ?? []));
    const cpu = medianOf(all.map((one) => one.cpu));
    return all.map((one) => {
      const far = one.latency !== undefined && Math.abs(one.latency - latency) > threshold * latency;
      return far || Math.abs(one.cpu - cpu) > threshold;
    });
  },
};
