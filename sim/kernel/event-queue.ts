// The event list: a ladder queue (Tang, Goh & Thng, ACM TOMACS 15(3), 2005) with a binary heap as its bottom, over
// typed columns. Order is total: time, then priority, then sequence. Methods pass slots and not times to one another,
// since V8 boxes a double that is an argument of a call it does not inline.

/** Priority and sequence share one number: 2^47 events may happen in a run. */
const PRIORITY_UNIT = 2 ** 47;
const SLOT_LIMIT = 2 ** 26;
/** Generations wrap, or the handles of a slot that is used often would pass 2^53. */
const LAST_GENERATION = 2 ** 27 - 1;
const SPLIT_ABOVE = 48;
const RUNGS = 8;
const NONE = -1;
const FIRST_CAPACITY = 1024;

/** The code of a slot that is free or was cancelled. */
const CANCELLED = 0;

/**
 * Pending events by (time, priority, sequence). A slot names an event until `release`; a handle names it for ever,
 * and is refused once the event is gone. Columns are public for the run loop, which reads the event it popped.
 */
export class EventQueue {
  /** Time of the event that `pop` returned last. */
  now: number;
  /** Events pending and not cancelled. */
  live = 0;
  /** What kind of event, never CANCELLED; whom it concerns; and a number for whoever handles it. */
  codes: Int32Array = new Int32Array(FIRST_CAPACITY);
  parties: Int32Array = new Int32Array(FIRST_CAPACITY);
  keys: Float64Array = new Float64Array(FIRST_CAPACITY);

  private times: Float64Array = new Float64Array(FIRST_CAPACITY);
  private orders: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** The next slot of a bucket, of the top, or of the free list. */
  private links: Int32Array = new Int32Array(FIRST_CAPACITY);
  private generations: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  private capacity = FIRST_CAPACITY;
  private used = 0;
  private freeHead = NONE;
  private sequence = 0;

  private topHead = NONE;
  private topCount = 0;
  private topMin: number;
  private topMax: number;
  /** Events later than this wait, unsorted, at the top. */
  private topStart: number;

  private rungs = 0;
  private readonly rungStart: Float64Array = new Float64Array(RUNGS);
  private readonly rungInverseWidth: Float64Array = new Float64Array(RUNGS);
  private readonly rungCurrent: Int32Array = new Int32Array(RUNGS);
  private readonly rungBuckets: Int32Array = new Int32Array(RUNGS);
  private readonly rungCount: Int32Array = new Int32Array(RUNGS);
  private readonly bucketHeads: Int32Array[] = [];
  private readonly bucketCounts: Int32Array[] = [];

  private heapSlots: Int32Array = new Int32Array(256);
  private heapTimes: Float64Array = new Float64Array(256);
  private heapSize = 0;

  constructor() {
    // First a fraction, so that these fields hold doubles from the start and are never boxed anew.
    this.now = 0.5;
    this.topMin = 0.5;
    this.topMax = 0.5;
    this.topStart = 0.5;
    this.now = 0;
    this.topMin = Infinity;
    this.topMax = -Infinity;
    this.topStart = -1;
    for (let rung = 0; rung < RUNGS; rung++) {
      this.bucketHeads.push(new Int32Array(64));
      this.bucketCounts.push(new Int32Array(64));
    }
  }

  /** Adds an event in the order of calls among equal times and priorities. Returns its slot. */
  add(time: number, priority: number, code: number, party: number, key: number): number {
    return this.addRanked(time, priority, this.sequence++, code, party, key);
  }

  /** Adds an event whose place among equal times and priorities is `rank` (0 to 2^47 - 1). */
  addRanked(time: number, priority: number, rank: number, code: number, party: number, key: number): number {
    let slot = this.freeHead;
    if (slot === NONE) {
      if (this.used === this.capacity) this.grow();
      slot = this.used++;
    } else this.freeHead = this.links[slot]!;
    this.times[slot] = time;
    this.orders[slot] = priority * PRIORITY_UNIT + rank;
    this.codes[slot] = code;
    this.parties[slot] = party;
    this.keys[slot] = key;
    this.live++;
    if (time > this.topStart) {
      this.links[slot] = this.topHead;
      this.topHead = slot;
      this.topCount++;
      if (time < this.topMin) this.topMin = time;
      if (time > this.topMax) this.topMax = time;
    } else this.place(slot);
    return slot;
  }

