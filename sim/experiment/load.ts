// Scenario files as experiments read them: with our metrics and invariants, and with what users wrote in files of their own.

import type { Result } from '../../core/foundation/index.ts';
import { invariants } from '../invariants/index.ts';
import { metricInfos } from '../metrics/index.ts';
import { type LoadedScenario, type LoadOptions, loadScenario } from '../scenario/index.ts';
import { loadBehaviourFile } from './behaviour-file.ts';
import { loadDataSet } from './data-files.ts';
import { loadTask } from './programs.ts';
import { loadStrategyFile } from './strategy-file.ts';

/** What changes a scenario from outside its file: `env`, `set` (PATH=VALUE), `seed`, `seeds` (1..200). */
export type Adjustments = Omit<
  LoadOptions,
  'metrics' | 'invariants' | 'loadStrategy' | 'loadBehaviour' | 'loadTask' | 'loadDataSet'
>;

/** Loads and resolves a scenario file. Everything that is wrong comes back at once, each with its place. */
export function loadScenarioFile(file: string, adjustments: Adjustments = {}): Promise<Result<LoadedScenario>> {
  return loadScenario(file, {
    ...adjustments,
    metrics: metricInfos,
    invariants: invariants.map(({ name }) => name),
    loadStrategy: loadStrategyFile,
    loadBehaviour: loadBehaviourFile,
    loadTask,
    loadDataSet,
  });
}
