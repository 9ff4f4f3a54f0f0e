// What a report says beside the results themselves: where they come from and how to make them again.

import type { MetricRecord, RoundStory, RunRecord, TaskStory } from '../sim/results/index.ts';

export interface ReportContext {
  /** The scenario file, as the user named it. */
  readonly file: string;
  /** The command that makes these results again, or only the runs of one seed. */
  readonly command: (seed?: number) => string;
  /** What was real and what was modelled: { execution: 'modelled' }. */
  readonly fidelity: Readonly<Record<string, string>>;
  /** Things a reader should know, such as inert parameters. */
  readonly notes: readonly string[];
  /** Names of the metrics that the scenario is about. */
  readonly primary: readonly string[];
  readonly metrics: MetricCatalogue;
  /** The first real tasks of the first run, one by one. */
  readonly tasks: readonly TaskStory[];
  /** The models of the first run, if it learns. */
  readonly rounds: readonly RoundStory[];
  /** The recorded run of each cell that settles in a chain. */
  readonly settled: readonly RunRecord[];
  /** The recorded run of each cell. */
  readonly runs: readonly RunRecord[];
}

/** By name of the metric. */
export type MetricCatalogue = ReadonlyMap<string, MetricRecord>;

export const unitOf = (metrics: MetricCatalogue, name: string): string => metrics.get(name)?.unit ?? '';
