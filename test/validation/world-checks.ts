// What no metric tells: how long nodes are up and down, whether intervals cover what they claim, and what common random
// numbers are worth.

import { NODE_CRASHED, NODE_RESTARTED } from '../../core/protocol/index.ts';
import { findStrategy } from '../../core/scheduling/index.ts';
import { interval, mean, runExperiment } from '../../sim/experiment/index.ts';
import { World } from '../../sim/world/index.ts';
import type { Check, Outcome, Row, Tell } from './check.ts';
import { judgeFigure } from './judge.ts';
import { type CaseOptions, clock, loadCase } from './run-case.ts';

export async function worldChecks(options: CaseOptions): Promise<Check[]> {
  return [await churnCheck(options), await coverageCheck(options), await commonNumbersCheck(options)];
}

const HOUR = 3600e6;
const DAY = 24 * HOUR;
/** Periods that began before this are long enough to be counted as beyond the 90th percentile if they never ended. */
const COUNTED_UNTIL = 80 * DAY;

/** Weibull(0.393, 2.964 h) and log-normal(-0.586, 2.844), in hours, from their quantile functions. */
const QUANTILES = {
  up: { median: 1.166417232297817, p90: 24.748371030442044 },
  down: { median: 0.5565490344104649, p90: 21.300544854463574 },
} as const;

async function churnCheck(options: CaseOptions): Promise<Check> {
  const { cells, seeds } = await loadCase('churn', options);
  const run = async (tell: Tell): Promise<Outcome> => {
    const found = { up: { median: [], p90: [] }, down: { median: [], p90: [] } } as Record<
      'up' | 'down',
      Record<'median' | 'p90', number[]>
    >;
    for (const [at, seed] of seeds.entries()) {
      const periods = await periodsOf(cells[0]!, seed);
      for (const state of ['up', 'down'] as const) {
        found[state].median.push(quantile(periods[state], 0.5));
        found[state].p90.push(quantile(periods[state], 0.9));
      }
      tell(at + 1, seeds.length);
    }
    const rows = (['up', 'down'] as const).flatMap((state) =>
      (['median', 'p90'] as const).map((name): Row => {
        const judgement = judgeFigure(`${state}, ${name} h`, QUANTILES[state][name], found[state][name]);
        return { judgement, tasks: 0, again: false };
      }),
    );
    return { passed: rows.every(({ judgement }) => judgement.passed), rows, remarks: [] };
  };
  return { name: 'churn', tasks: 1e6, inputs: { cells, seeds }, run };
}

/** Lengths in hours of the periods that began within the run, Infinity for those that outlived it. */
async function periodsOf(
  cell: Parameters<typeof runExperiment>[0]['cells'][number],
  seed: number,
): Promise<Record<'up' | 'down', number[]>> {
  const periods = { up: [] as number[], down: [] as number[] };
  const since = new Map<number, { readonly at: number; readonly state: 'up' | 'down' }>();
  const turn = (node: number, at: number, state: 'up' | 'down'): void => {
    const before = since.get(node);
    if (before !== undefined && before.at > 0 && before.at < COUNTED_UNTIL) {
      periods[before.state].push((at - before.at) / HOUR);
    }
    since.set(node, { at, state });
  };
  const observer = {
    on: {
      [NODE_CRASHED]: ({ node }: { node: number }, at: number): void => turn(node, at, 'down'),
      [NODE_RESTARTED]: ({ node }: { node: number }, at: number): void => turn(node, at, 'up'),
    },
  };
  const world = new World(cell, {
    seed,
    wire: false,
    shuffleTies: undefined,
    strategy: (random) => findStrategy('random')!.create({}, random),
    observers: [observer],
  });
  await world.run();
  for (const { at, state } of since.values()) {
    if (at > 0 && at < COUNTED_UNTIL) periods[state].push(Number.POSITIVE_INFINITY);
  }
  return periods;
}

function quantile(values: number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * sorted.length)]!;
}

const GROUP = 20;

/** Over 500 comparisons of twenty pairs each: how many 95 % intervals hold the known difference. */
async function coverageCheck(options: CaseOptions): Promise<Check> {
  const exact = 1 / (1 - 0.5) - 1 / (1 - 0.3);
  const { inputs, measure } = await pairs('coverage', options);
  const run = async (tell: Tell): Promise<Outcome> => {
    const { differences } = await measure(tell);
    const groups = Math.floor(differences.length / GROUP);
    let covered = 0;
    for (let group = 0; group < groups; group++) {
      const [low, high] = interval(differences.slice(group * GROUP, (group + 1) * GROUP), 0.95);
      if (low <= exact && exact <= high) covered++;
    }
    const share = covered / groups;
    const remark = `${covered} of ${groups} intervals of 95 % hold the exact difference: ${(100 * share).toFixed(1)} %`;
    return { passed: share >= 0.92 && share <= 0.98, rows: [], remarks: [remark] };
  };
  return { name: 'coverage', tasks: 20e6, inputs, run };
}

/** How much narrower paired intervals are than those of independent streams would be. */
async function commonNumbersCheck(options: CaseOptions): Promise<Check> {
  const { inputs, measure } = await pairs('common-numbers', options);
  const run = async (tell: Tell): Promise<Outcome> => {
    const { first, second, differences } = await measure(tell);
    const factor = (variance(first) + variance(second)) / variance(differences);
    const remark = `common random numbers cut the variance of a difference ${factor.toFixed(1)} times, and its interval ${Math.sqrt(factor).toFixed(1)} times`;
    return { passed: factor > 1, rows: [], remarks: [remark] };
  };
  return { name: 'common random numbers', tasks: 8e6, inputs, run };
}

interface Pairs {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly differences: readonly number[];
}

/** Mean latencies of the two cells of a scenario, seed by seed. */
async function pairs(
  name: string,
  options: CaseOptions,
): Promise<{ inputs: unknown; measure: (tell: Tell) => Promise<Pairs> }> {
  const scenario = await loadCase(name, options);
  const measure = async (tell: Tell): Promise<Pairs> => {
    const ran = await runExperiment(scenario, { workers: options.workers, clock: clock(), onProgress: tell });
    if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
    const [first, second] = ran.value.results.cells.map(({ runs }) =>
      runs.map(({ metrics }) => metrics['latency.mean']!),
    ) as [number[], number[]];
    return { first, second, differences: second.map((value, at) => value - first[at]!) };
  };
  return { inputs: { cells: scenario.cells, seeds: scenario.seeds }, measure };
}

function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}
