// A warm-up that is longer than its run.

import { type Failure, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import * as messages from './messages.ts';
import type { Cell } from './types.ts';

/** A run that was over before its warm-up: how long it is can only be known now. */
export function warmupOutlasts(
  { warmup, id }: Cell,
  seed: number,
  { seen, last }: { readonly seen: number; readonly last: number },
): Failure {
  const lasted = `${last / MICROSECONDS_PER_SECOND} s`;
  const counted = warmup.kind === 'tasks';
  return {
    ...messages.warmupTooLong(counted ? `${seen} tasks` : lasted),
    path: `warmup.${counted ? 'tasks' : 'after'}`,
    got: `cell ${id} with seed ${seed} submitted the last of its ${seen} tasks at ${lasted}`,
  };
}
