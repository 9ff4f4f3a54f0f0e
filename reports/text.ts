// The small pieces several reports share: columns, plurals, the name of a cell.

import type { CellResult, InvariantResult, Results, ThresholdResult } from '../sim/results/index.ts';
import { type MetricCatalogue, unitOf } from './context.ts';
import { quantity } from './quantity.ts';

/** One run in which an invariant did not hold. */
export interface Breach {
  readonly seed: number;
  readonly invariant: InvariantResult;
}

export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** What sets a cell apart from the others: its factors, or the scenario's name if nothing is varied. */
export function cellName({ factors }: CellResult, { scenario }: Results): string {
  const varied = Object.entries(factors).map(([name, value]) => `${name}=${value}`);
  return varied.length === 0 ? scenario.name : varied.join(', ');
}

/** Where there is little room: the values of the factors alone. */
export function shortCellName({ factors }: CellResult, { scenario }: Results): string {
  return Object.values(factors).join(', ') || scenario.name;
}

export function cellNameById(id: string, results: Results): string {
  const cell = results.cells.find((each) => each.id === id);
  return cell === undefined ? id : cellName(cell, results);
}

export function breaches(cell: CellResult): readonly Breach[] {
  return cell.runs.flatMap(({ seed, invariants }) =>
    invariants.filter(({ held }) => !held).map((invariant) => ({ seed, invariant })),
  );
}

/** What broke and when, in one line. */
export function describeBreach({ invariant }: Breach): string {
  const at = invariant.at === undefined ? '' : ` at ${invariant.at} s`;
  return `${invariant.name} was broken${at}${invariant.why === undefined ? '' : `: ${invariant.why}`}`;
}

/** What no threshold is about and a reader must not overlook, with its cell if there are several. */
export function warningLines(results: Results): readonly string[] {
  const many = results.cells.length > 1;
  return (results.warnings ?? []).map(({ cell, text }) => (many ? `${cellNameById(cell, results)}: ${text}` : text));
}

/** The value a threshold was compared with, or why there is none. */
export function measured(threshold: ThresholdResult, metrics: MetricCatalogue): string {
  if (threshold.value === undefined) return 'the metric does not apply here';
  const metric = /^[A-Za-z0-9.]+/.exec(threshold.text)?.[0] ?? '';
  return `was ${quantity(threshold.value, unitOf(metrics, metric))}`;
}

/** Pads every column to its widest entry: the first to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((text, at) => (widths[at] = Math.max(widths[at] ?? 0, text.length)));
  return rows.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
