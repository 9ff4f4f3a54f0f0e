// Every metric from lists of all facts, by its definition and without regard to cost.

import type { PartyId } from '../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  RESULT_HELD,
  TASK_ASSIGNED,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TOKENS_MOVED,
} from '../../core/protocol/index.ts';
import type { WarmupRule } from '../../sim/metrics/index.ts';
import { type Event, of } from './metrics-histories.ts';

const SECOND = 1_000_000;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Type 7 as a weighting of neighbours. */
function type7(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sum(sorted.map((value, index) => value * Math.max(0, 1 - Math.abs(index - (sorted.length - 1) * p))));
}

interface Span {
  readonly node: PartyId;
  readonly task: unknown;
  readonly copy: unknown;
  readonly from: number;
  readonly to: number;
}

function spansOf(events: readonly Event[], end: number): Span[] {
  const stops = events.filter(({ code }) => code === EXECUTION_FINISHED || code === EXECUTION_ABORTED);
  const used = new Set<Event>();
  return of(events, EXECUTION_STARTED).map((start) => {
    const { task, copy } = start.fact;
    const stop = stops.find(
      (each) =>
        !used.has(each) && each.fact['task'] === task && each.fact['copy'] === copy && each.party === start.party,
    );
    if (stop !== undefined) used.add(stop);
    return { node: start.party, task, copy, from: start.at, to: stop?.at ?? end };
  });
}

export function reference(events: readonly Event[], warmup: WarmupRule, end: number): Record<string, number> {
  const submissions = of(events, TASK_SUBMITTED);
  const measured = submissions.filter(
    ({ at }, index) =>
      (warmup.kind !== 'tasks' || index >= warmup.tasks) && (warmup.kind !== 'after' || at >= warmup.after),
  );
  const isMeasured = ({ fact }: Event): boolean => measured.some((each) => each.fact['task'] === fact['task']);
  const holds = of(events, RESULT_HELD).filter(isMeasured);
  const ends = (status: string): number => holds.filter(({ fact }) => fact['status'] === status).length;
  const n = measured.length;
  const completed = holds.filter(({ fact }) => fact['status'] === 'completed');
  const values: Record<string, number> = { 'tasks.submitted': n };
  if (n > 0) {
    for (const status of ['completed', 'failed', 'expired']) values[`tasks.${status}`] = ends(status) / n;
    values['messages.perTask'] = 0;
    values['makespan'] = (Math.max(...holds.map(({ at }) => at)) - Math.min(...measured.map(({ at }) => at))) / SECOND;
  }
  if (completed.length > 0) {
    const latencies = completed.map(({ at, fact }) => (at - (fact['submitted'] as number)) / SECOND);
    values['latency.mean'] = mean(latencies);
    for (const [figure, p] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
      ['p999', 0.999],
    ] as const) {
      values[`latency.${figure}`] = type7(latencies, p);
    }
    const paid = of(events, TOKENS_MOVED).filter((each) => isMeasured(each) && each.fact['kind'] === 'release');
    const tokens = paid.reduce((total, { fact }) => total + (fact['amount'] as bigint), 0n);
    values['cost.perTask'] = Number(tokens) / 1e8 / completed.length;
  }
  const due = measured.filter(({ fact }) => fact['deadline'] !== Infinity);
  if (due.length > 0) {
    const late = due.filter(({ fact: { task, deadline } }) =>
      completed.every(({ fact, at }) => fact['task'] !== task || at > (deadline as number)),
    );
    values['deadline.missed'] = late.length / n;
  }
  const firsts = measured.flatMap(({ at, fact: { task } }) => {
    const assigned = of(events, TASK_ASSIGNED).find(({ fact }) => fact['task'] === task);
    return assigned === undefined ? [] : [(assigned.at - at - 1) / SECOND];
  });
  if (firsts.length > 0) values['assignment.p99'] = type7(firsts, 0.99);
  return {
    ...values,
    ...work(events, measured, completed, end),
    ...joules(events, measured, completed.length),
    ...mesh(events, warmup, completed.length, end),
  };
}

