import { describe, expect, it } from 'vitest';
import type { Amount, BitRate, Bytes, Celsius, Duration, TaskId } from '../../../core/foundation/index.ts';
import { gasRate, instant, watts } from '../../../core/foundation/index.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { NO_NEEDS } from '../../../core/protocol/index.ts';
import { Stage } from './stage.ts';

const signature = new Uint8Array(0);
const work = { unit: 'time', amount: 1, source: 0, independent: false } as const;
const never = instant(Number.MAX_SAFE_INTEGER);

function aboutTask(task: TaskId): Message[] {
  const budget = 0n as Amount;
  return [
    { type: 'submit', task, work, budget, deadline: never, expires: never, needs: NO_NEEDS, batch: 1, batchIndex: 0 },
    { type: 'probe', task, copy: 0, epoch: 0 },
    { type: 'probe', task, copy: 1, epoch: 0 },
    { type: 'claim', task, copy: 0 },
    { type: 'assign', task, copy: 0, claim: task, epoch: 0, work, announce: true, signature },
    { type: 'started', task, copy: 0 },
    { type: 'cancel', task, copy: 1 },
    { type: 'result', task, copy: 0, epoch: 0, outcome: 'ok', elapsed: 1 as Duration, output: 0, signature },
    { type: 'settled', task, status: 'completed', reason: 'none', output: 0 },
  ];
}

function aboutMembership(): Message[] {
  const rate = 0 as BitRate;
  const memory = 0 as Bytes;
  const temperature = 20 as Celsius;
  const plain = { gpu: false, npu: false, region: 'frankfurt' };
  const capabilities = { slots: 1, speed: gasRate(1), cores: 1, memory, up: rate, down: rate, ...plain };
  const sensors = { power: watts(1), heatRecovered: watts(0), temperature, ambient: temperature, carbonIntensity: 0 };
  const load = { gflops: 1, cpu: 0, gpu: 0, npu: 0, memoryFree: memory, up: rate, down: rate };
  const telemetry = { ...sensors, ...load };
  const counts = { running: 0, queued: 0, consecutiveErrors: 0, safetyMode: false };
  return [
    { type: 'register', epoch: 0, resumed: false, capabilities },
    { type: 'welcome', sentAt: instant(0) },
    { type: 'heartbeat', epoch: 0, echo: instant(0), held: 0 as Duration, telemetry, ...counts },
  ];
}

describe('messages', () => {
  it('are counted when they concern a task of the window; probes on their own as well', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 });
    const [warm, task] = [stage.submit(), stage.submit()];
    stage.submit();
    for (const message of [...aboutTask(warm), ...aboutMembership(), ...aboutTask(task)]) stage.send(message);
    expect(stage.values()).toMatchObject({ 'messages.perTask': 4.5, 'probes.perTask': 1 });
  });

  it('leave probes absent where nobody probes', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.send({ type: 'claim', task, copy: 0 });
    expect(stage.values()['messages.perTask']).toBe(1);
    expect(stage.values()).not.toHaveProperty(['probes.perTask']);
  });
});

describe('deadlines', () => {
  it('are missed by a result that is late, by an end that is no result, and by no end; not by one on the dot', () => {
    const stage = new Stage();
    const tasks = [9, 10, 11, 20, 20].map((deadline) => stage.submit({ deadline }));
    stage.submit();
    stage.at(5).hold(tasks[3]!, 'failed').at(10).hold(tasks[0]!).hold(tasks[1]!).hold(tasks[2]!);
    expect(stage.values()['deadline.missed']).toBe(3 / 6);
  });

  it('do not apply where no task has one', () => {
    const stage = new Stage();
    stage.hold(stage.submit());
    expect(stage.values()).not.toHaveProperty(['deadline.missed']);
  });

  it('of the warm-up do not count', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 });
    const [warm, task] = [stage.submit({ deadline: 1 }), stage.submit({ deadline: 9 })];
    stage.at(5).hold(warm).hold(task);
    expect(stage.values()['deadline.missed']).toBe(0);
  });
});

describe('cost', () => {
  it('is what was released in tokens, over completed tasks', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 });
    const [warm, a, b, c] = [stage.submit(), stage.submit(), stage.submit(), stage.submit()];
    for (const task of [warm, a, b, c]) stage.move('put', task, 1, 900_000_000n);
    stage
      .move('release', warm, 2, 900_000_000n)
      .move('release', a, 2, 150_000_000n)
      .move('release', b, 3, 150_000_000n);
    stage.move('refund', c, 1, 900_000_000n).hold(warm).hold(a).hold(b).hold(c, 'failed');
    expect(stage.values()['cost.perTask']).toBe(1.5);
  });

  it('is exact for amounts beyond 2^53 and for amounts that alternate', () => {
    const stage = new Stage();
    const [a, b, c] = [stage.submit(), stage.submit(), stage.submit()];
    const large = 2n ** 60n;
    stage.move('release', a, 2, large).move('release', b, 2, 300_000_000n).move('release', c, 2, large);
    expect(stage.hold(a).values()['cost.perTask']).toBeCloseTo(23_058_430_095.136_939_52, 5);
  });

  it('is absent where nothing completed', () => {
    const stage = new Stage();
    stage.hold(stage.submit(), 'failed');
    expect(stage.values()).not.toHaveProperty(['cost.perTask']);
  });
});
