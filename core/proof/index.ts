export { type FlattenedModule, flattenModule } from './flatten.ts';
export { textOf, wordOf } from './instruction-set.ts';
export { type FlattenedRun, runFlattened } from './run-flattened.ts';
