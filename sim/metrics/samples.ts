// A column of numbers that grows by doubling, and the figures read from it.

export class Samples {
  length = 0;
  private column: Float64Array = new Float64Array(1024);
  /** Below this place the column, when it was this long, held nothing greater than what was above it. */
  private parted = 0;
  private partedLength = 0;
  private sortedLength = 0;

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

  /** For many quantiles, which then cost nothing. */
  sort(): void {
    this.column.subarray(0, this.length).sort();
    this.sortedLength = this.length;
  }

  /**
   * The p-quantile of a column that is not empty: type 7 of Hyndman and Fan (1996), linear between ranks. Reorders the
   * column and sorts no more of it than it must: asked in ascending order, each quantile looks above the last.
   */
  quantile(p: number): number {
    const { column, length } = this;
    const rank = (length - 1) * p;
    const below = Math.floor(rank);
    if (this.sortedLength === length) return between(column[below]!, column[below + 1]!, rank - below);
    const reusable = this.partedLength === length && this.parted <= below;
    select(column, reusable ? this.parted : 0, length - 1, below);
    this.parted = below;
    this.partedLength = length;
    const above = rank === below ? 0 : leastFrom(column, below + 1, length);
    return between(column[below]!, above, rank - below);
  }
}

const between = (low: number, high: number, share: number): number => (share === 0 ? low : low + share * (high - low));

/** Puts the value that belongs at place `k` of the sorted column there, and none greater below it (Hoare's FIND). */
function select(column: Float64Array, from: number, to: number, k: number): void {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = middle(column[low]!, column[(low + high) >>> 1]!, column[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (column[left]! < pivot) left++;
      while (column[right]! > pivot) right--;
      if (left > right) break;
      const moved = column[left]!;
      column[left++] = column[right]!;
      column[right--] = moved;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else return;
  }
}

const middle = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

function leastFrom(column: Float64Array, from: number, to: number): number {
  let least = column[from]!;
  for (let at = from + 1; at < to; at++) if (column[at]! < least) least = column[at]!;
  return least;
}
