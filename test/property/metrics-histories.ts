// Histories of a mesh as random lists of facts: tasks with copies, restarts, losers and ends, and nodes that go down.

import fc from 'fast-check';
import type { Amount, Gas, Instant, PartyId, TaskId } from '../../core/foundation/index.ts';
import {
  celsius,
  gasRate,
  instant,
  microseconds,
  NO_PARTY,
  partyId,
  taskId,
  watts,
} from '../../core/foundation/index.ts';
import type { FactCode, FactHandlers, FactOf } from '../../core/protocol/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  POWER_CHANGED,
  RESULT_HELD,
  SUBMISSIONS_ENDED,
  TASK_ACCEPTED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TOKENS_MOVED,
} from '../../core/protocol/index.ts';
import type { WarmupRule } from '../../sim/metrics/index.ts';

const COORDINATOR = partyId(0);
const NODES = [3, 4, 5, 6];

export interface Run {
  readonly node: number;
  readonly wait: number;
  /** Spans of execution with a pause of 3 before each restart; all but the last are aborted. */
  readonly spans: readonly number[];
  readonly aborted: boolean;
}
export interface Story {
  readonly gap: number;
  readonly client: number;
  readonly copies: readonly Run[];
  /** The copy whose result is accepted, if it finished and there is one of that number. */
  readonly winner: number;
  readonly deadline: number | undefined;
  readonly budget: bigint;
  readonly delay: number;
}
export interface Outage {
  readonly node: number;
  readonly at: number;
  readonly for: number;
}
export interface Event {
  readonly code: FactCode;
  readonly at: number;
  readonly party: PartyId;
  readonly tell: (handlers: FactHandlers) => void;
  readonly fact: Record<string, unknown>;
}

function event<K extends FactCode>(code: K, at: number, party: PartyId, fact: FactOf<K>): Event {
  return {
    code,
    at,
    party,
    fact: fact as unknown as Record<string, unknown>,
    tell: (handlers) => handlers[code]?.(fact, at as Instant, party),
  };
}

const time = fc.integer({ min: 0, max: 40 });
const runs: fc.Arbitrary<Run> = fc.record({
  node: fc.constantFrom(...NODES),
  wait: time,
  spans: fc.array(time, { minLength: 1, maxLength: 3 }),
  aborted: fc.boolean(),
});
export const stories: fc.Arbitrary<Story> = fc.record({
  gap: fc.integer({ min: 0, max: 9 }),
  client: fc.constantFrom(1, 2, 30),
  copies: fc.array(runs, { maxLength: 3 }),
  winner: fc.integer({ min: 0, max: 3 }),
  deadline: fc.option(time, { nil: undefined }),
  budget: fc.constantFrom(0n, 7n, 2n ** 60n),
  delay: time,
});
export const outages: fc.Arbitrary<Outage> = fc.record({ node: fc.constantFrom(...NODES), at: time, for: time });
export const warmups: fc.Arbitrary<WarmupRule> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.integer({ min: 0, max: 8 }).map((tasks) => ({ kind: 'tasks' as const, tasks })),
  fc.integer({ min: 0, max: 60 }).map((after) => ({ kind: 'after' as const, after })),
);

export function history(plot: readonly Story[], downs: readonly Outage[]): Event[] {
  const events = NODES.map((node, index) => deployment(partyId(node), index));
  let now = 0;
  const sequences = new Map<number, number>();
  for (const story of plot) {
    now += story.gap;
    const sequence = sequences.get(story.client) ?? 0;
    sequences.set(story.client, sequence + 1);
    events.push(...life(taskId(partyId(story.client), sequence), now, story));
  }
  const down = new Set<number>();
  for (const outage of downs) {
    if (down.has(outage.node)) continue;
    down.add(outage.node);
    const node = partyId(outage.node);
    events.push(event(NODE_CRASHED, outage.at, node, { node }));
    events.push(event(NODE_RESTARTED, outage.at + outage.for, node, { node, recovers: true }));
  }
  events.push(event(SUBMISSIONS_ENDED, now + 5, COORDINATOR, { submitted: plot.length }));
  // A stable sort: facts of one instant stay in their causal order.
  return withPower(events.sort((a, b) => a.at - b.at));
}

