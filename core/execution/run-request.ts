// What a runtime is asked to run.

import type { ExecutionLimits } from './limits.ts';
import type { Abi } from './prepare.ts';

export interface RunRequest {
  /** A module that the rewriter made. */
  readonly bytes: Uint8Array;
  readonly abi: Abi;
  readonly input: Uint8Array;
  readonly limits: ExecutionLimits;
}
