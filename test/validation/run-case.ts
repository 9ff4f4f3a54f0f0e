// From validation cases to checks: each cell of a scenario file, by the path that any researcher's file takes.

import { fileURLToPath } from 'node:url';
import { loadScenarioFile, runExperiment, type WallClock } from '../../sim/experiment/index.ts';
import type { CellResult } from '../../sim/results/index.ts';
import type { Cell, ResolvedScenario } from '../../sim/scenario/index.ts';
import type { Check, Outcome, Row, Tell } from './check.ts';
import { type Expectation, Factors, type Metrics, type ValidationCase } from './expectation.ts';
import { type Judgement, judge, judgeAgreement } from './judge.ts';

/** Reruns take seeds from here on, which no scenario file uses. */
const FRESH = 1_000_000;
const RERUN = 4;

export interface CaseOptions {
  readonly workers: number;
  /** An environment of the scenario files. */
  readonly env?: string;
  /** At most so many seeds and no second attempt, for a first look. */
  readonly runs?: number;
}

/** One check for each cell of a case, or one for all cells that must agree. */
export async function checksOf(given: ValidationCase, options: CaseOptions): Promise<Check[]> {
  const scenario = await loadCase(given.scenario, options);
  const groups = given.agree === undefined ? scenario.cells.map((cell) => [cell]) : [scenario.cells];
  return groups.map((cells) => {
    const expected = cells.map(({ factors }) => given.expect(new Factors(factors), options.env !== undefined));
    return {
      name: nameOf(given.scenario, cells),
      tasks: scenario.seeds.length * cells.reduce((sum, { stop }) => sum + (stop.tasks ?? 0), 0),
      inputs: { cells, seeds: scenario.seeds, expected, agree: given.agree },
      run: (tell) => attempt({ scenario: { ...scenario, cells }, expected, agree: given.agree ?? [], options }, tell),
    };
  });
}

/** A scenario of this folder, with no more seeds than were asked for. */
export async function loadCase(name: string, { env, runs }: CaseOptions): Promise<ResolvedScenario> {
  const file = fileURLToPath(new URL(`./scenarios/${name}.yaml`, import.meta.url));
  const asked = await loadScenarioFile(file, env === undefined ? {} : { env });
  // Where more of it would show no more, a scenario has no environment for it.
  const none = !asked.ok && asked.failures.every(({ code }) => code === 'unknown-environment');
  const loaded = none ? await loadScenarioFile(file) : asked;
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => `${name}: ${message}`).join('\n'));
  const { scenario } = loaded.value;
  return { ...scenario, seeds: scenario.seeds.slice(0, runs) };
}

/** `round-robin, count 10, poisson 8 /s`: what varies, without the sizes of runs. */
function nameOf(scenario: string, cells: readonly Cell[]): string {
  if (cells.length > 1) return scenario;
  const varied = Object.entries(cells[0]!.factors).filter(([factor]) => !/^(stop|warmup)\.|deadline$/.test(factor));
  return [scenario, ...varied.map(([factor, text]) => `${factor.split('.').at(-1)!} ${text}`)].join(', ');
}

interface Attempt {
  readonly scenario: ResolvedScenario;
  /** For each cell. */
  readonly expected: readonly (readonly Expectation[])[];
  readonly agree: readonly string[];
  readonly options: CaseOptions;
}

/** Runs on the seeds of the file; if that fails, once more on fresh ones with four times the runs. */
async function attempt(attempt: Attempt, tell: Tell): Promise<Outcome> {
  const first = await measure(attempt, attempt.scenario.seeds, false, tell);
  if (first.passed || attempt.options.runs !== undefined) return first;
  const from = attempt.scenario.seeds[0]! + FRESH;
  const fresh = Array.from({ length: attempt.scenario.seeds.length * RERUN }, (_, index) => from + index);
  const second = await measure(attempt, fresh, true, tell);
  return {
    passed: second.passed,
    rows: [...first.rows, ...second.rows],
    remarks: [...first.remarks, ...second.remarks],
  };
}

async function measure(
  { scenario, expected, agree, options }: Attempt,
  seeds: readonly number[],
  again: boolean,
  tell: Tell,
): Promise<Outcome> {
  const ran = await runExperiment(
    { ...scenario, seeds },
    {
      workers: options.workers,
      clock: clock(),
      onProgress: (done, total) => tell(done, total),
    },
  );
  if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
  const { cells } = ran.value.results;
  const [first] = cells;
  const rows = cells.flatMap((cell, at) => {
    const metrics = metricsOf(cell);
    const judgements = [
      ...expected[at]!.map((expectation) => judge(expectation, metrics)),
      ...(at === 0 ? [] : agree.map((metric) => judgeAgreement(metric, metricsOf(first!), metrics))),
    ].map((judgement) => (cells.length > 1 ? labelled(judgement, cell) : judgement));
    return judgements.map((judgement): Row => ({ judgement, tasks: tasksOf(metrics), again }));
  });
  const remarks = cells.flatMap(brokenInvariants);
  return { passed: remarks.length === 0 && rows.every(({ judgement }) => judgement.passed), rows, remarks };
}

const metricsOf = ({ runs }: CellResult): Metrics[] => runs.map(({ metrics }) => metrics);

const tasksOf = (runs: readonly Metrics[]): number =>
  runs.reduce((sum, metrics) => sum + metrics['tasks.submitted']!, 0);

const labelled = (judgement: Judgement, { factors }: CellResult): Judgement => ({
  ...judgement,
  metric: `${Object.values(factors).join(' ')}: ${judgement.metric}`,
});

export function brokenInvariants({ runs }: CellResult): string[] {
  return runs.flatMap(({ seed, invariants }) => {
    const broken = invariants.filter(({ held }) => !held);
    return broken.map(({ name, why = '' }) => `invariant ${name} does not hold at seed ${seed}: ${why}`);
  });
}

export const clock = (): WallClock => ({
  started: new Date().toISOString(),
  seconds: () => performance.now() / 1000,
});
