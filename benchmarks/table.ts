// What a benchmark has to say, and how it is printed.

export interface Row {
  readonly what: string;
  readonly figure: string;
  /** What it is compared with, measured in the same run or stated by others. */
  readonly baseline?: string;
  readonly ratio?: number;
}

export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, figure, baseline, ratio }) => [
    what,
    figure,
    baseline ?? '',
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
  ]);
  const all = [['what', 'measured', 'against', 'ratio'], ...lines];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
