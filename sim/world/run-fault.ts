// How a run ends that its user can mend: by a strategy of their own, or a file that changed. Apart from who throws it,
// since every worker must know it.

import type { Failure } from '../../core/foundation/index.ts';

/** Thrown out of a run. */
export class RunFault extends Error {
  override readonly name: string = 'RunFault';
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(failures.map(({ message }) => message).join('\n'));
    this.failures = failures;
  }
}
