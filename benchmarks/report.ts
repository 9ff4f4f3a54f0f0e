// What writing a report costs: its own time after a run of a million tasks, the recording's share of the run, and size.

import { metricRecords } from '../cli/metric-records.ts';
import { htmlReport } from '../reports/index.ts';
import { loadScenarioFile, runCell, runExperiment } from '../sim/experiment/index.ts';
import type { Row } from './table.ts';

const FILE = 'scenarios/examples/local-mesh.yaml';
const TASKS = 1_000_000;

const seconds = (): number => performance.now() / 1000;

export async function reportCosts(): Promise<Row[]> {
  const loaded = await loadScenarioFile(FILE, { set: [`stop.tasks=${TASKS}`], seed: 1 });
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
  const { scenario } = loaded.value;
  const plain = await timed(() => runCell(scenario.cells[0]!, 1));
  const recorded = await timed(() => runCell(scenario.cells[0]!, 1, { record: true }));
  const clock = { started: '', seconds };
  const experiment = await runExperiment(scenario, { workers: 1, clock });
  if (!experiment.ok) throw new Error(experiment.failures.map(({ message }) => message).join('\n'));
  const { results, records } = experiment.value;
  const metrics = Object.fromEntries(metricRecords());
  const record = {
    schema: 1,
    file: FILE,
    command: '',
    fidelity: {},
    notes: [],
    primary: [],
    metrics,
    runs: records,
  } as const;
  let html = '';
  const written = await timed(async () => (html = await htmlReport(results, record)));
  const size = `${Math.round(html.length / 1000)} kB`;
  return [
    { what: `report.html of ${TASKS} tasks, written`, figure: `${written.toFixed(2)} s`, baseline: '10 s' },
    { what: 'its size', figure: size, baseline: '3000 kB' },
    {
      what: 'a run that is recorded for it',
      figure: `${recorded.toFixed(2)} s`,
      baseline: `${plain.toFixed(2)} s without`,
      ratio: recorded / plain,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = seconds();
  await work();
  return seconds() - began;
}
