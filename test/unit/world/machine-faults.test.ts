// Faults of machines in whole small worlds.

import { describe, expect, it } from 'vitest';
import { bytes, celsius, watts } from '../../../core/foundation/index.ts';
import {
  EXECUTION_FINISHED,
  MEMBER_CRASHED,
  NODE_CRASHED,
  NODE_RESTARTED,
  NODE_SUSPENDED,
  POWER_CHANGED,
  TASK_SETTLED,
} from '../../../core/protocol/index.ts';
import type { Cell, Fault } from '../../../sim/scenario/index.ts';
import { cell, constant, device, exponential, jobsAt, network, nodes, seconds, workload } from '../../cells.ts';
import { runWatched } from '../../runs.ts';

const fault = (more: object, at: number, lasting?: number): Fault =>
  ({ at: seconds(at), ...(lasting !== undefined && { for: seconds(lasting) }), ...more }) as Fault;
const run = (more: Partial<Cell>) => runWatched(cell(more), { endsWithin: 10_000 });

describe('a warm room', () => {
  // The published example, in a room of 45 C from the beginning: 25 C at first, 105 C in the end.
  const thermal = { resistance: 5, capacity: 40, ambient: celsius(25), throttle: celsius(80) };
  const board = device({ power: { idle: watts(0), peak: watts(12) }, thermal });
  const warm = (ambient: number, lasting?: number) =>
    run({
      nodes: [nodes(1, { device: board })],
      workload: [jobsAt([0], constant(seconds(400)))],
      faults: [fault({ kind: 'overheat', nodes: ['pi-1'], ambient: celsius(ambient) }, 0, lasting)],
    });

  it('makes a device reach its limit when the closed form says, and slow down to what is sustained there', async () => {
    const { chronicle, broken } = await warm(45);
    const limited = chronicle.of(POWER_CHANGED).find(({ fact }) => fact.throttled)!;
    expect(limited.at).toBeCloseTo(200 * Math.log(80 / 25), 5);
    expect(limited.fact.watts).toBeCloseTo((80 - 45) / 5, 12);
    // What is left is done at 7 of 12 W.
    const [done] = chronicle.of(EXECUTION_FINISHED);
    expect(done!.at).toBeCloseTo(limited.at + (400 - limited.at) * (12 / 7), 3);
    expect(broken).toEqual([]);
  });

  it('cools down when the fault ends', async () => {
    const { chronicle } = await warm(45, 100);
    expect(chronicle.of(POWER_CHANGED).some(({ fact }) => fact.throttled)).toBe(false);
  });

  it('that is too warm drives a device beyond its limit and into safety mode', async () => {
    const { chronicle, broken } = await warm(95, 2_000);
    expect(chronicle.of(NODE_SUSPENDED)).toHaveLength(1);
    expect(broken).toEqual([]);
  });
});

describe('short memory', () => {
  it('lets as much work run at once as there is room for, and fails the rest', async () => {
    const roomy = device({ slots: 2 });
    const { chronicle, metrics, broken } = await run({
      nodes: [nodes(2, { device: roomy })],
      workload: [jobsAt([1, 1, 1, 1], constant(seconds(5)), { needs: { memory: bytes(600) } })],
      faults: [fault({ kind: 'memory', nodes: ['pi-1'], free: bytes(1_000) }, 0, 100)],
    });
    const failed = chronicle.of(EXECUTION_FINISHED).filter(({ fact }) => fact.outcome === 'memory');
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map(({ party }) => party)).size).toBe(1);
    expect([metrics['tasks.completed'], broken]).toEqual([1, []]);
  });
});

describe('churn as a fault', () => {
  it('stops when it ends, with all nodes up', async () => {
    const { chronicle, broken } = await run({
      workload: [workload({ expires: seconds(300) })],
      stop: { tasks: 100 },
      faults: [
        fault({ kind: 'churn', nodes: ['pi-1'], up: exponential(seconds(5)), down: constant(seconds(2)) }, 20, 40),
      ],
    });
    const downs = chronicle.of(NODE_CRASHED).map(({ at }) => at);
    const ups = chronicle.of(NODE_RESTARTED).map(({ at }) => at);
    expect(downs.length).toBeGreaterThan(2);
    expect([downs.length, Math.min(...downs) > 20, Math.max(...ups) <= 60, broken]).toEqual([
      ups.length,
      true,
      true,
      [],
    ]);
  });
});

describe('a coordinator that is alone', () => {
  const suffering = (...faults: Fault[]) =>
    run({
      network: network(),
      stop: { tasks: 60 },
      workload: [workload({ expires: seconds(300) })],
      verification: { policy: 'none', parameters: {} },
      faults,
    });
  const stop = fault({ kind: 'crash', nodes: ['coordinator'] }, 20, 5);

  it('goes on after a crash with all that it had written down', async () => {
    const { chronicle, metrics, broken } = await suffering(
      stop,
      fault({ kind: 'disk', nodes: ['coordinator'], fails: 'torn' }, 0),
    );
    expect([chronicle.of(MEMBER_CRASHED).length, metrics['tasks.completed'], broken]).toEqual([1, 1, []]);
    expect(chronicle.of(TASK_SETTLED).some(({ at }) => at >= 20 && at < 25)).toBe(false);
  });

  it('keeps its timers when its clock is put right, and stands still', async () => {
    const wrong = fault({ kind: 'clock', nodes: ['coordinator'], step: seconds(3), rate: 1.02 }, 5, 10);
    const { metrics, broken, events } = await suffering(stop, wrong);
    expect([metrics['tasks.completed'], broken]).toEqual([1, []]);
    // A timer that is set again and again while the clock stands still would make thousands of events.
    expect(events).toBeLessThan(2_000);
  });

  it('settles again what it has forgotten', async () => {
    const { broken } = await suffering(
      stop,
      fault({ kind: 'disk', nodes: ['coordinator'], fails: 'unsynced' }, 12, 10),
    );
    expect(broken.map(({ name }) => name)).toContain('every-task-settles');
  });

  it('stands still while its disk is full', async () => {
    const full = fault({ kind: 'disk', nodes: ['coordinator'], fails: 'full' }, 20, 7);
    const { chronicle, metrics, broken } = await suffering(full);
    expect(chronicle.of(TASK_SETTLED).some(({ at }) => at > 20.1 && at < 27)).toBe(false);
    expect([metrics['tasks.completed'], broken]).toEqual([1, []]);
  });
});

describe('a node with a bad disk', () => {
  it('takes no work that it could not remember', async () => {
    const { chronicle, metrics, broken } = await run({
      stop: { tasks: 30 },
      faults: [fault({ kind: 'disk', nodes: ['pi-1'], fails: 'full' }, 5, 10)],
    });
    const onFirst = chronicle.of(EXECUTION_FINISHED).filter(({ party, at }) => party === 2 && at > 6 && at <= 15);
    expect([onFirst.length, metrics['tasks.completed'], broken]).toEqual([0, 1, []]);
  });
});
