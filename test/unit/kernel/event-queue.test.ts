import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../sim/kernel/event-queue.ts';

/** Adds an event that only its key tells apart. */
const add = (queue: EventQueue, time: number, key: number, priority = 0): number =>
  queue.handle(queue.add(time, priority, 1, 0, key));

function drain(queue: EventQueue): { time: number; key: number }[] {
  const seen: { time: number; key: number }[] = [];
  for (let slot = queue.pop(); slot >= 0; slot = queue.pop()) {
    seen.push({ time: queue.now, key: queue.key(slot) });
    queue.release(slot);
  }
  return seen;
}
const keysOf = (queue: EventQueue): number[] => drain(queue).map(({ key }) => key);

describe('the order of events', () => {
  it('is by time, then priority, then the order of adding', () => {
    const queue = new EventQueue();
    add(queue, 5, 0, 1);
    add(queue, 5, 1, 0);
    add(queue, 3, 2, 3);
    add(queue, 5, 3, 1);
    add(queue, 5, 4, 0);
    expect(keysOf(queue)).toEqual([2, 1, 4, 0, 3]);
  });

  it('keeps thousands of equal keys in the order of adding, and ends', () => {
    const queue = new EventQueue();
    const wanted = Array.from({ length: 10_000 }, (_, key) => key);
    for (const key of wanted) add(queue, 7, key);
    expect(keysOf(queue)).toEqual(wanted);
  });

  it('puts a rank before the order of adding', () => {
    const queue = new EventQueue();
    for (const [rank, key] of [
      [2 ** 47 - 1, 0],
      [0, 1],
      [2 ** 46, 2],
    ] as const) {
      queue.addRanked(4, 2, rank, 1, 0, key);
    }
    add(queue, 4, 3, 3);
    add(queue, 4, 4, 1);
    expect(keysOf(queue)).toEqual([4, 1, 2, 0, 3]);
  });

  it('holds when each bucket crowds into a thousandth of the last: more levels than there are rungs', () => {
    const queue = new EventQueue();
    const times: number[] = [];
    for (let scale = 1e15; scale >= 1; scale /= 30) {
      for (let i = 0; i < 120; i++) times.push(Math.floor((scale * ((i * 7919) % 120)) / 120));
    }
    times.forEach((time, key) => add(queue, time, key));
    // Events that come while the ladder is at its deepest find their place too.
    const first = queue.pop();
    queue.release(first);
    const late = [0, 1, 2, 29, 31, 1e3, 1e6, 1e9, 1e12, 1e15, 1e15 + 1];
    late.forEach((time, i) => add(queue, time, times.length + i));
    const all = [...times, ...late].map((time, key) => ({ time, key }));
    const expected = all.filter(({ key }) => key !== 0).sort((a, b) => a.time - b.time || a.key - b.key);
    expect(times[0]).toBe(0);
    expect(drain(queue)).toEqual(expected);
  });

  it('tells microseconds apart at 10^15', () => {
    const queue = new EventQueue();
    const base = 1e15;
    for (let i = 0; i < 200; i++) add(queue, base + ((i * 83) % 200), (i * 83) % 200);
    expect(keysOf(queue)).toEqual(Array.from({ length: 200 }, (_, key) => key));
  });

  it('takes an event for now while now is being drained', () => {
    const queue = new EventQueue();
    for (let key = 0; key < 100; key++) add(queue, 10, key);
    queue.release(queue.pop());
    add(queue, 10, 100);
    add(queue, 10, 101, 3);
    add(queue, 11, 102);
    const keys = keysOf(queue);
    expect(keys.slice(-3)).toEqual([100, 101, 102]);
    expect(keys.length).toBe(102);
  });
});

describe('handles', () => {
  it('cancel once, and are spent when the event is', () => {
    const queue = new EventQueue();
    const first = add(queue, 1, 0);
    const second = add(queue, 2, 1);
    expect(queue.cancel(second)).toBe(true);
    expect(queue.cancel(second)).toBe(false);
    expect(queue.live).toBe(1);
    expect(queue.nextTime()).toBe(1);
    expect(keysOf(queue)).toEqual([0]);
    expect(queue.cancel(first)).toBe(false);
    expect(queue.nextTime()).toBe(Infinity);
  });

  it('of an earlier event do not cancel the one that has its slot now', () => {
    const queue = new EventQueue();
    const old = add(queue, 1, 0);
    const slot = queue.pop();
    queue.release(slot);
    const reused = queue.add(2, 0, 1, 0, 1);
    expect(reused).toBe(slot);
    expect(queue.resolve(old)).toBe(-1);
    expect(queue.cancel(old)).toBe(false);
    expect(keysOf(queue)).toEqual([1]);
  });

  it('that were never given are refused', () => {
    const queue = new EventQueue();
    add(queue, 1, 0);
    for (const handle of [-1, 1, 12_345_678_901]) expect(queue.cancel(handle)).toBe(false);
    expect(queue.live).toBe(1);
  });

  it('stay exact while one slot is used 200,000,000 times over', () => {
    const queue = new EventQueue();
    queue.add(1e9, 0, 1, 0, -1);
    const slot = queue.add(0, 0, 1, 0, 0);
    queue.release(queue.pop());
    // As many uses as make the generation wrap; only the last ones are looked at.
    for (let use = 0; use < 2 ** 27 + 2 ** 26; use++) queue.release(slot);
    const handle = queue.handle(slot);
    expect(Number.isSafeInteger(handle)).toBe(true);
    expect(handle % 2 ** 26).toBe(slot);
  }, 60_000);
});

describe('slots', () => {
  it('are recycled: a steady load needs no more of them than are pending at once', () => {
    const queue = new EventQueue();
    for (let key = 0; key < 50; key++) add(queue, key, key);
    let highest = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      const slot = queue.pop();
      highest = Math.max(highest, slot);
      queue.release(slot);
      const kept = queue.add(queue.now + 1 + (turn % 97), 0, 1, 0, turn);
      if (turn % 3 === 0) {
        queue.cancel(queue.handle(kept));
        add(queue, queue.now + 40, turn);
      }
    }
    // Cancelled events keep their slot until time passes them.
    expect(highest).toBeLessThan(200);
  });

  it('grow with a million pending, and lose nothing', () => {
    const queue = new EventQueue();
    const count = 1_000_000;
    const handles = new Float64Array(count);
    let kept = 0;
    for (let key = 0; key < count; key++) handles[key] = add(queue, (key * 7_919) % 1_000_003, key);
    for (let key = 0; key < count; key += 2) if (!queue.cancel(handles[key]!)) fail(key);
    let last = -1;
    for (let slot = queue.pop(); slot >= 0; slot = queue.pop()) {
      if (queue.now < last || queue.key(slot) % 2 === 0) fail(slot);
      last = queue.now;
      kept++;
      queue.release(slot);
    }
    expect(kept).toBe(count / 2);
  });
});

function fail(at: number): never {
  throw new Error(`out of order at ${at}`);
}
