export { createArrivals, createBatchSize } from './arrivals.ts';
export { type DataSet, makeDataSet, type RawExamples } from './data-set.ts';
export { createSampler, LARGEST_WHOLE, type Sampler } from './distribution.ts';
export { residual, shareOfFirst } from './equilibrium.ts';
export { createJobs, type JobMaker } from './jobs.ts';
export { partition } from './partition.ts';
export { ClosedSource, CopySource, OpenSource } from './source.ts';
export { readTable } from './table.ts';
export { exponential, normal } from './ziggurat.ts';
