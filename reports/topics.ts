// Which metrics a person sees first, and in which words. The rest is in results.json and summary.md.

/** A line of the block for a single cell. `{}` stands for the value. */
export interface Topic {
  readonly label: string;
  readonly metrics: readonly (readonly [metric: string, words: string])[];
}

export const TOPICS: readonly Topic[] = [
  {
    label: 'tasks',
    metrics: [
      ['tasks.submitted', '{} submitted'],
      ['tasks.completed', '{} completed'],
      ['tasks.failed', '{} failed'],
      ['tasks.expired', '{} expired'],
      ['deadline.missed', '{} past their deadline'],
    ],
  },
  {
    label: 'latency',
    metrics: [
      ['latency.mean', 'mean {}'],
      ['latency.p50', 'p50 {}'],
      ['latency.p95', 'p95 {}'],
      ['latency.p99', 'p99 {}'],
    ],
  },
  {
    label: 'of which',
    metrics: [
      ['wait.mean', '{} waiting'],
      ['service.mean', '{} executing'],
    ],
  },
  {
    label: 'nodes',
    metrics: [
      ['utilisation.mean', '{} busy'],
      ['fairness.jain', 'fairness {}'],
      ['work.wasted', '{} of the work wasted'],
    ],
  },
  {
    label: 'per task',
    metrics: [
      ['energy.perTask', '{}'],
      ['carbon.perTask', '{} CO2'],
      ['cost.perTask', '{} paid'],
      ['jobs.perTask', 'executions {}'],
      ['messages.perTask', 'messages {}'],
    ],
  },
  {
    label: 'disputes',
    metrics: [
      ['disputes.perTask', '{} per task'],
      ['disputes.rounds', 'rounds {}'],
      ['disputes.time', '{} each'],
      ['stake.lost', '{} lost per task'],
    ],
  },
];

/** The columns of the table for a matrix; the scenario's own primary metrics come after them. */
export const COLUMNS: readonly (readonly [metric: string, heading: string])[] = [
  ['tasks.completed', 'completed'],
  ['latency.mean', 'mean'],
  ['latency.p50', 'p50'],
  ['latency.p95', 'p95'],
  ['latency.p99', 'p99'],
  ['utilisation.mean', 'busy'],
  ['jobs.perTask', 'executions'],
  ['energy.perTask', 'energy/task'],
  ['deadline.missed', 'late'],
];

/** Metrics that say nothing when they are 0. */
export const QUIET_AT_ZERO: readonly string[] = ['tasks.failed', 'tasks.expired', 'deadline.missed', 'work.wasted'];