function work(
  events: readonly Event[],
  measured: readonly Event[],
  completed: readonly Event[],
  end: number,
): Record<string, number> {
  const spans = spansOf(events, end).filter(({ task }) => measured.some(({ fact }) => fact['task'] === task));
  const values: Record<string, number> = {};
  if (measured.length > 0) values['jobs.perTask'] = spans.length / measured.length;
  const won = completed.map(({ at, fact: { task, submitted } }) => {
    const { winner, copy } = of(events, TASK_SETTLED).find(({ fact }) => fact['task'] === task)!.fact;
    const own = spans.filter((span) => span.task === task && span.copy === copy && span.node === winner).at(-1)!;
    const service = own.to - own.from;
    return { wait: own.from - (submitted as number), service, slowdown: (at - (submitted as number)) / service };
  });
  if (won.length > 0) {
    values['wait.mean'] = mean(won.map(({ wait }) => wait)) / SECOND;
    values['service.mean'] = mean(won.map(({ service }) => service)) / SECOND;
  }
  const timed = won.filter(({ service }) => service > 0);
  if (timed.length > 0) values['slowdown.mean'] = mean(timed.map(({ slowdown }) => slowdown));
  const busy = sum(spans.map(({ from, to }) => to - from));
  if (busy > 0) values['work.wasted'] = 1 - sum(won.map(({ service }) => service)) / busy;
  return values;
}

function joules(events: readonly Event[], measured: readonly Event[], completed: number): Record<string, number> {
  if (completed === 0) return {};
  const spent = of(events, ENERGY_SPENT).filter(({ fact: { task } }) =>
    measured.some(({ fact }) => fact['task'] === task),
  );
  const won = spent.filter(({ fact: { task, copy, finished }, party, at }) =>
    of(events, TASK_SETTLED).some((settled) => {
      const { winner, copy: winning } = settled.fact;
      return (
        settled.fact['task'] === task && winner === party && winning === copy && finished === true && at <= settled.at
      );
    }),
  );
  const total = (of: readonly Event[]): number => sum(of.map(({ fact }) => fact['joules'] as number));
  return { 'energy.task': total(won) / completed, 'energy.waste': (total(spent) - total(won)) / completed };
}

function mesh(events: readonly Event[], warmup: WarmupRule, completed: number, end: number): Record<string, number> {
  const submissions = of(events, TASK_SUBMITTED);
  const warm = warmup.kind === 'tasks' && warmup.tasks > 0 ? (submissions[warmup.tasks - 1]?.at ?? Infinity) : 0;
  const begin = warmup.kind === 'after' ? warmup.after : warm;
  const last = submissions.at(-1)?.at ?? 0;
  const inside = (from: number, to: number): number => Math.max(0, Math.min(to, last) - Math.max(from, begin));
  const spans = spansOf(events, end);
  const nodes = of(events, NODE_DEPLOYED).map(({ party, fact }) => {
    const crash = of(events, NODE_CRASHED).find((each) => each.party === party)?.at ?? Infinity;
    const restart = of(events, NODE_RESTARTED).find((each) => each.party === party)?.at ?? Infinity;
    const online = inside(0, crash) + inside(restart, Infinity);
    const busy = sum(spans.filter(({ node }) => node === party).map(({ from, to }) => inside(from, to)));
    const { slots, idle, peak } = fact as { slots: number; idle?: number; peak?: number };
    const watt = idle === undefined || peak === undefined ? 0 : idle * online + ((peak - idle) * busy) / slots;
    return { busy, available: slots * online, watt, rest: (idle ?? 0) * online };
  });
  const values: Record<string, number> = {};
  if (completed > 0) {
    values['energy.perTask'] = sum(nodes.map(({ watt }) => watt)) / SECOND / completed;
    values['energy.idle'] = sum(nodes.map(({ rest }) => rest)) / SECOND / completed;
  }
  const up = nodes.filter(({ available }) => available > 0);
  if (up.length === 0) return values;
  values['utilisation.mean'] = sum(up.map(({ busy }) => busy)) / sum(up.map(({ available }) => available));
  const shares = up.map(({ busy, available }) => busy / available);
  if (shares.some((share) => share > 0)) {
    values['fairness.jain'] = mean(shares) ** 2 / mean(shares.map((share) => share ** 2));
  }
  return values;
}
