import { describe, expect, it } from 'vitest';
import type { PartyId, TaskId } from '../../../core/foundation/index.ts';
import { celsius, instant, seconds } from '../../../core/foundation/index.ts';
import { EXECUTION_ABORTED, EXECUTION_FINISHED, EXECUTION_STARTED } from '../../../core/protocol/index.ts';
import { Bench, capabilities } from './bench.ts';

const welcome = (sentAt: number): { type: 'welcome'; sentAt: ReturnType<typeof instant> } => ({
  type: 'welcome',
  sentAt: instant(sentAt),
});

describe('registering and reporting', () => {
  it('registers first, and reports once it is welcome', () => {
    const { host, node } = new Bench();
    expect(host.take()).toEqual([{ type: 'register', epoch: 0, resumed: false, capabilities: capabilities(1) }]);
    expect(host.timers.size).toBe(0);
    host.time = 500;
    node.receive(1 as PartyId, welcome(450));
    expect(host.take()).toMatchObject([
      {
        type: 'heartbeat',
        epoch: 0,
        echo: 450,
        held: 0,
        running: 0,
        queued: 0,
        consecutiveErrors: 0,
        safetyMode: false,
      },
    ]);
  });

  it('reports every heartbeat from a phase of its own, and says how long it held the last welcome', () => {
    const bench = new Bench();
    const { host, node } = bench;
    bench.hear(welcome(0));
    host.take();
    const { at: phase } = host.fire(node);
    expect(phase).toBeGreaterThan(0);
    expect(phase).toBeLessThan(seconds(10));
    expect(host.taken('heartbeat')).toMatchObject([{ echo: 0, held: phase }]);
    host.time += 30;
    bench.hear(welcome(77));
    expect(host.take()).toEqual([]);
    host.fire(node);
    expect(host.time).toBe(phase + seconds(10));
    expect(host.taken('heartbeat')).toMatchObject([{ echo: 77, held: seconds(10) - 30 }]);
    expect(host.timers.size).toBe(1);
  });

  it('tells what it runs and what waits, without the copies that were called back', () => {
    const bench = new Bench({ slots: 2 });
    bench.hear(welcome(0));
    bench.hear(...[1, 2, 3, 4, 5].map((task) => bench.assign(task)), bench.cancel(4));
    bench.host.take();
    bench.host.fire(bench.node);
    expect(bench.host.taken('heartbeat')).toMatchObject([{ running: 2, queued: 2 }]);
  });

  it('takes a copy once that it is assigned twice, also when it has run it', () => {
    const bench = new Bench();
    bench.hear(welcome(0));
    bench.hear(bench.assign(1), bench.assign(1), bench.assign(2), bench.assign(2), bench.cancel(2), bench.assign(2));
    bench.host.take();
    bench.host.fire(bench.node);
    expect(bench.host.taken('heartbeat')).toMatchObject([{ running: 1, queued: 0 }]);
  });

  it('asks to be spared while it is hot, and until it has cooled', () => {
    const bench = new Bench();
    const { host, node } = bench;
    bench.hear(welcome(0));
    host.take();
    const spared = [86, 85, 81, 80, 84].map((temperature) => {
      host.telemetry = { ...host.telemetry, temperature: celsius(temperature) };
      host.fire(node);
      return host.taken('heartbeat')[0]!.safetyMode;
    });
    expect(spared).toEqual([true, true, true, false, false]);
  });

  it('listens to its coordinator alone', () => {
    const bench = new Bench();
    bench.node.receive(2 as PartyId, bench.assign(1));
    expect(bench.running).toEqual([]);
  });
});