  handle(slot: number): number {
    return this.generations[slot]! * SLOT_LIMIT + slot;
  }

  /** Returns the slot that a handle still names, or -1. */
  resolve(handle: number): number {
    // Not by the remainder operator: on doubles it is a call, ten times as slow as this.
    const slot = handle - Math.floor(handle / SLOT_LIMIT) * SLOT_LIMIT;
    if (slot < 0 || slot >= this.used || this.codes[slot] === CANCELLED) return NONE;
    return this.generations[slot]! * SLOT_LIMIT + slot === handle ? slot : NONE;
  }

  /** Forgets an event by its handle. False if it is no longer pending. */
  cancel(handle: number): boolean {
    const slot = this.resolve(handle);
    if (slot === NONE) return false;
    this.forget(slot);
    return true;
  }

  /** Forgets a pending event. Its slot is recycled when the queue next touches it. */
  forget(slot: number): void {
    this.codes[slot] = CANCELLED;
    this.live--;
  }

  /** Time of the first pending event, or Infinity. */
  nextTime(): number {
    for (;;) {
      if (this.heapSize === 0 && !this.refill()) return Infinity;
      const slot = this.heapSlots[0]!;
      if (this.codes[slot] !== CANCELLED) return this.heapTimes[0]!;
      this.removeFirst();
      this.release(slot);
    }
  }

  /** Removes the first event and returns its slot, to be released once it has been read; -1 if there is none. */
  pop(): number {
    for (;;) {
      if (this.heapSize === 0 && !this.refill()) return NONE;
      const slot = this.heapSlots[0]!;
      if (this.codes[slot] !== CANCELLED) {
        this.now = this.heapTimes[0]!;
        this.removeFirst();
        this.live--;
        return slot;
      }
      this.removeFirst();
      this.release(slot);
    }
  }

  /** Gives a popped slot back. */
  release(slot: number): void {
    this.codes[slot] = CANCELLED;
    this.generations[slot] = (this.generations[slot]! + 1) & LAST_GENERATION;
    this.links[slot] = this.freeHead;
    this.freeHead = slot;
  }

  /** Into the bucket of the lowest rung that has not passed its time yet, else into the heap. */
  private place(slot: number): void {
    const time = this.times[slot]!;
    for (let rung = 0; rung < this.rungs; rung++) {
      // Clamped before the conversion to an integer: a narrow rung sees times far beyond its end.
      const position = (time - this.rungStart[rung]!) * this.rungInverseWidth[rung]!;
      const buckets = this.rungBuckets[rung]!;
      const bucket = position >= buckets ? buckets - 1 : position < 0 ? NONE : position | 0;
      if (bucket < this.rungCurrent[rung]!) continue;
      const heads = this.bucketHeads[rung]!;
      this.links[slot] = heads[bucket]!;
      heads[bucket] = slot;
      this.bucketCounts[rung]![bucket]!++;
      this.rungCount[rung]!++;
      return;
    }
    this.heapPush(slot);
  }

  private refill(): boolean {
    while (this.heapSize === 0) {
      const rung = this.rungs - 1;
      if (rung < 0) {
        if (this.topCount === 0) return false;
        this.lowerTop();
      } else if (this.rungCount[rung] === 0) this.rungs--;
      else this.lowerBucket(rung);
    }
    return true;
  }

  private lowerTop(): void {
    const head = this.topHead;
    const count = this.topCount;
    const min = this.topMin;
    const max = this.topMax;
    this.topHead = NONE;
    this.topCount = 0;
    this.topStart = max;
    this.topMin = Infinity;
    this.topMax = -Infinity;
    if (count <= SPLIT_ABOVE || max === min) this.load(head);
    else this.spread(head, count, min, max);
  }

  private lowerBucket(rung: number): void {
    const counts = this.bucketCounts[rung]!;
    let bucket = this.rungCurrent[rung]!;
    while (counts[bucket] === 0) bucket++;
    const head = this.bucketHeads[rung]![bucket]!;
    const count = counts[bucket]!;
    this.rungCurrent[rung] = bucket + 1;
    this.rungCount[rung]! -= count;
    if (count <= SPLIT_ABOVE || this.rungs === RUNGS) {
      this.load(head);
      return;
    }
    const { times, links } = this;
    let min = Infinity;
    let max = -Infinity;
    for (let slot = head; slot >= 0; slot = links[slot]!) {
      const time = times[slot]!;
      if (time < min) min = time;
      if (time > max) max = time;
    }
    if (max > min) this.spread(head, count, min, max);
    else this.load(head);
  }

