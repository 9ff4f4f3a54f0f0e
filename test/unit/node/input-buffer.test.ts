// What a node takes for the output of another task.

import { describe, expect, it } from 'vitest';
import { type PartyId, seconds, type TaskId, taskId } from '../../../core/foundation/index.ts';
import type { AssignAfter, Data, Message } from '../../../core/protocol/index.ts';
import { INPUT_ARRIVED, INPUT_REFUSED } from '../../../core/protocol/index.ts';
import { Bench } from './bench.ts';

const CLIENT = 0 as PartyId;
const HOLDER = 8 as PartyId;
const STRANGER = 9 as PartyId;
const [FIRST, SECOND, THIRD] = [0, 1, 2].map((at) => taskId(CLIENT, at)) as [TaskId, TaskId, TaskId];

const data = (more: Partial<Data> = {}): Data => {
  return { type: 'data', task: FIRST, target: SECOND, output: 42, time: 0 as never, bytes: 0, ...more };
};

/** The second task, which waits for the first. */
function waiting(bench: Bench): AssignAfter {
  const inputs = [{ task: FIRST, output: 42, time: 0, bytes: 0 }];
  return { ...bench.assign(SECOND), type: 'assign-after', inputs, order: SECOND };
}

const said = (bench: Bench, from: PartyId, ...messages: readonly Message[]): Bench => {
  for (const message of messages) bench.node.receive(from, message);
  return bench;
};
const noted = ({ host }: Bench): [number, number] => [
  host.factsOf(INPUT_ARRIVED).length,
  host.factsOf(INPUT_REFUSED).length,
];

describe('the output of another task', () => {
  it.each([
    ['who holds it', HOLDER],
    ['the client', CLIENT],
    ['anybody else', STRANGER],
  ])('is taken from %s', (_, from) => {
    const bench = new Bench();
    said(bench.hear(waiting(bench)), from, data());
    expect(bench.running).toEqual([SECOND]);
    expect(noted(bench)).toEqual([1, 0]);
  });

  it('is not taken if it is another one, whoever says so', () => {
    const bench = new Bench();
    said(bench.hear(waiting(bench)), HOLDER, data({ output: 43 }), data({ task: THIRD }));
    said(bench, CLIENT, data({ output: 43 }));
    expect(bench.running).toEqual([]);
    expect(noted(bench)).toEqual([0, 3]);
    said(bench, HOLDER, data());
    expect(bench.running).toEqual([SECOND]);
  });

  it('may come before the task that needs it, and is judged then', () => {
    const bench = new Bench();
    said(said(bench, STRANGER, data({ output: 44 })), HOLDER, data(), data({ output: 43 }));
    expect(noted(bench)).toEqual([0, 0]);
    bench.hear(waiting(bench));
    expect(bench.running).toEqual([SECOND]);
    expect(noted(bench)).toEqual([1, 2]);
  });

  it('is no news if it comes again, before or after the task has begun', () => {
    const bench = new Bench({ slots: 2 });
    said(bench.hear(waiting(bench)), HOLDER, data(), data());
    said(bench, CLIENT, data());
    expect(noted(bench)).toEqual([1, 0]);
  });

  it('is forgotten in a flood of what nobody has asked for, which is noted, and asked for then', () => {
    const bench = new Bench();
    said(bench, HOLDER, data());
    for (let flood = 0; flood < 65_600; flood++) said(bench, STRANGER, data({ target: taskId(CLIENT, 10 + flood) }));
    bench.hear(waiting(bench));
    expect(bench.running).toEqual([]);
    expect(noted(bench)).toEqual([0, 65_601 - 65_536]);
  });
});

describe('a node whose inputs do not come', () => {
  const asked = (bench: Bench): number => bench.host.taken('ask-data').length;

  it('asks their client, each time after twice as long', () => {
    const bench = new Bench();
    bench.hear({ type: 'welcome', sentAt: 0 as never }, waiting(bench));
    const at: number[] = [];
    while (bench.host.time < seconds(300)) {
      bench.host.fire(bench.node);
      if (asked(bench) > 0) at.push(bench.host.time / seconds(1));
    }
    // Thirty seconds, three heartbeats; then sixty, and so on: at the heartbeat after that.
    expect(at.length).toBe(3);
    expect(at[0]).toBeGreaterThanOrEqual(30);
    expect(at[0]).toBeLessThanOrEqual(40);
    expect(at[2]! - at[1]!).toBeGreaterThan(1.5 * (at[1]! - at[0]!));
  });

  it('asks nobody once they are there', () => {
    const bench = new Bench();
    bench.hear({ type: 'welcome', sentAt: 0 as never }, waiting(bench));
    said(bench, HOLDER, data());
    while (bench.host.time < seconds(100)) bench.host.fire(bench.node);
    expect(asked(bench)).toBe(0);
  });
});
