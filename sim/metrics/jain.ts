// How even shares are.

/** (sum x)^2 / (n sum x^2): Jain, Chiu and Hawe (1984). */
export function jain(shares: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  for (const share of shares) {
    sum += share;
    squares += share * share;
  }
  return (sum * sum) / (shares.length * squares);
}