describe('executing', () => {
  it('runs as many copies as it has slots, the rest in the order they came', () => {
    const bench = new Bench({ slots: 2 });
    bench.hear(...[5, 3, 9, 1, 7].map((task) => bench.assign(task)));
    expect(bench.running).toEqual([5, 3]);
    bench.host.finish(bench.node, 3);
    expect(bench.running).toEqual([5, 9]);
    bench.host.finish(bench.node, 5);
    bench.host.finish(bench.node, 9);
    expect(bench.running).toEqual([1, 7]);
  });

  it('returns a signed result, and says what happened', () => {
    const bench = new Bench({ epoch: 3 });
    bench.host.take();
    bench.hear(bench.assign(5, 2));
    bench.host.finish(bench.node, 5, 'trap', 777);
    expect(bench.host.take()).toEqual([
      {
        type: 'result',
        task: 5,
        copy: 2,
        epoch: 3,
        outcome: 'trap',
        elapsed: 777,
        output: 42,
        answer: undefined,
        signature: bench.host.sign(),
      },
    ]);
    expect(bench.host.facts).toEqual([
      { code: EXECUTION_STARTED, fact: { task: 5, copy: 2 } },
      { code: EXECUTION_FINISHED, fact: { task: 5, copy: 2, outcome: 'trap', gas: 0, elapsed: 777 } },
    ]);
  });

  it('announces the start of a tied copy, not before its turn', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1, 0, { announce: true }), bench.assign(2, 1, { announce: true }));
    expect(bench.host.taken('started')).toEqual([{ type: 'started', task: 1, copy: 0 }]);
    bench.host.finish(bench.node, 1);
    expect(bench.host.taken('started')).toEqual([{ type: 'started', task: 2, copy: 1 }]);
  });

  it('refuses an assignment that its coordinator did not sign', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1, 0, { signature: new Uint8Array(64) }));
    expect(bench.running).toEqual([]);
  });

  it('counts errors in a row, and forgets them at a success', () => {
    const bench = new Bench();
    bench.hear(welcome(0), ...[1, 2, 3].map((task) => bench.assign(task)));
    bench.host.finish(bench.node, 1, 'trap');
    bench.host.finish(bench.node, 2, 'gas');
    bench.host.take();
    bench.host.fire(bench.node);
    expect(bench.host.taken('heartbeat')[0]!.consecutiveErrors).toBe(2);
    bench.host.finish(bench.node, 3);
    bench.host.fire(bench.node);
    expect(bench.host.taken('heartbeat')[0]!.consecutiveErrors).toBe(0);
  });
});

describe('cancelling', () => {
  it('takes a waiting copy out of the queue, and no other', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1), bench.assign(2, 0), bench.assign(2, 1), bench.assign(3), bench.cancel(2, 1));
    expect(bench.drain()).toEqual(['1/0', '2/0', '3/0']);
    expect(bench.host.aborted).toEqual([]);
  });

  it('takes out all that waits, and takes new work then', () => {
    const bench = new Bench();
    bench.hear(...[1, 2, 3].map((task) => bench.assign(task)), bench.cancel(2), bench.cancel(3));
    expect(bench.drain()).toEqual(['1/0']);
    bench.hear(bench.assign(4));
    expect(bench.drain()).toEqual(['4/0']);
  });

  it('stops a running copy, and starts the next', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1, 4), bench.assign(2), bench.cancel(1, 4));
    expect(bench.host.aborted).toMatchObject([{ task: 1, copy: 4 }]);
    expect(bench.host.factsOf(EXECUTION_ABORTED)).toEqual([{ task: 1, copy: 4 }]);
    expect(bench.running).toEqual([2]);
  });

  it('of what has ended already, or of another copy, does nothing', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1), bench.assign(2));
    bench.host.finish(bench.node, 1);
    bench.hear(bench.cancel(1), bench.cancel(2, 9));
    expect(bench.host.aborted).toEqual([]);
    expect(bench.drain()).toEqual(['2/0']);
  });
});

