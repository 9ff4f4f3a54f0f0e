// The sections of report.html about ways of verifying: what each costs and promises, and disputes move by move.

import type { Results } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';
import { disputeRows, disputesOf, tierRows, tierTrustRows } from './disputes.ts';
import { rowTable } from './html-tables.ts';

/** Empty unless results are proven, or something is staked on them. */
export function tierSection(results: Results, { runs, metrics }: ReportContext): string {
  const rows = tierRows(results, runs, metrics);
  if (rows.length === 0) return '';
  return `<h2 id="tiers">What being sure costs</h2>
<p class="muted">Means over seeds: latency is virtual; energy, executions, messages and evidence are for each task, tokens locked for each node. "By design" is the chance that one wrong result of a liar without friends is found out before it is accepted, as the policy has it; of a sampled claim, if one of its segments is bad.</p>
${rowTable(rows)}
<h3>Who and what is trusted</h3>
${rowTable(tierTrustRows(runs))}`;
}

/** Empty if the run of no cell had any. */
export function disputeSection({ runs }: ReportContext): string {
  const run = disputesOf(runs);
  if (run === undefined) return '';
  const { seed, disputes: told } = run;
  const tables = told.map(
    (story) =>
      `<details${story === told[0] ? ' open' : ''}><summary>Task ${story.task}</summary>${rowTable(disputeRows(story))}</details>`,
  );
  return `<h2 id="disputes">Disputes, move by move</h2>
<p class="muted">The first ${told.length} of seed ${seed} in virtual time, and claims that fell without a challenger.</p>
${tables.join('\n')}`;
}
