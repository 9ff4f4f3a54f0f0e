export { createArrivals, createBatchSize } from './arrivals.ts';
export { CounterRandom } from './counter-random.ts';
export { createSampler, LARGEST_WHOLE, mean, type Sampler } from './distribution.ts';
export { type IdxItems, readIdx } from './idx.ts';
export { type InputFamily, type InputSet, inputFamilies, openInputs } from './inputs.ts';
export { createJobs, type JobMaker } from './jobs.ts';
export { ClosedSource, CopySource, OpenSource } from './source.ts';
export { type CatalogueTask, findTask, tasks } from './tasks.ts';
export { exponential, normal } from './ziggurat.ts';
