// What a report is drawn from beside the results, as record.json has it: `ambient report` makes the same page of it.

import type { ReportContext } from '../reports/index.ts';
import type { ReportRecord, RunRecord } from '../sim/results/index.ts';

export function recordOf(context: ReportContext): ReportRecord {
  const { file, command, fidelity, notes, primary, metrics, runs } = context;
  return {
    schema: 1,
    file,
    command: command(),
    fidelity,
    notes,
    primary,
    metrics: Object.fromEntries(metrics),
    runs: runs.map(courseOf),
  };
}

/** Without what is written elsewhere. */
function courseOf(run: RunRecord): RunRecord {
  const { files, detail, ...course } = run;
  return files === undefined && detail === undefined ? run : course;
}
