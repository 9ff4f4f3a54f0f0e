export { CounterRandom } from './counter-random.ts';
export { type IdxItems, looksLikeIdx, parseIdx, readIdx } from './idx.ts';
export { type InputFamily, type InputSet, inputFamilies, pooled } from './inputs.ts';
export { openTaskInputs, readMnist, readTaskModule } from './task-files.ts';
export { type CatalogueTask, findTask, tasks } from './tasks.ts';
