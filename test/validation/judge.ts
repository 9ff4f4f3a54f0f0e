// The verdict: the whole 99 % interval of a mean over runs lies within 2 % of the exact value. A tight interval in the
// wrong place fails, and so does a wide one in the right place.

import { interval, mean } from '../../sim/experiment/index.ts';
import type { Expectation, Metrics } from './expectation.ts';

const TOLERANCE = 0.02;
const CONFIDENCE = 0.99;

export interface Judgement {
  readonly metric: string;
  readonly exact: number;
  readonly mean: number;
  readonly interval: readonly [number, number];
  readonly passed: boolean;
}

/** `runs` has the metrics of each run: independent, so that Student's interval holds. Needs two runs. */
export function judge({ metric, exact, measure }: Expectation, runs: readonly Metrics[]): Judgement {
  const values = runs.map((metrics) => measure(metrics) ?? Number.NaN);
  return judgeFigure(metric, exact, values);
}

/** Whether runs with the same seeds agree: the ratio of the two is 1. */
export function judgeAgreement(metric: string, runs: readonly Metrics[], others: readonly Metrics[]): Judgement {
  const ratios = runs.map((metrics, at) => (others[at]![metric] ?? Number.NaN) / (metrics[metric] ?? Number.NaN));
  return judgeFigure(`${metric}, ratio`, 1, ratios);
}

/** Whether the mean of independent values is what it should be. */
export function judgeFigure(metric: string, exact: number, values: readonly number[]): Judgement {
  const [low, high] = interval(values, CONFIDENCE);
  const slack = TOLERANCE * Math.abs(exact);
  const passed = low >= exact - slack && high <= exact + slack;
  return { metric, exact, mean: mean(values), interval: [low, high], passed };
}
