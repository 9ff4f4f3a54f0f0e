// Mean sojourn under power of d choices among few servers, exactly: the Markov chain of the sorted queue lengths,
// solved level by level (the level being the number of tasks) from the top down. With d = n it is join the shortest queue.

type Matrix = Float64Array[];

/** What the chain is cut to. What lies beyond has a probability far below the digits that are asked for. */
const TAIL = 1e-12;
const WIDEST = 16;

/**
 * n servers with exponential service of mean 1, Poisson arrivals of rate n·load; each arrival joins the shortest of d
 * distinct queues drawn at random. Unbalanced states die out fast only if d >= 2. Cost grows steeply with n: 2 or 3.
 */
export function shortestOfD(servers: number, d: number, load: number): number {
  const top = Math.ceil((Math.log(TAIL) / Math.log(load)) * 1.25);
  const levels = Array.from({ length: top + 1 }, (_, total) => new Level(servers, total));
  const joins = joiningProbabilities(servers, d);
  const up = (at: number): Matrix => transitions(levels[at]!, levels[at + 1]!, joins, servers * load, 1);
  const down = (at: number): Matrix => transitions(levels[at]!, levels[at - 1]!, serving(servers), 1, -1);

  // With R the matrix of expected visits, p[n + 1] = p[n] R[n]: R[n] = up[n] · (outflow[n+1] - R[n+1] · down[n+2])^-1.
  const visits: Matrix[] = [];
  for (let at = top - 1; at >= 0; at--) {
    const size = levels[at + 1]!.size;
    const rising = at + 1 < top ? up(at + 1) : undefined;
    const falling = down(at + 1);
    const balance = zeros(size, size);
    for (let i = 0; i < size; i++)
      balance[i]![i] = rowSum(falling[i]!) + (rising === undefined ? 0 : rowSum(rising[i]!));
    if (rising !== undefined) subtractProduct(balance, visits[at + 1]!, down(at + 2));
    visits[at] = solveRight(balance, up(at));
  }
  let probability = Float64Array.of(1);
  let total = 1;
  let tasks = 0;
  for (let at = 0; at < top; at++) {
    probability = product(probability, visits[at]!);
    const mass = rowSum(probability);
    total += mass;
    tasks += mass * (at + 1);
  }
  return tasks / total / (servers * load);
}

/** The states with a given number of tasks: queue lengths in descending order, not too far apart. */
class Level {
  readonly states: readonly number[][];
  private readonly index = new Map<string, number>();

  constructor(servers: number, total: number) {
    this.states = compositions(servers, total, total).filter((lengths) => lengths[0]! - lengths.at(-1)! <= WIDEST);
    this.states.forEach((lengths, at) => this.index.set(lengths.join(), at));
  }

  get size(): number {
    return this.states.length;
  }

  /** Undefined if the chain was cut there. */
  find(lengths: readonly number[]): number | undefined {
    return this.index.get([...lengths].sort((a, b) => b - a).join());
  }
}

function compositions(parts: number, total: number, most: number): number[][] {
  if (parts === 1) return total <= most ? [[total]] : [];
  const found: number[][] = [];
  const least = Math.max(Math.ceil(total / parts), total - (parts - 1) * most);
  const balanced = Math.min(most, total, Math.ceil(total / parts) + WIDEST);
  for (let first = least; first <= balanced; first++) {
    for (const rest of compositions(parts - 1, total - first, first)) found.push([first, ...rest]);
  }
  return found;
}

/** The chance that the queue at a sorted position (longest first) is the shortest of d drawn without replacement. */
function joiningProbabilities(servers: number, d: number): number[] {
  const ways = (n: number, k: number): number => (k === 0 ? 1 : n < k ? 0 : (ways(n - 1, k - 1) * n) / k);
  return Array.from({ length: servers }, (_, longer) => ways(longer, d - 1) / ways(servers, d));
}

const serving = (servers: number): number[] => Array.from({ length: servers }, () => 1);

/** Rates from one level to the next, by the share of each position; a step that leaves the cut chain does not happen. */
function transitions(from: Level, to: Level, shares: readonly number[], rate: number, step: 1 | -1): Matrix {
  const rates = zeros(from.size, to.size);
  from.states.forEach((lengths, at) => {
    shares.forEach((share, position) => {
      if (lengths[position]! + step < 0) return;
      const next = to.find(lengths.map((length, other) => (other === position ? length + step : length)));
      if (next !== undefined) rates[at]![next]! += rate * share;
    });
  });
  return rates;
}

const zeros = (rows: number, columns: number): Matrix => Array.from({ length: rows }, () => new Float64Array(columns));
const rowSum = (row: Float64Array): number => row.reduce((sum, value) => sum + value, 0);

function subtractProduct(from: Matrix, a: Matrix, b: Matrix): void {
  from.forEach((row, i) => {
    a[i]!.forEach((factor, k) => {
      if (factor !== 0) for (let j = 0; j < row.length; j++) row[j]! -= factor * b[k]![j]!;
    });
  });
}

function product(vector: Float64Array, matrix: Matrix): Float64Array<ArrayBuffer> {
  const result = new Float64Array(matrix[0]!.length);
  vector.forEach((factor, k) => {
    for (let j = 0; j < result.length; j++) result[j]! += factor * matrix[k]![j]!;
  });
  return result;
}

/** X with X·a = b, by elimination on columns. `a` is diagonally dominant, so no pivoting is needed; it is destroyed. */
function solveRight(a: Matrix, b: Matrix): Matrix {
  const size = a.length;
  const x = b.map((row) => Float64Array.from(row));
  for (let pivot = 0; pivot < size; pivot++) {
    for (let column = pivot + 1; column < size; column++) {
      const factor = a[pivot]![column]! / a[pivot]![pivot]!;
      if (factor === 0) continue;
      for (let row = pivot; row < size; row++) a[row]![column]! -= factor * a[row]![pivot]!;
      for (const row of x) row[column]! -= factor * row[pivot]!;
    }
  }
  for (let pivot = size - 1; pivot >= 0; pivot--) {
    for (const row of x) {
      row[pivot]! /= a[pivot]![pivot]!;
      for (let column = 0; column < pivot; column++) row[column]! -= row[pivot]! * a[pivot]![column]!;
    }
  }
  return x;
}
