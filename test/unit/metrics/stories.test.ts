import { describe, expect, it } from 'vitest';
import type { Amount, Celsius, Duration, Gas, Instant, PartyId, TaskId } from '../../../core/foundation/index.ts';
import { gasRate, watts } from '../../../core/foundation/index.ts';
import * as protocol from '../../../core/protocol/index.ts';
import { Stories } from '../../../sim/metrics/index.ts';

const NODE = 3 as PartyId;
const task = 0 as TaskId;
const output = Uint8Array.of(7);

/** Tells the stories one fact, at a time in seconds. */
function teller(): { stories: Stories; tell: (at: number, code: protocol.FactCode, fact: object) => void } {
  const stories = new Stories();
  const tell = (at: number, code: protocol.FactCode, fact: object): void =>
    (stories.on[code] as unknown as (fact: object, at: Instant, party: PartyId) => void)(
      fact,
      (at * 1e6) as Instant,
      NODE,
    );
  const power = { idle: watts(5), peak: watts(10), gflops: 20 };
  tell(0, protocol.NODE_DEPLOYED, { node: NODE, name: 'pi-1', slots: 1, speed: gasRate(1), honest: true, ...power });
  tell(0, protocol.TELEMETRY_RECEIVED, { node: NODE, health: 0.5 });
  return { stories, tell };
}

describe('the stories of real tasks', () => {
  it('say who ran a task, how that node was while it ran, and what came of it', () => {
    const { stories, tell } = teller();
    const draws = (at: number, drawn: number): void =>
      tell(at, protocol.POWER_CHANGED, { node: NODE, watts: drawn, temperature: 30 as Celsius, throttled: false });
    tell(1, protocol.TASK_SUBMITTED, { task, workload: 0, budget: 1n, deadline: Infinity });
    draws(2, 8);
    draws(3, 5);
    tell(3, protocol.ENERGY_SPENT, { task, copy: 0, joules: 3, finished: true });
    const ran = { outcome: 'ok', gas: 9 as Gas, elapsed: 1e6 as Duration };
    tell(3, protocol.EXECUTION_FINISHED, { task, copy: 0, ...ran });
    tell(4, protocol.TASK_SETTLED, { task, status: 'completed', reason: 'none', winner: NODE, copy: 0 });
    tell(4, protocol.TOKENS_MOVED, { kind: 'release', task, account: NODE, amount: 200_000_000n as Amount });
    tell(5, protocol.RESULT_HELD, { task, status: 'completed', submitted: 1e6, answer: { output } });
    expect(stories.all()).toEqual([
      {
        task: 1,
        workload: 0,
        status: 'completed',
        latency: 4,
        node: 'pi-1',
        health: 0.5,
        watts: 8,
        celsius: 30,
        gflopsPerWatt: 2,
        time: 1,
        joules: 3,
        gas: 9,
        reward: 2,
        output,
      },
    ]);
  });

  it('say of a task that failed no more than that', () => {
    const { stories, tell } = teller();
    tell(1, protocol.TASK_SUBMITTED, { task, workload: 0, budget: 1n, deadline: Infinity });
    tell(2, protocol.TASK_SETTLED, { task, status: 'failed', reason: 'outcome', winner: -1, copy: 0 });
    tell(2, protocol.RESULT_HELD, { task, status: 'failed', submitted: 1e6 });
    expect(stories.all()).toEqual([{ task: 1, workload: 0, status: 'failed', latency: 1 }]);
  });
});
