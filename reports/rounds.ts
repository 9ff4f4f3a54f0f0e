// Federated learning round by round: how good the model was, when, and what it had taken until then.

import type { RoundStory, RunRecord } from '../sim/results/index.ts';
import { quantity } from './quantity.ts';

/** A column: its heading, and a cell of it; the empty text if there is nothing to say. */
const COLUMNS: readonly (readonly [string, (story: RoundStory) => string])[] = [
  ['round', ({ round }) => String(round)],
  ['time', ({ time }) => quantity(time, 'seconds')],
  ['accuracy', ({ accuracy }) => `${(accuracy * 100).toFixed(2)} %`],
  ['loss', ({ loss }) => loss.toFixed(4)],
  ['contributions', ({ contributions }) => String(contributions)],
  ['rejected', ({ rejected }) => (rejected === 0 ? '' : String(rejected))],
  ['dropped', ({ dropped }) => (dropped === 0 ? '' : String(dropped))],
  ['bytes', ({ bytes }) => quantity(bytes, 'bytes')],
  ['energy', ({ joules }) => (joules === undefined ? '' : quantity(joules, 'joules'))],
  ['ε', ({ epsilon }) => (epsilon === undefined ? '' : epsilon.toFixed(3))],
  ['model', ({ model }) => model.slice(0, DIGITS)],
  ['ended', ({ ended }) => (ended === undefined ? '' : ENDS[ended])],
];
const DIGITS = 12;

/** After as many rounds as were asked for there is nothing to say. */
const ENDS: Readonly<Record<NonNullable<RoundStory['ended']>, string>> = {
  rounds: '',
  target: 'target reached',
  'budgets-spent': 'budgets spent',
  'no-task': 'no task left',
};

/** Headings, then a row for each. A column without a word in it is left out. */
export function roundRows(rounds: readonly RoundStory[]): readonly (readonly string[])[] {
  const columns = COLUMNS.filter(([, cell]) => rounds.some((story) => cell(story) !== ''));
  return [columns.map(([name]) => name), ...rounds.map((story) => columns.map(([, cell]) => cell(story)))];
}

/** The rounds that are told of: those of the first run that has any. */
export const roundsOf = (runs: readonly RunRecord[]): readonly RoundStory[] =>
  runs.find(({ rounds }) => rounds !== undefined && rounds.length > 0)?.rounds ?? [];
