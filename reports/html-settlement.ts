// The section of report.html about settlement: figures, signers, and who is trusted.

import type { Results, RunRecord } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';
import { rowTable } from './html-tables.ts';
import { settlementRows, signerRows, trustRows } from './settlement.ts';

/** Empty if nothing is settled in a chain. The curves of reserves and supply are with the course of the run. */
export function settlementSection(settled: readonly RunRecord[], results: Results, context: ReportContext): string {
  if (settled.length === 0) return '';
  return [
    `<h2 id="settlement">Settlement on Bitcoin</h2>
<p class="muted">Means over seeds. Fees are those of final anchors over the leaves that they commit to.</p>`,
    rowTable(settlementRows(settled, results, context.metrics)),
    signers(settled, results),
    `<h3>Who is trusted</h3>
<p>Settlement is federated: it rests on these assumptions, and breaks as the last column says.</p>`,
    rowTable(trustRows(settled)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function signers(settled: readonly RunRecord[], results: Results): string {
  const rows = signerRows(settled, results);
  if (rows.length === 0) return '';
  return `<h3>Signers</h3>
<p class="muted">Of the first run of each cell: how often each functionary was asked to sign, and what it answered.</p>
${rowTable(rows)}`;
}
