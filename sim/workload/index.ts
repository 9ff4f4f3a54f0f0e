export { createArrivals, createBatchSize } from './arrivals.ts';
export { CounterRandom } from './counter-random.ts';
export { createSampler, LARGEST_WHOLE, mean, type Sampler } from './distribution.ts';
export { ClosedSource, CopySource, OpenSource } from './source.ts';
export { exponential, normal } from './ziggurat.ts';
