// The event list: a ladder queue (Tang, Goh & Thng, ACM TOMACS 15(3), 2005) with a binary heap as its bottom. Order is
// total: time, then priority, then sequence. An event is a record of 40 bytes in one buffer, so that it costs one or
// two cache lines and one page however many are pending. Methods pass slots and not times to one another, since V8
// boxes a double that is an argument of a call it does not inline.

/** A record is REALS doubles or WORDS words long. In doubles: when, its place among equal times, and a free number. */
const REALS = 5;
const TIME = 0;
const ORDER = 1;
const KEY = 2;
/** In words: the next slot of its bucket, of the top or of the free list; what kind of event it is; for whom. */
const WORDS = 10;
const LINK = 6;
const CODE = 7;
const PARTY = 8;
const GENERATION = 9;

/** Priority and sequence share one number: 2^47 events may happen in a run. */
const PRIORITY_UNIT = 2 ** 47;
const SLOT_LIMIT = 2 ** 26;
/** Generations wrap, or the handles of a slot that is used often would pass 2^53. */
const LAST_GENERATION = 2 ** 27 - 1;
const SPLIT_ABOVE = 48;
const RUNGS = 8;
/** A rung has a bucket for each event. As long as they fit the cache, finer ones leave less to the heap: 15 % faster. */
const FINE = 4;
const FINE_UP_TO = 2_048;
const NONE = -1;
const LOADED = -2;
const FIRST_CAPACITY = 1024;

/** The code of a slot that is free or was cancelled. */
const CANCELLED = 0;

/**
 * Pending events by (time, priority, sequence). A slot names an event until `release`; a handle names it for ever,
 * and is refused once the event is gone.
 */
export class EventQueue {
  /** Time of the event that `pop` returned last. */
  now: number;
  /** Events pending and not cancelled. */
  live = 0;
  private reals: Float64Array = new Float64Array(FIRST_CAPACITY * REALS);
  /** The same bytes. */
  private words: Int32Array = new Int32Array(this.reals.buffer);
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
  /** By rung: for each bucket, the head of its list and how many it holds. */
  private readonly buckets: Int32Array[] = [];

  private heapSlots: Int32Array = new Int32Array(256);
  private heapTimes: Float64Array = new Float64Array(256);
  private heapSize = 0;

