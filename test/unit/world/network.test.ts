// The modelled network, by hand. Names such as 0>1 are from party 0 to party 1; times are microseconds.

import { describe, expect, it } from 'vitest';
import { milliseconds, type PartyId, probability } from '../../../core/foundation/index.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { sizeOf } from '../../../core/protocol/index.ts';
import { openStream, type Stream } from '../../../sim/kernel/index.ts';
import type { ResolvedNetwork } from '../../../sim/scenario/index.ts';
import type { AccessLink } from '../../../sim/world/network.ts';
import { ModelledNetwork } from '../../../sim/world/network.ts';
import type { Address } from '../../../sim/world/paths.ts';
import { pathsOf } from '../../../sim/world/paths.ts';
import { constant, exponential, network } from '../../cells.ts';
import { note } from '../kernel/stage.ts';

const FREE: AccessLink = { up: Infinity, down: Infinity };
const NOWHERE: Address = { region: '', home: false };

interface Setting {
  readonly net?: Partial<ResolvedNetwork>;
  readonly links?: readonly AccessLink[];
  readonly addresses?: readonly Address[];
  readonly seed?: number;
}

/** Sends messages at given times, and returns when each arrives. */
class Wire {
  private readonly network: ModelledNetwork;
  private readonly seed: number;
  readonly opened: string[] = [];

  constructor({ net = {}, links = [], addresses = [], seed = 1 }: Setting = {}) {
    this.seed = seed;
    this.network = new ModelledNetwork(
      network(net),
      pathsOf(network(net), (party) => addresses[party] ?? NOWHERE),
      (party) => links[party] ?? FREE,
      (party) => `p${party}`,
      (name) => this.open(name),
    );
  }

  send(from: number, to: number, now: number, message: Message = note(1)): number {
    return this.network.arrival(from as PartyId, to as PartyId, message, now as never);
  }

  private open(name: string): Stream {
    this.opened.push(name);
    return openStream(this.seed, name);
  }
}

const BITS = 8 * sizeOf(note(1));

describe('latency', () => {
  it('is added to the time of sending', () => {
    const wire = new Wire();
    expect(wire.send(0, 1, 5_000)).toBe(25_000);
    expect(wire.send(1, 0, 5_000)).toBe(25_000);
  });

  it('of zero, with no limit, is no delay at all', () => {
    const wire = new Wire({ net: { latency: constant(0) } });
    expect(wire.send(0, 1, 123)).toBe(123);
  });

  it('has a stream for each pair and direction, named after them', () => {
    const wire = new Wire({ net: { latency: exponential(1_000) } });
    wire.send(0, 1, 0);
    wire.send(1, 0, 0);
    wire.send(0, 1, 10);
    expect(wire.opened).toEqual(['link/p0>p1', 'link/p1>p0']);
  });

  it('with jitter is the sum of both, and a message never overtakes another of its pair', () => {
    const net = { latency: constant(10_000), jitter: exponential(50_000) };
    const wire = new Wire({ net });
    const arrivals = Array.from({ length: 2_000 }, (_, at) => wire.send(0, 1, at * 10));
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(arrivals.every((arrival, at) => arrival >= at * 10 + 10_000)).toBe(true);
    // One far apart from all others waits for none of them.
    const apart = new Wire({ net });
    const delays = Array.from({ length: 4_000 }, (_, at) => apart.send(0, 1, at * 1e9) - at * 1e9);
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(mean).toBeGreaterThan(57_000);
    expect(mean).toBeLessThan(63_000);
  });

  it('of one pair does not hold up another', () => {
    const wire = new Wire({ net: { latency: constant(0), jitter: exponential(1e9) } });
    const late = wire.send(0, 1, 0);
    const others = Array.from({ length: 20 }, (_, to) => wire.send(0, 2 + to, 0));
    expect(Math.min(...others)).toBeLessThan(late);
  });
});

