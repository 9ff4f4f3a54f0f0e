// A column of numbers that grows by doubling, and the figures read from it.

export class Samples {
  length = 0;
  private column: Float64Array = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.column.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.column);
      this.column = wider;
    }
    this.column[this.length++] = value;
  }

  /** Exact for whole numbers whose sum is below 2^53. NaN if there are none. */
  mean(): number {
    let sum = 0;
    for (let at = 0; at < this.length; at++) sum += this.column[at]!;
    return sum / this.length;
  }

  /** Sorts the column in place and returns it. */
  sorted(): Float64Array {
    return this.column.subarray(0, this.length).sort();
  }
}

/** The p-quantile of an ascending column that is not empty: type 7 of Hyndman and Fan (1996), linear between ranks. */
export function quantile(ascending: Float64Array, p: number): number {
  const rank = (ascending.length - 1) * p;
  const below = Math.floor(rank);
  const value = ascending[below]!;
  return rank === below ? value : value + (rank - below) * (ascending[below + 1]! - value);
}
