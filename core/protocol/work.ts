// Long work that a party asks of its host, and what comes of it.

import type { Duration, Gas, TaskId } from '../foundation/index.ts';

/**
 * How much computing a modelled task takes. `time` is the same on every device; `gas` is divided by its speed.
 * `source` tells the executing host which distribution a copy of its own is drawn from when `independent`.
 */
export interface ModelledWork {
  readonly unit: 'time' | 'gas';
  /** Microseconds or gas. */
  readonly amount: number;
  readonly source: number;
  readonly independent: boolean;
}

/** Long work that a party hands to its host. */
export interface Work {
  readonly kind: 'execute';
  readonly task: TaskId;
  readonly copy: number;
  readonly work: ModelledWork;
}

export type Outcome = 'ok' | 'trap' | 'gas' | 'memory' | 'stack' | 'timeout';

/** What came of it. `output` stands for the digest of the result: equal numbers mean equal results. */
export interface WorkResult {
  readonly task: TaskId;
  readonly copy: number;
  readonly outcome: Outcome;
  readonly gas: Gas;
  readonly elapsed: Duration;
  readonly output: number;
}