  /** Spreads a list over a new rung with a bucket for each event; cancelled ones are recycled on the way. */
  private spread(head: number, count: number, min: number, max: number): void {
    const rung = this.rungs++;
    if (this.bucketHeads[rung]!.length < count) {
      this.bucketHeads[rung] = new Int32Array(count * 2);
      this.bucketCounts[rung] = new Int32Array(count * 2);
    }
    const heads = this.bucketHeads[rung]!.fill(NONE, 0, count);
    const counts = this.bucketCounts[rung]!.fill(0, 0, count);
    const inverseWidth = count / (max - min);
    const { codes, links, times } = this;
    let live = 0;
    for (let slot = head; slot >= 0; ) {
      const next = links[slot]!;
      if (codes[slot] === CANCELLED) this.release(slot);
      else {
        const position = (times[slot]! - min) * inverseWidth;
        const bucket = position >= count ? count - 1 : position | 0;
        links[slot] = heads[bucket]!;
        heads[bucket] = slot;
        counts[bucket]!++;
        live++;
      }
      slot = next;
    }
    this.rungStart[rung] = min;
    this.rungInverseWidth[rung] = inverseWidth;
    this.rungCurrent[rung] = 0;
    this.rungBuckets[rung] = count;
    this.rungCount[rung] = live;
  }

  private load(head: number): void {
    const { codes, links } = this;
    for (let slot = head; slot >= 0; ) {
      const next = links[slot]!;
      if (codes[slot] === CANCELLED) this.release(slot);
      else this.heapPush(slot);
      slot = next;
    }
  }

  private heapPush(slot: number): void {
    const time = this.times[slot]!;
    const order = this.orders[slot]!;
    let at = this.heapSize++;
    if (at >= this.heapSlots.length) {
      this.heapSlots = into(new Int32Array(at * 2), this.heapSlots);
      this.heapTimes = into(new Float64Array(at * 2), this.heapTimes);
    }
    const { heapSlots, heapTimes, orders } = this;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = heapTimes[parent]!;
      if (parentTime < time || (parentTime === time && orders[heapSlots[parent]!]! < order)) break;
      heapTimes[at] = parentTime;
      heapSlots[at] = heapSlots[parent]!;
      at = parent;
    }
    heapTimes[at] = time;
    heapSlots[at] = slot;
  }

  private removeFirst(): void {
    const size = --this.heapSize;
    if (size === 0) return;
    const { heapSlots, heapTimes, orders } = this;
    const time = heapTimes[size]!;
    const slot = heapSlots[size]!;
    const order = orders[slot]!;
    const half = size >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      let childTime = heapTimes[child]!;
      if (child + 1 < size) {
        const right = heapTimes[child + 1]!;
        if (right < childTime || (right === childTime && orders[heapSlots[child + 1]!]! < orders[heapSlots[child]!]!)) {
          child++;
          childTime = right;
        }
      }
      if (time < childTime || (time === childTime && order < orders[heapSlots[child]!]!)) break;
      heapTimes[at] = childTime;
      heapSlots[at] = heapSlots[child]!;
      at = child;
    }
    heapTimes[at] = time;
    heapSlots[at] = slot;
  }

  private grow(): void {
    if (this.capacity >= SLOT_LIMIT) throw new RangeError(`more than ${SLOT_LIMIT} events pending`);
    this.capacity *= 2;
    const { capacity } = this;
    this.times = into(new Float64Array(capacity), this.times);
    this.orders = into(new Float64Array(capacity), this.orders);
    this.links = into(new Int32Array(capacity), this.links);
    this.codes = into(new Int32Array(capacity), this.codes);
    this.parties = into(new Int32Array(capacity), this.parties);
    this.keys = into(new Float64Array(capacity), this.keys);
    this.generations = into(new Uint32Array(capacity), this.generations);
  }
}

function into<A extends Int32Array | Uint32Array | Float64Array>(wider: A, column: A): A {
  wider.set(column);
  return wider;
}
