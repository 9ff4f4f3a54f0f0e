// How a user's strategy ends a run: apart from the fence that throws it, since every worker must know it.

import type { Failure } from '../../core/foundation/index.ts';

/** Thrown out of a run by the user's own strategy. */
export class StrategyFault extends Error {
  override readonly name = 'StrategyFault';
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(failures.map(({ message }) => message).join('\n'));
    this.failures = failures;
  }
}