describe('late binding', () => {
  it('claims when the turn of a probe has come, and holds the slot for the answer', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1), bench.probe(50, 3), bench.assign(2));
    expect(bench.host.taken('claim')).toEqual([]);
    bench.host.finish(bench.node, 1);
    expect(bench.host.taken('claim')).toEqual([{ type: 'claim', task: 50, copy: 3 }]);
    expect(bench.running).toEqual([]);
    bench.hear(bench.assign(51, 3, { claim: 50 as TaskId }));
    expect(bench.running).toEqual([51]);
    bench.host.finish(bench.node, 51);
    expect(bench.running).toEqual([2]);
  });

  it('goes on with the next when the answer is that nothing is left to do', () => {
    const bench = new Bench();
    bench.hear(bench.probe(50, 0), bench.probe(60, 1), bench.assign(2), bench.cancel(50, 0));
    expect(bench.host.taken('claim')).toEqual([
      { type: 'claim', task: 50, copy: 0 },
      { type: 'claim', task: 60, copy: 1 },
    ]);
    bench.hear(bench.cancel(60, 1));
    expect(bench.running).toEqual([2]);
    expect(bench.host.factsOf(EXECUTION_ABORTED)).toEqual([]);
  });

  it('tells the probes of one batch apart', () => {
    const bench = new Bench();
    bench.hear(bench.assign(1), bench.probe(50, 0), bench.probe(50, 1), bench.cancel(50, 0));
    bench.host.finish(bench.node, 1);
    expect(bench.host.taken('claim')).toEqual([{ type: 'claim', task: 50, copy: 1 }]);
  });
});

describe('lives', () => {
  it('take no work that was meant for another one', () => {
    const bench = new Bench({ epoch: 2 });
    bench.hear(bench.assign(1, 0, { epoch: 1 }), bench.assign(2, 0, { epoch: 3 }), bench.probe(3, 0, 1));
    expect(bench.running).toEqual([]);
    expect(bench.host.taken('claim')).toEqual([]);
    bench.hear(bench.assign(4));
    expect(bench.running).toEqual([4]);
  });

  it('whose queue survived answer for the earlier ones', () => {
    const bench = new Bench({ epoch: 2, durable: true });
    expect(bench.host.take()).toMatchObject([{ type: 'register', epoch: 2, resumed: true }]);
    bench.hear(bench.assign(1, 0, { epoch: 0 }));
    expect(bench.running).toEqual([1]);
    bench.hear(bench.assign(2, 0, { epoch: 3 }));
    expect(bench.drain()).toEqual(['1/0']);
  });

  it('begin with what the last one left open, in the order it was accepted', () => {
    const first = new Bench({ slots: 2, durable: true });
    first.hear(...[1, 2, 3, 4, 5].map((task) => first.assign(task)), first.probe(60, 0), first.probe(60, 1));
    first.host.finish(first.node, 2);
    first.hear(first.cancel(4));
    const second = new Bench({ slots: 1, durable: true, epoch: 1, log: first.host.log });
    expect(second.running).toEqual([1]);
    for (const task of [1, 3, 5]) second.host.finish(second.node, task);
    expect(second.host.taken('claim')).toEqual([{ type: 'claim', task: 60, copy: 0 }]);
    second.hear(second.assign(60, 0));
    second.host.finish(second.node, 60);
    expect(second.host.taken('claim')).toEqual([{ type: 'claim', task: 60, copy: 1 }]);
  });

  it('take what the last one left open once, though it comes again', () => {
    const first = new Bench({ durable: true });
    first.hear(first.assign(1), first.assign(2));
    const second = new Bench({ durable: true, epoch: 1, log: first.host.log });
    second.hear(first.assign(1), first.assign(2));
    second.host.finish(second.node, 1);
    second.hear(first.assign(1));
    second.host.finish(second.node, 2);
    expect(second.running).toEqual([]);
  });

  it('ask again when a claim was under way', () => {
    const first = new Bench({ durable: true });
    first.hear(first.probe(60, 4));
    const second = new Bench({ durable: true, epoch: 1, log: first.host.log });
    expect(second.host.taken('claim')).toEqual([{ type: 'claim', task: 60, copy: 4 }]);
    second.hear(second.assign(61, 4, { claim: 60 as TaskId, epoch: 0 }));
    expect(second.running).toEqual([61]);
    const third = new Bench({ durable: true, epoch: 2, log: second.host.log });
    expect(third.running).toEqual([61]);
    expect(third.host.taken('claim')).toEqual([]);
  });

  it('whose queue is not kept begin with nothing', () => {
    const first = new Bench();
    first.hear(first.assign(1));
    expect(first.host.log).toEqual([]);
    const second = new Bench({ epoch: 1, log: first.host.log });
    expect(second.host.take()).toMatchObject([{ type: 'register', epoch: 1, resumed: false }]);
    expect(second.running).toEqual([]);
  });
});
