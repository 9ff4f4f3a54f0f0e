// What a trainer gives to a round.

export interface Contribution {
  /** By how much each parameter of the model that it was sent changes. */
  readonly update: Float64Array;
  /** From how many examples, as it says itself. */
  readonly examples: number;
  /** Models that were made since the one that it was sent; 0 in rounds. */
  readonly staleness: number;
}