describe('bandwidth', () => {
  it('takes size over rate, on the way up and on the way down', () => {
    // 1 bit each microsecond up, half as fast down.
    const links = [
      { up: 1e6, down: Infinity },
      { up: Infinity, down: 5e5 },
    ];
    const wire = new Wire({ links });
    expect(wire.send(0, 1, 1_000)).toBe(1_000 + BITS + 20_000 + 2 * BITS);
  });

  it('is shared by all that leave at once: one after the other', () => {
    const wire = new Wire({ links: [{ up: 1e6, down: Infinity }] });
    expect([1, 2, 3].map((to) => wire.send(0, to, 0))).toEqual([1, 2, 3].map((turn) => turn * BITS + 20_000));
    expect(wire.send(0, 1, 10 * BITS)).toBe(11 * BITS + 20_000);
  });

  it('is shared by all that arrive at once', () => {
    const wire = new Wire({ links: [{ up: Infinity, down: 1e6 }] });
    expect([1, 2, 3].map((from) => wire.send(from, 0, 0))).toEqual([1, 2, 3].map((turn) => turn * BITS + 20_000));
  });

  it('does not drift: a thousand fractions of a microsecond add up', () => {
    const rate = 3e6;
    const wire = new Wire({ net: { latency: constant(0) }, links: [{ up: rate, down: Infinity }] });
    let last = 0;
    for (let turn = 0; turn < 1_000; turn++) last = wire.send(0, 1, 0);
    expect(last).toBe(Math.round((1_000 * BITS) / 3));
  });

  it('costs a longer message more', () => {
    const wire = new Wire({ links: [{ up: 1e6, down: Infinity }] });
    const long: Message = {
      type: 'result',
      task: 1 as never,
      copy: 0,
      epoch: 0,
      outcome: 'ok',
      elapsed: milliseconds(1),
      output: 1,
      signature: new Uint8Array(64),
    };
    expect(wire.send(0, 1, 0, long)).toBe(8 * sizeOf(long) + 20_000);
  });
});

describe('loss', () => {
  it('costs a retransmission time-out and a round trip for each lost transmission, doubling, and loses nothing', () => {
    const delays = Array.from({ length: 3_000 }, (_, seed) =>
      new Wire({ seed, net: { loss: probability(0.5) } }).send(0, 1, 0),
    );
    // k losses: 20 ms + k round trips of 40 ms + 200 ms (2^k - 1).
    const afterLosses = Array.from({ length: 8 }, (_, k) => 20_000 + k * 40_000 + 200_000 * (2 ** k - 1));
    const counts = afterLosses.map((delay) => delays.filter((seen) => seen === delay).length);
    expect(new Set(delays.filter((delay) => delay <= afterLosses[7]!))).toEqual(new Set(afterLosses));
    // Geometric: a half gets through at once, a quarter after one loss, ...
    counts.slice(0, 4).forEach((count, k) => {
      const expected = 3_000 / 2 ** (k + 1);
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
  });

  it('waits two minutes at most for each retransmission', () => {
    const arrivals = Array.from({ length: 200 }, (_, seed) =>
      new Wire({ seed, net: { latency: constant(0), loss: probability(0.98) } }).send(0, 1, 0),
    );
    const doubling = 200_000 * (2 ** 10 - 1);
    const steady = arrivals.filter((arrival) => arrival > doubling);
    expect(steady.length).toBeGreaterThan(100);
    expect(steady.every((arrival) => (arrival - doubling) % 120_000_000 === 0)).toBe(true);
  });

  it('keeps the order of a pair', () => {
    const wire = new Wire({ net: { loss: probability(0.5) } });
    const arrivals = Array.from({ length: 500 }, (_, at) => wire.send(0, 1, at * 1_000));
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
  });

  it('draws nothing when there is none', () => {
    const wire = new Wire({ net: { loss: probability(0) } });
    expect(Array.from({ length: 50 }, (_, at) => wire.send(0, 1, at))).toEqual(
      Array.from({ length: 50 }, (_, at) => 20_000 + at),
    );
  });
});

describe('places', () => {
  const at = (region: string, home = true): Address => ({ region, home });
  const STILL = { latency: constant(0) };
  const IBM = { ...STILL, regions: 'ibm-cloud-2026' } as const;

  it('puts half of the published round trip between two regions, in each direction its own', () => {
    const wire = new Wire({ net: IBM, addresses: [at('frankfurt'), at('sydney'), at('frankfurt')] });
    expect(wire.send(0, 1, 0)).toBe(125_000);
    expect(wire.send(1, 0, 0)).toBe(124_500);
    expect(wire.send(0, 2, 0)).toBe(1_000);
  });

  it('adds half of the round trip of each access link, and none for a data centre', () => {
    const quiet = pathsOf(
      network({ ...IBM, access: 'cable' }),
      (party) => [at('dallas'), at('tokyo'), at('tokyo', false)][party]!,
    );
    expect(quiet(0 as PartyId, 1 as PartyId).latency).toBe(72_500 + 16_000 + 16_000);
    expect(quiet(0 as PartyId, 2 as PartyId).latency).toBe(72_500 + 16_000);
    expect(quiet(0 as PartyId, 1 as PartyId).loss).toBeCloseTo(1 - 0.9995 ** 2, 12);
  });

  it('delays messages at random by the jitter of both links: 4 ms on average over two cable links', () => {
    const wire = new Wire({ net: { ...STILL, access: 'cable' }, addresses: [at('dallas'), at('dallas')] });
    const count = 20_000;
    let sum = 0;
    for (let message = 0; message < count; message++)
      sum += wire.send(0, 1, message * 60_000_000) - message * 60_000_000;
    // Besides: one loss in a thousand costs 200 ms and a round trip.
    expect(sum / count / 1_000).toBeCloseTo(32 + 4 + 0.001 * 264, 0);
  });
});
