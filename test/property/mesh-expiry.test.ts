// Tasks expire when they say, in whatever order they come, and none that has ended before does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { amount, type TaskId, taskId } from '../../core/foundation/index.ts';
import { type FactOf, TASK_ASSIGNED, TASK_SETTLED } from '../../core/protocol/index.ts';
import { MeshBench } from '../unit/mesh/bench.ts';

const CLIENTS = [0, 2, 3];

const submissions = fc.record({
  /** Microseconds since the submission before. */
  gap: fc.nat(20),
  client: fc.constantFrom(...CLIENTS),
  /** From the submission on; a negative one was too long on its way. */
  expires: fc.option(fc.integer({ min: -5, max: 120 }), { nil: undefined }),
  /** When its result comes, from the submission on. */
  takes: fc.integer({ min: 0, max: 150 }),
});

interface Pending {
  readonly at: number;
  readonly task: TaskId;
  readonly node: PartyId;
}

describe('expiry', () => {
  it('comes to every open task at its instant, and to no other', () => {
    fc.assert(
      fc.property(fc.array(submissions, { maxLength: 40 }), (script) => {
        const grants = CLIENTS.map((account) => ({ account: account as PartyId, amount: amount(10n ** 9n) }));
        const bench = new MeshBench({ nodes: 3, grants });
        const sequences = new Map<number, number>();
        const expected = new Map<TaskId, string>();
        const results: Pending[] = [];
        let now = 0;
        for (const { gap, client, expires, takes } of script) {
          now += gap;
          deliver(bench, results, now);
          bench.passTo(now);
          const sequence = sequences.get(client) ?? 0;
          sequences.set(client, sequence + 1);
          const task = taskId(client as PartyId, sequence);
          const limit = expires === undefined ? Infinity : now + expires;
          bench.hear(client, bench.submission({ task, expires: limit as Instant }));
          const assigned = bench.host.factsOf(TASK_ASSIGNED).find((fact) => fact.task === task);
          // A result of the very instant counts: messages come before timers.
          if (assigned === undefined || now + takes > limit) {
            expected.set(task, `expired at ${Math.max(now, limit)}`);
          } else expected.set(task, `completed at ${now + takes}`);
          if (assigned !== undefined) results.push({ at: now + takes, task, node: assigned.node });
        }
        deliver(bench, results, now + 200);
        bench.passTo(now + 200);
        expect(ends(bench)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

/** Brings the results that are due, each at its time, letting timers fire in between. */
function deliver(bench: MeshBench, results: Pending[], until: number): void {
  results.sort((a, b) => a.at - b.at || a.task - b.task);
  while (results.length > 0 && results[0]!.at <= until) {
    const { at, task, node } = results.shift()!;
    bench.passTo(at - 0.5);
    bench.host.time = at;
    bench.hear(node, bench.result(task, 0));
  }
}

/** How each task ended, and when. */
function ends({ host }: MeshBench): Map<TaskId, string> {
  const found = new Map<TaskId, string>();
  host.facts.forEach(({ code, fact }, place) => {
    if (code !== TASK_SETTLED) return;
    const { task, status } = fact as FactOf<typeof TASK_SETTLED>;
    found.set(task, `${status} at ${host.recordedAt[place]!}`);
  });
  return found;
}
