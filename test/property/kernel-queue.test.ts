// The event queue against a sorted list: whatever is added, cancelled and popped, in whatever clusters of time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../sim/kernel/event-queue.ts';

interface Expected {
  readonly time: number;
  readonly priority: number;
  readonly sequence: number;
  readonly key: number;
}

/** Pending events in a list that is kept sorted. */
class SortedList {
  readonly events: Expected[] = [];

  add(event: Expected): void {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(this.events[middle]!, event)) low = middle + 1;
      else high = middle;
    }
    this.events.splice(low, 0, event);
  }

  remove(key: number): void {
    this.events.splice(
      this.events.findIndex((event) => event.key === key),
      1,
    );
  }
}

const before = (a: Expected, b: Expected): boolean =>
  a.time !== b.time ? a.time < b.time : a.priority !== b.priority ? a.priority < b.priority : a.sequence < b.sequence;

type Step =
  /** `count` events whose distance from now is a fraction of `reach`, with `grain` between neighbours. */
  | {
      readonly kind: 'add';
      readonly count: number;
      readonly reach: number;
      readonly grain: number;
      readonly salt: number;
    }
  | { readonly kind: 'pop'; readonly count: number }
  /** Cancels by handle, spent handles among them. */
  | { readonly kind: 'cancel'; readonly count: number; readonly salt: number }
  | { readonly kind: 'peek' };

const REACHES = [0, 1, 7, 1e3, 1e6, 1e9, 1e12, 1e15];

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 50, max: 400 })),
    reach: fc.constantFrom(...REACHES),
    grain: fc.constantFrom(1, 1, 10, 1e6),
    salt: fc.nat(),
  }),
  fc.record({ kind: fc.constant('pop' as const), count: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ kind: fc.constant('cancel' as const), count: fc.integer({ min: 1, max: 60 }), salt: fc.nat() }),
  fc.record({ kind: fc.constant('peek' as const) }),
);

/** A cheap generator inside a step: fast-check shrinks the step, not its thousand numbers. */
function* chances(salt: number): Generator<number, never> {
  for (let state = salt | 1; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

class Race {
  readonly queue = new EventQueue();
  readonly list = new SortedList();
  private readonly handles: number[] = [];
  private readonly pending: boolean[] = [];
  private sequence = 0;

  add({ count, reach, grain, salt }: Step & { kind: 'add' }): void {
    const chance = chances(salt);
    for (let i = 0; i < count; i++) {
      // Cubed, so that events crowd near now and thin out far away, as those of a simulation do.
      const far = chance.next().value;
      const time = this.queue.now + Math.floor((far * far * far * reach) / grain) * grain;
      const priority = Math.floor(chance.next().value * 4);
      const key = this.handles.length;
      const slot = this.queue.add(time, priority, 1 + (key % 100), key % 7, key);
      this.handles.push(this.queue.handle(slot));
      this.pending.push(true);
      this.list.add({ time, priority, sequence: this.sequence++, key });
    }
  }

  cancel({ count, salt }: Step & { kind: 'cancel' }): void {
    if (this.handles.length === 0) return;
    const chance = chances(salt);
    for (let i = 0; i < count; i++) {
      const key = Math.floor(chance.next().value * this.handles.length);
      expect(this.queue.cancel(this.handles[key]!)).toBe(this.pending[key]);
      if (this.pending[key]!) this.list.remove(key);
      this.pending[key] = false;
    }
  }

  pop(count: number): void {
    const { queue, list } = this;
    for (let i = 0; i < count; i++) {
      const slot = queue.pop();
      const expected = list.events.shift();
      if (expected === undefined) {
        expect(slot).toBe(-1);
        return;
      }
      expect(queue.key(slot)).toBe(expected.key);
      expect(queue.now).toBe(expected.time);
      expect(queue.code(slot)).toBe(1 + (expected.key % 100));
      expect(queue.party(slot)).toBe(expected.key % 7);
      expect(queue.handle(slot)).toBe(this.handles[expected.key]);
      queue.release(slot);
      this.pending[expected.key] = false;
    }
  }
}

function run(script: readonly Step[]): void {
  const race = new Race();
  for (const step of script) {
    if (step.kind === 'add') race.add(step);
    else if (step.kind === 'cancel') race.cancel(step);
    else if (step.kind === 'pop') race.pop(step.count);
    else expect(race.queue.nextTime()).toBe(race.list.events[0]?.time ?? Infinity);
    expect(race.queue.live).toBe(race.list.events.length);
  }
  race.pop(Infinity);
}

describe('the event queue', () => {
  it('gives back what a sorted list gives back', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 25 }), (script) => run(script)),
      { numRuns: 150 },
    );
  });
});
