// A running sum that remembers what rounding took away: many small terms add up to within a few units in the last place.

/** Neumaier's variant of Kahan's summation (1974). */
export class CompensatedSum {
  /** The rounded sum, and what it lacks. */
  private high = 0;
  private low = 0;

  get value(): number {
    return this.high + this.low;
  }

  add(term: number): void {
    const sum = this.high + term;
    this.low += Math.abs(this.high) >= Math.abs(term) ? this.high - sum + term : term - sum + this.high;
    this.high = sum;
  }

  /** By how much the sum is more than an earlier one was: exact where the difference of rounded sums would not be. */
  since(earlier: SumMark): number {
    return this.high - earlier.high + (this.low - earlier.low);
  }

  mark(): SumMark {
    return { high: this.high, low: this.low };
  }
}

/** What a sum was at some time. */
export interface SumMark {
  readonly high: number;
  readonly low: number;
}
