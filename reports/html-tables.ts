// The parts of report.html that need no script: verdict, comparisons in words, tables, provenance.

import type { CellResult, ReportRecord, Results, RoundStory, RunRecord, TaskStory } from '../sim/results/index.ts';
import { statements } from './comparisons.ts';
import type { ReportContext } from './context.ts';
import { unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { roundRows } from './rounds.ts';
import { storyRows } from './stories.ts';
import { breaches, cellName, cellNameById, count, describeBreach, measured, warningLines } from './text.ts';

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Column = string | { readonly number: string };

/** Cells are HTML already. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const kind = columns.map((column) => (typeof column === 'string' ? '' : ' class="number"'));
  const head = columns.map(
    (column, at) => `<th${kind[at]}>${typeof column === 'string' ? column : column.number}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.map((cell, at) => `<td${kind[at]}>${cell}</td>`).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

export function verdict(results: Results, context: ReportContext): string {
  const runs = results.cells.reduce((sum, { runs }) => sum + runs.length, 0);
  const why = [
    ...results.thresholds
      .filter(({ held }) => !held)
      .map((threshold) => {
        return `${threshold.text} missed in ${cellNameById(threshold.cell, results)}: ${measured(threshold, context.metrics)}`;
      }),
    ...results.cells.flatMap((cell) =>
      breaches(cell).map((breach) => `${cellName(cell, results)}, seed ${breach.seed}: ${describeBreach(breach)}`),
    ),
  ];
  const shown = why.slice(0, 12).map((line) => `<li>${escape(line)}</li>`);
  if (why.length > shown.length) shown.push(`<li>and ${why.length - shown.length} more in results.json</li>`);
  return `<h1>${escape(results.scenario.name)}</h1>
<p class="muted">${count(results.cells.length, 'cell')}, ${count(runs, 'run')}, engine ${escape(results.engine)}</p>
<span class="verdict ${results.verdict}">${results.verdict === 'pass' ? 'Passed' : 'Failed'}</span>
${warningLines(results)
  .map((line) => `<p class="warning"><strong>Warning</strong>: ${escape(line)}</p>`)
  .join('\n')}
${shown.length === 0 ? '' : `<ul>${shown.join('\n')}</ul>`}
<p>Reproduce:</p><pre><code>${escape(context.command())}</code></pre>`;
}

export function comparisons(results: Results, context: ReportContext): string {
  const rows = statements(results, context.metrics).map(({ metric, pair, words, p }) => [
    escape(metric),
    escape(pair),
    `<strong>${escape(words)}</strong>`,
    escape(p),
  ]);
  if (rows.length === 0) return '';
  const compared = table(['metric', 'which', 'difference', { number: 'p' }], rows);
  return `<h2 id="comparisons">Comparisons</h2>
<p>Paired by seed: every cell met the same arrivals, sizes and faults. In brackets the 95 % interval of the difference. p is corrected for the number of comparisons.</p>
${rows.length > OPEN_ROWS ? `<details><summary>${count(rows.length, 'comparison')}</summary>${compared}</details>` : compared}`;
}

/** More comparisons than that are folded: each cell of a large matrix is compared with every other. */
const OPEN_ROWS = 40;

export function thresholds(results: Results, context: ReportContext): string {
  if (results.thresholds.length === 0) return '';
  const rows = results.thresholds.map((threshold) => [
    `<code>${escape(threshold.text)}</code>`,
    escape(cellNameById(threshold.cell, results)),
    escape(measured(threshold, context.metrics)),
    threshold.held ? '<span class="pass">held</span>' : '<span class="fail">missed</span>',
  ]);
  return `<h3>Thresholds</h3>${table(['threshold', 'cell', 'value', ''], rows)}`;
}

/** The metrics of each cell: open if there is one, folded if there are many. */
export function metricTables(results: Results, context: ReportContext): string {
  return results.cells.map((cell) => metricTable(cell, results, context)).join('\n');
}

function metricTable(cell: CellResult, results: Results, context: ReportContext): string {
  const rows = Object.entries(cell.summary).map(([name, { mean, ci95, n }]) => {
    const unit = unitOf(context.metrics, name);
    const interval = ci95 === undefined ? '–' : `${quantity(ci95[0], unit)} to ${quantity(ci95[1], unit)}`;
    const { label = '', description = '' } = context.metrics.get(name) ?? {};
    return [name, quantity(mean, unit), interval, String(n), label, description].map(escape);
  });
  const body = table(
    ['metric', { number: 'mean' }, { number: '95 % interval' }, { number: 'n' }, 'is', 'meaning'],
    rows,
  );
  const name = escape(cellName(cell, results));
  if (results.cells.length === 1) return body;
  return `<details id="cell-${cell.id}"><summary>${name}</summary>${body}</details>`;
}

export function places(runs: readonly RunRecord[]): string {
  const groups = runs[0]?.groups ?? [];
  const rows = groups.map(({ group, count: nodes, device, region, slots }) => {
    return [escape(group), String(nodes), escape(device), String(slots), escape(region)];
  });
  return table(['group', { number: 'nodes' }, 'device', { number: 'slots each' }, 'region'], rows);
}

/** Empty if none is real. */
export function storyTable(tasks: readonly TaskStory[]): string {
  const [head, ...rows] = storyRows(tasks);
  if (head === undefined || rows.length === 0) return '';
  return `<h2 id="tasks">Tasks one by one</h2>
<p class="muted">The first of the first run, in the order of submission.</p>
${table(
  head,
  rows.map((row) => row.map(escape)),
)}`;
}

export const roundTable = (rounds: readonly RoundStory[]): string => rowTable(roundRows(rounds));

/** Headings, then rows of plain text. Empty if there are none. */
export function rowTable([head, ...rows]: readonly (readonly string[])[]): string {
  if (head === undefined || rows.length === 0) return '';
  return table(
    head,
    rows.map((row) => row.map(escape)),
  );
}

/** Who is believed. Of a federation the assumptions say how many may lie. */
function trust({ assumptions = [] }: Results): string {
  return assumptions.some((text) => text.startsWith('coordinators: '))
    ? 'The mesh is federated: its coordinators are trusted together to assign, judge and settle, within the bound above.'
    : 'The mesh is federated: its one coordinator is trusted to assign, judge and settle.';
}

export function provenance(results: Results, record: ReportRecord): string {
  const fidelity = Object.entries(record.fidelity).map(([part, kind]) => [escape(part), escape(kind)]);
  const assumed = (results.assumptions ?? []).map((text) => [escape(text), 'assumed']);
  const runs = results.cells.flatMap((cell) =>
    cell.runs.map(({ seed, fingerprint, events }) => [
      escape(cellName(cell, results)),
      String(seed),
      `<code>${fingerprint}</code>`,
      escape(quantity(events, 'count')),
    ]),
  );
  const notes = record.notes.map((note) => `<li>${escape(note)}</li>`).join('');
  return `<h2 id="fidelity">Fidelity and assumptions</h2>
${table(['what', 'is'], [...fidelity, ...assumed])}
<p>The figures come from a simulator. “Measured”: real code put it out. “Modelled”: a formula with stated parameters.
“Assumed”: one of these parameters is a guess, listed here. ${trust(results)}</p>
${notes === '' ? '' : `<ul>${notes}</ul>`}
<h2 id="provenance">Provenance</h2>
${table(
  ['', ''],
  [
    ['scenario', `<code>${escape(record.file)}</code>`],
    ['SHA-256', `<code>${escape(results.scenario.sha256)}</code>`],
    ['engine', escape(results.engine)],
  ],
)}
<details><summary>${count(runs.length, 'run')} with seeds and fingerprints</summary>
${table(['cell', { number: 'seed' }, 'fingerprint', { number: 'events' }], runs.slice(0, 4000))}</details>`;
}
