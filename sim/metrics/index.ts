import type { Instant } from '../../core/foundation/index.ts';
import { assert } from '../../core/foundation/index.ts';
import { anchors } from './anchors.ts';
import { attackers } from './attackers.ts';
import { carbon } from './carbon.ts';
import { consensus } from './consensus.ts';
import { cost } from './cost.ts';
import { deadlines } from './deadlines.ts';
import { disputes } from './disputes.ts';
import { energy } from './energy.ts';
import { executions } from './executions.ts';
import { flagged } from './flagged.ts';
import { income } from './income.ts';
import { latency } from './latency.ts';
import { learning } from './learning.ts';
import { meshTime } from './mesh-time.ts';
import { messages } from './messages.ts';
import type { MetricDefinition, MetricFold, MetricInfo } from './metric.ts';
import { outcomes } from './outcomes.ts';
import { peg } from './peg.ts';
import { privacy } from './privacy.ts';
import { proofs } from './proofs.ts';
import { training } from './training.ts';
import { wrongs } from './wrongs.ts';

export { Detail } from './detail.ts';
export { DisputeLog } from './dispute-log.ts';
export type * from './metric.ts';
export { Recording } from './recording.ts';
export { Rounds } from './rounds.ts';
export { SettlementCourse } from './settlement-course.ts';
export { Stories } from './stories.ts';
export { type WarmupRule, Window } from './window.ts';

export const metrics: readonly MetricDefinition[] = [
  outcomes,
  latency,
  executions,
  meshTime,
  messages,
  deadlines,
  energy,
  carbon,
  cost,
  income,
  anchors,
  wrongs,
  flagged,
  disputes,
  proofs,
  attackers,
  consensus,
  peg,
  learning,
  training,
  privacy,
];

/** The families in the order in which results list them. */
const ORDER = [
  ...['tasks', 'latency', 'wait', 'service', 'assignment', 'slowdown', 'makespan', 'utilisation', 'fairness'],
  ...['jobs', 'work', 'messages', 'probes', 'deadline', 'energy', 'carbon', 'cost', 'income'],
  ...['anchors', 'finality', 'fees', 'reorgs', 'peg'],
  ...[
    'nodes',
    'wrong',
    'honest',
    'detection',
    'flagged',
    'disputes',
    'proofs',
    'evidence',
    'stake',
    'attacker',
    'consensus',
  ],
  ...['federated', 'training', 'privacy'],
];
const rank = ({ name }: MetricInfo): number => ORDER.indexOf(name.split('.')[0]!);

/** Every metric there is, in the order of results. */
export const metricInfos: readonly MetricInfo[] = metrics
  .flatMap(({ provides }) => provides)
  .sort((a, b) => rank(a) - rank(b));

/** The values of all folds at the end of a run, in the order of `metricInfos`. */
export function collect(folds: readonly MetricFold[], end: Instant): Readonly<Record<string, number>> {
  const found = new Map(folds.flatMap((fold) => Object.entries(fold.values(end))));
  const values: Record<string, number> = {};
  for (const { name } of metricInfos) {
    const value = found.get(name);
    if (value === undefined) continue;
    assert(Number.isFinite(value), 'a metric is a finite number or absent', { name, value });
    values[name] = value;
  }
  return values;
}
