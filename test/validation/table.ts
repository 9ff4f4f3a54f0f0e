// What a person sees of the checks: one line for each figure, and where a check stands while it runs.

import type { Check, Outcome, Row, Tell } from './check.ts';

const COLUMNS = [
  ['case', 56],
  ['metric', 18],
  ['exact', 10],
  ['mean', 10],
  ['99 % interval', 25],
  ['off', 9],
  ['tasks', 13],
] as const;

export const header = (): string =>
  `${line(COLUMNS.map(([title]) => title))}verdict\n${'-'.repeat(COLUMNS.reduce((sum, [, width]) => sum + width, 7))}\n`;

export function rowsOf({ name }: Check, { rows, remarks, passed }: Outcome): string {
  const lines = rows.map((row, at) =>
    rowText(at === 0 || rows[at - 1]!.again !== row.again ? title(name, row) : '', row),
  );
  const verdict = rows.length === 0 ? [`${name}: ${passed ? 'passed' : 'FAILED'}\n`] : [];
  return [...lines, ...verdict, ...remarks.map((remark) => `  ${remark}\n`)].join('');
}

const title = (name: string, { again }: Row): string => (again ? `${name} (again)` : name);

function rowText(name: string, { judgement, tasks }: Row): string {
  const { metric, exact, mean, interval, passed } = judgement;
  const [low, high] = interval;
  const off = exact === 0 ? '' : `${(100 * (mean / exact - 1)).toFixed(2)} %`;
  const cells = [name, metric, figure(exact), figure(mean), `${figure(low)} .. ${figure(high)}`, off, grouped(tasks)];
  return `${line(cells)}${passed ? 'passed' : 'FAILED'}\n`;
}

const line = (cells: readonly string[]): string =>
  cells.map((cell, at) => (cell.length < COLUMNS[at]![1] ? cell.padEnd(COLUMNS[at]![1]) : `${cell} `)).join('');

const figure = (value: number): string => value.toPrecision(6);
const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** Shows progress on a terminal, and nothing elsewhere. */
export function progress(name: string): { readonly tell: Tell; readonly end: () => void } {
  if (!process.stderr.isTTY) return { tell: () => undefined, end: () => undefined };
  return {
    tell: (done, total) => process.stderr.write(`\r\u001b[K${name}  ${done}/${total} runs`),
    end: () => process.stderr.write('\r\u001b[K'),
  };
}
