// What a metric is: a fold over facts that has a few named numbers to say at the end of a run.

import type { Instant } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import type { Ground } from '../results/index.ts';
import type { Window } from './window.ts';

export interface MetricInfo {
  /** `family.figure`: latency.p99. */
  readonly name: string;
  /** SI; `fraction` is 0 to 1; `number` is a ratio without bounds. */
  readonly unit: 'seconds' | 'fraction' | 'count' | 'joules' | 'bytes' | 'grams' | 'tokens' | 'number';
  readonly description: string;
  /** What its truth rests on; by default when things happen. */
  readonly ground?: Ground;
}

interface MetricContext {
  readonly window: Window;
}

export interface MetricFold {
  /** Handlers must not keep the facts they are shown. */
  readonly on: FactHandlers;
  /** Values at the end of the run; absent ones do not apply. */
  values(end: Instant): Readonly<Record<string, number>>;
}

/** A metric, or a family of metrics that share their state. */
export interface MetricDefinition {
  readonly provides: readonly MetricInfo[];
  create(context: MetricContext): MetricFold;
}
