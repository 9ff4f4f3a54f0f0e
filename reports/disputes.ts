// Disputes move by move, and what each way of verifying costs beside what it promises.

import type { CellResult, DisputeMove, DisputeStory, Results, RunRecord } from '../sim/results/index.ts';
import { type MetricCatalogue, unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { shortCellName } from './text.ts';

export interface ToldDisputes {
  readonly cell: string;
  readonly seed: number;
  readonly disputes: readonly DisputeStory[];
}

/** Those of the first run that has any. */
export function disputesOf(runs: readonly RunRecord[]): ToldDisputes | undefined {
  const run = runs.find(({ disputes = [] }) => disputes.length > 0);
  return run && { cell: run.cell, seed: run.seed, disputes: run.disputes! };
}

const WHYS: Readonly<Record<string, string>> = {
  late: 'it did not answer in time',
  'bad-opening': 'what it opened is not what it committed to, or not what it returned',
  'bad-segment': 'an execution of the segment comes to another state',
  'false-challenge': 'an execution of the segment comes to the state that it denied',
  'bad-proof': 'its proof proves nothing of the kind',
  disbelieved: 'it was found to lie about another task',
};

const words: Readonly<Record<DisputeMove['kind'], (move: DisputeMove, of: DisputeStory) => string>> = {
  claims: (_, { segments }) => `commits to a trace of ${segments} segments that ends in its result`,
  challenges: () => 'comes to another result, and challenges',
  opens: ({ cut = 0 }) => `opens its state at cut ${cut}`,
  agrees: ({ cut = 0 }) => `had the same state at cut ${cut}: they differ after it`,
  disagrees: ({ cut = 0 }) => `had another state at cut ${cut}: they differ before it`,
  shows: ({ cut = 0 }) => `shows the segment after cut ${cut}, which the coordinator executes`,
  loses: ({ why = '' }) => `loses: ${WHYS[why] ?? why}`,
  forfeits: ({ tokens = 0 }) => `loses ${quantity(tokens, 'tokens')} of its stake`,
  gains: ({ tokens = 0 }) => `gets ${quantity(tokens, 'tokens')} of that`,
  settles: ({ why = '' }) => `ends the task: ${why}`,
};

/** Headings, then a row for each move. */
export function disputeRows(story: DisputeStory): readonly (readonly string[])[] {
  const first = story.moves[0]?.at ?? 0;
  const rows = story.moves.map((move) => [
    `${move.at.toFixed(3)} s`,
    quantity(move.at - first, 'seconds'),
    move.by,
    words[move.kind](move, story),
  ]);
  return [['time', 'since the claim', 'who', 'what'], ...rows];
}

/** What a tier costs, and what got through: columns of the table. */
const COSTS: readonly (readonly [metric: string, heading: string])[] = [
  ['latency.mean', 'latency'],
  ['energy.perTask', 'energy'],
  ['jobs.perTask', 'executions'],
  ['messages.perTask', 'messages'],
  ['evidence.bytes', 'evidence'],
  ['stake.locked', 'locked'],
  ['wrong.rejected', 'wrong found'],
  ['wrong.accepted', 'wrong accepted'],
];

/** Empty unless some cell stakes something on results, or proves them. */
export function tierRows(
  results: Results,
  runs: readonly RunRecord[],
  metrics: MetricCatalogue,
): readonly (readonly string[])[] {
  const tiers = new Map(runs.flatMap(({ cell, tier }) => (tier === undefined ? [] : [[cell, tier] as const])));
  if (![...tiers.values()].some(({ bond }) => bond !== undefined)) return [];
  const cells = results.cells.filter(({ id }) => tiers.has(id));
  const costs = COSTS.filter(([metric]) => cells.some(({ summary }) => summary[metric] !== undefined));
  const rows = cells.map((cell) => {
    const { policy, label, chance } = tiers.get(cell.id)!;
    const name = results.cells.length > 1 ? shortCellName(cell, results) : policy;
    return [name, label, ...costs.map(([metric]) => costOf(cell, metric, metrics)), quantity(chance, 'fraction')];
  });
  return [['', 'results are', ...costs.map(([, heading]) => heading), 'by design'], ...rows];
}

function costOf({ summary }: CellResult, metric: string, metrics: MetricCatalogue): string {
  const found = summary[metric];
  const unit = metric === 'evidence.bytes' ? 'bytes' : unitOf(metrics, metric);
  return found === undefined ? '–' : quantity(found.mean, unit);
}

/** Each policy once: what has to be trusted where it says so. */
export function tierTrustRows(runs: readonly RunRecord[]): readonly (readonly string[])[] {
  const tiers = new Map(runs.flatMap(({ tier }) => (tier === undefined ? [] : [[tier.policy, tier] as const])));
  return [
    ['policy', 'results are', 'which trusts'],
    ...[...tiers.values()].map(({ policy, label, trust }) => [policy, label, trust.join('; ')]),
  ];
}
