// What the reference's detector was meant to be (Iglewicz and Hoaglin 1993): the median of the deviations bears up to half
// of liars. A fleet of different machines is full of outliers, though, that are none.

import { type DetectorDefinition, medianOf, NORMAL_QUARTILE, spreadOf } from './detector.ts';

export const medianMad: DetectorDefinition = {
  name: 'median-mad',
  summary: '0.6745 |x - median| over the median deviation of GFLOPS: accuses whoever has another machine',
  threshold: 3.5,
  flags: (all, threshold) => {
    const { distances } = spreadOf(all.map(({ gflops }) => gflops));
    const mad = medianOf(distances);
    // If most are the same, whatever differs at all stands out.
    return distances.map((distance) => distance > 0 && NORMAL_QUARTILE * distance > threshold * mad);
  },
};
