// The detector of the reference, faults included: it divides by the mean of the deviations, which a liar's own deviation
// is part of. One liar among n can score 0.6745 n at most, and a share s of colluders 0.6745 / s: with a threshold of 3.5
// it is blind for n <= 5, and for more than 19.3 % of liars.

import { type DetectorDefinition, NORMAL_QUARTILE, spreadOf } from './detector.ts';

export const referenceZ: DetectorDefinition = {
  name: 'reference-z',
  summary: '0.6745 |x - median| over the mean deviation of GFLOPS (reference): blind to one of 5, and to a fifth',
  threshold: 3.5,
  flags: (all, threshold) => {
    const { distances } = spreadOf(all.map(({ gflops }) => gflops));
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    return distances.map((distance) => mean > 0 && (NORMAL_QUARTILE * distance) / mean > threshold);
  },
};
