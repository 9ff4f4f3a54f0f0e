// What a trainer gives to a round.

import type { TaskId } from '../foundation/index.ts';

export interface Contribution {
  /** By how much each parameter of the model that it was sent changes. */
  readonly update: Float64Array;
  /** From how many examples, as it says itself. */
  readonly examples: number;
  /** Models that were made since the one that it was sent; 0 in rounds. */
  readonly staleness: number;
  /** That it comes from; absent of a sum that nobody can take apart. */
  readonly task?: TaskId;
}