  constructor() {
    // First a fraction, so that these fields hold doubles from the start and are never boxed anew.
    this.now = this.topMin = this.topMax = this.topStart = 0.5;
    this.now = 0;
    this.topMin = Infinity;
    this.topMax = -Infinity;
    this.topStart = -1;
    for (let rung = 0; rung < RUNGS; rung++) this.buckets.push(new Int32Array(128));
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
    } else this.freeHead = this.words[slot * WORDS + LINK]!;
    this.reals[slot * REALS + TIME] = time;
    this.reals[slot * REALS + ORDER] = priority * PRIORITY_UNIT + rank;
    this.words[slot * WORDS + CODE] = code;
    this.words[slot * WORDS + PARTY] = party;
    this.reals[slot * REALS + KEY] = key;
    this.live++;
    if (time > this.topStart) {
      this.words[slot * WORDS + LINK] = this.topHead;
      this.topHead = slot;
      this.topCount++;
      if (time < this.topMin) this.topMin = time;
      if (time > this.topMax) this.topMax = time;
    } else this.place(slot);
    return slot;
  }

  /** Not 0: that is the code of what is free or cancelled. */
  code(slot: number): number {
    return this.words[slot * WORDS + CODE]!;
  }
  party(slot: number): number {
    return this.words[slot * WORDS + PARTY]!;
  }
  key(slot: number): number {
    return this.reals[slot * REALS + KEY]!;
  }

  handle(slot: number): number {
    return this.words[slot * WORDS + GENERATION]! * SLOT_LIMIT + slot;
  }

  /** Returns the slot that a handle still names, or -1. */
  resolve(handle: number): number {
    // Not by the remainder operator: on doubles it is a call, ten times as slow as this.
    const slot = handle - Math.floor(handle / SLOT_LIMIT) * SLOT_LIMIT;
    if (slot < 0 || slot >= this.used || this.words[slot * WORDS + CODE] === CANCELLED) return NONE;
    return this.words[slot * WORDS + GENERATION]! * SLOT_LIMIT + slot === handle ? slot : NONE;
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
    this.words[slot * WORDS + CODE] = CANCELLED;
    this.live--;
  }

  /** Time of the first pending event, or Infinity. */
  nextTime(): number {
    const { now } = this;
    const first = this.pop();
    if (first === NONE) return Infinity;
    this.heapPush(first);
    this.live++;
    this.now = now;
    return this.heapTimes[0]!;
  }

  /** Removes the first event and returns its slot, to be released once it has been read; -1 if there is none. */
  pop(): number {
    for (;;) {
      let slot = this.heapSize > 0 ? LOADED : this.refill();
      if (slot === NONE) return NONE;
      if (slot === LOADED) {
        slot = this.heapSlots[0]!;
        this.removeFirst();
      }
      if (this.words[slot * WORDS + CODE] !== CANCELLED) {
        this.now = this.reals[slot * REALS + TIME]!;
        this.live--;
        return slot;
      }
      this.release(slot);
    }
  }

  /** Gives a popped slot back. */
  release(slot: number): void {
    this.words[slot * WORDS + CODE] = CANCELLED;
    this.words[slot * WORDS + GENERATION] = (this.words[slot * WORDS + GENERATION]! + 1) & LAST_GENERATION;
    this.words[slot * WORDS + LINK] = this.freeHead;
    this.freeHead = slot;
  }

  /** Into the bucket of the lowest rung that has not passed its time yet, else into the heap. */
  private place(slot: number): void {
    const time = this.reals[slot * REALS + TIME]!;
    for (let rung = 0; rung < this.rungs; rung++) {
      // Clamped before the conversion to an integer: a narrow rung sees times far beyond its end.
      const position = (time - this.rungStart[rung]!) * this.rungInverseWidth[rung]!;
      const buckets = this.rungBuckets[rung]!;
      const bucket = position >= buckets ? buckets - 1 : position < 0 ? NONE : position | 0;
      if (bucket < this.rungCurrent[rung]!) continue;
      const pairs = this.buckets[rung]!;
      this.words[slot * WORDS + LINK] = pairs[2 * bucket]!;
      pairs[2 * bucket] = slot;
      pairs[2 * bucket + 1]!++;
      this.rungCount[rung]!++;
      return;
    }
    this.heapPush(slot);
  }

  /** NONE if no event is left, LOADED if the heap has some again, or the next event if it is alone in its bucket. */
  private refill(): number {
    while (this.heapSize === 0) {
      const rung = this.rungs - 1;
      if (rung < 0) {
        if (this.topCount === 0) return NONE;
        this.lowerTop();
      } else if (this.rungCount[rung] === 0) this.rungs--;
      else {
        const alone = this.lowerBucket(rung);
        if (alone !== LOADED) return alone;
      }
    }
    return LOADED;
  }

  private lowerTop(): void {
    const { topHead: head, topCount: count, topMin: min, topMax: max } = this;
    this.topHead = NONE;
    this.topCount = 0;
    this.topStart = max;
    this.topMin = Infinity;
    this.topMax = -Infinity;
    if (count <= SPLIT_ABOVE || max === min) this.load(head);
    else this.spread(head, count, min, max);
  }

  private lowerBucket(rung: number): number {
    const pairs = this.buckets[rung]!;
    let bucket = this.rungCurrent[rung]!;
    while (pairs[2 * bucket + 1] === 0) bucket++;
    const head = pairs[2 * bucket]!;
    const count = pairs[2 * bucket + 1]!;
    this.rungCurrent[rung] = bucket + 1;
    this.rungCount[rung]! -= count;
    const { reals, words } = this;
    // Most buckets hold one event, which need not pass through the heap.
    if (count === 1) return head;
    if (count <= SPLIT_ABOVE || this.rungs === RUNGS) {
      this.load(head);
      return LOADED;
    }
    let min = Infinity;
    let max = -Infinity;
    for (let slot = head; slot >= 0; slot = words[slot * WORDS + LINK]!) {
      const time = reals[slot * REALS + TIME]!;
      if (time < min) min = time;
      if (time > max) max = time;
    }
    if (max > min) this.spread(head, count, min, max);
    else this.load(head);
    return LOADED;
  }

  /** Spreads a list over the buckets of a new rung; cancelled events are recycled on the way. */
  private spread(head: number, events: number, min: number, max: number): void {
    const rung = this.rungs++;
    const count = events <= FINE_UP_TO ? FINE * events : events;
    if (this.buckets[rung]!.length < 2 * count) this.buckets[rung] = new Int32Array(4 * count);
    const pairs = this.buckets[rung]!;
    for (let bucket = 0; bucket < count; bucket++) {
      pairs[2 * bucket] = NONE;
      pairs[2 * bucket + 1] = 0;
    }
    const inverseWidth = count / (max - min);
    const { reals, words } = this;
    let live = 0;
    for (let slot = head; slot >= 0; ) {
      const next = words[slot * WORDS + LINK]!;
      if (words[slot * WORDS + CODE] === CANCELLED) this.release(slot);
      else {
        const position = (reals[slot * REALS + TIME]! - min) * inverseWidth;
        const bucket = position >= count ? count - 1 : position | 0;
        words[slot * WORDS + LINK] = pairs[2 * bucket]!;
        pairs[2 * bucket] = slot;
        pairs[2 * bucket + 1]!++;
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
    const { words } = this;
    for (let slot = head; slot >= 0; ) {
      const next = words[slot * WORDS + LINK]!;
      if (words[slot * WORDS + CODE] === CANCELLED) this.release(slot);
      else this.heapPush(slot);
      slot = next;
    }
  }

  private heapPush(slot: number): void {
    const time = this.reals[slot * REALS + TIME]!;
    const order = this.reals[slot * REALS + ORDER]!;
    let at = this.heapSize++;
    if (at >= this.heapSlots.length) {
      this.heapSlots = into(new Int32Array(at * 2), this.heapSlots);
      this.heapTimes = into(new Float64Array(at * 2), this.heapTimes);
    }
    const { heapSlots, heapTimes } = this;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = heapTimes[parent]!;
      if (parentTime < time || (parentTime === time && this.orderAt(parent) < order)) break;
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
    const { heapSlots, heapTimes } = this;
    const time = heapTimes[size]!;
    const slot = heapSlots[size]!;
    const order = this.reals[slot * REALS + ORDER]!;
    const half = size >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      let childTime = heapTimes[child]!;
      if (child + 1 < size) {
        const right = heapTimes[child + 1]!;
        if (right < childTime || (right === childTime && this.orderAt(child + 1) < this.orderAt(child))) {
          child++;
          childTime = right;
        }
      }
      if (time < childTime || (time === childTime && order < this.orderAt(child))) break;
      heapTimes[at] = childTime;
      heapSlots[at] = heapSlots[child]!;
      at = child;
    }
    heapTimes[at] = time;
    heapSlots[at] = slot;
  }

  private orderAt(heapIndex: number): number {
    return this.reals[this.heapSlots[heapIndex]! * REALS + ORDER]!;
  }

  private grow(): void {
    if (this.capacity >= SLOT_LIMIT) throw new RangeError(`more than ${SLOT_LIMIT} events pending`);
    this.capacity *= 2;
    this.reals = into(new Float64Array(this.capacity * REALS), this.reals);
    this.words = new Int32Array(this.reals.buffer);
  }
}

function into<A extends Int32Array | Float64Array>(wider: A, column: A): A {
  wider.set(column);
  return wider;
}