/** After each fact that changes what a node draws, how much that is now: a straight line of its busy slots. */
function withPower(events: readonly Event[]): Event[] {
  const busy = new Map<PartyId, number>();
  const online = new Map<PartyId, boolean>();
  return events.flatMap((each) => {
    const { code, at, party } = each;
    const index = NODES.indexOf(party);
    if (index <= 0) return [each];
    if (code === NODE_DEPLOYED || code === NODE_RESTARTED) online.set(party, true);
    else if (code === NODE_CRASHED) online.set(party, false);
    else if (code === EXECUTION_STARTED) busy.set(party, (busy.get(party) ?? 0) + 1);
    else if (code === EXECUTION_FINISHED || code === EXECUTION_ABORTED) busy.set(party, busy.get(party)! - 1);
    else return [each];
    const drawn = (online.get(party)! ? index : 0) + (index * 2 * (busy.get(party) ?? 0)) / (index + 1);
    const fact = { node: party, watts: watts(drawn), temperature: celsius(25), throttled: false };
    return [each, event(POWER_CHANGED, at, party, fact)];
  });
}

function deployment(node: PartyId, index: number): Event {
  const power = index === 0 ? {} : { idle: watts(index), peak: watts(index * 3) };
  const shape = { name: `node-${node}`, slots: index + 1, speed: gasRate(1), honest: true };
  return event(NODE_DEPLOYED, 0, node, { node, ...shape, ...power });
}

function life(task: TaskId, submitted: number, story: Story): Event[] {
  const client = partyId(story.client);
  const due = story.deadline === undefined ? Infinity : submitted + story.deadline;
  const budget = story.budget as Amount;
  const events = [
    event(TASK_SUBMITTED, submitted, client, { task, workload: 0, budget, deadline: due }),
    event(TASK_ACCEPTED, submitted + 1, COORDINATOR, { task }),
  ];
  const finishes = story.copies.map((run, copy) => {
    const node = partyId(run.node);
    let at = submitted + 1 + run.wait;
    events.push(event(TASK_ASSIGNED, at, COORDINATOR, { task, node, copy }));
    for (const [index, span] of run.spans.entries()) {
      events.push(event(EXECUTION_STARTED, at, node, { task, copy }));
      const aborted = run.aborted || index < run.spans.length - 1;
      const end = at + span;
      if (run.node !== NODES[0]) {
        const joules = span / 4 + copy;
        events.push(event(ENERGY_SPENT, end, node, { task, copy, joules, finished: !aborted }));
      }
      if (aborted) events.push(event(EXECUTION_ABORTED, end, node, { task, copy }));
      else
        events.push(
          event(EXECUTION_FINISHED, end, node, {
            task,
            copy,
            outcome: 'ok',
            gas: 0 as Gas,
            elapsed: microseconds(span),
          }),
        );
      at = end + 3;
    }
    return run.aborted ? Infinity : at - 3;
  });
  const end = ending(task, submitted, story, finishes[story.winner] ?? Infinity);
  // A settled task is not assigned any more, though a copy of it may still start.
  return [...events.filter(({ code, at }) => code !== TASK_ASSIGNED || at <= end[0]!.at), ...end];
}

function ending(task: TaskId, submitted: number, story: Story, finished: number): readonly Event[] {
  const won = finished < Infinity;
  const at = won ? finished : submitted + 30;
  const winner = won ? partyId(story.copies[story.winner]!.node) : NO_PARTY;
  const status = won ? 'completed' : story.winner % 2 === 0 ? 'failed' : 'expired';
  const amount = story.budget as Amount;
  const client = partyId(story.client);
  return [
    event(TASK_SETTLED, at, COORDINATOR, {
      task,
      status,
      reason: 'none',
      winner,
      output: 0,
      copy: won ? story.winner : 0,
    }),
    event(TOKENS_MOVED, at, COORDINATOR, {
      kind: won ? 'release' : 'refund',
      task,
      account: won ? winner : client,
      amount,
    }),
    event(RESULT_HELD, at + story.delay, client, { task, status, submitted: instant(submitted) }),
  ];
}

export const of = (events: readonly Event[], code: FactCode): readonly Event[] =>
  events.filter((each) => each.code === code);
