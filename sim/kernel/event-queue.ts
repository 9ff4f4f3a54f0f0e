// The event list: a ladder queue (Tang, Goh & Thng, ACM TOMACS 15(3), 2005) with a binary heap as its bottom.
// Order is total: time, then priority, then sequence. Each event is one 64-byte record in a single Float64Array, so
// that touching an event costs one cache line even with a million of them pending.

/** Fields of a record. */
const TIME = 0;
const ORDER = 1;
const NEXT = 2;
const KIND = 3;
const PARTY = 4;
const KEY = 5;
const DETAIL = 6;
const GENERATION = 7;
const STRIDE_BITS = 3;

/** Priority and sequence share one number: 2^47 events may happen in a run. */
const PRIORITY_UNIT = 2 ** 47;
const SLOT_LIMIT = 2 ** 26;
const SPLIT_ABOVE = 48;
const RUNGS = 8;
const NONE = -1;

/** The kind of a record that is free or was cancelled. */
export const CANCELLED = 0;

/**
 * Pending events by (time, priority, sequence). A slot names an event until `release`; a handle names it for ever,
 * and is refused once the event is gone.
 */
export class EventQueue {
  /** Time of the event that `pop` returned last. */
  now = 0;
  /** Events pending and not cancelled. */
  live = 0;
  /** Public for the run loop, which reads the fields of the event it popped. */
  records: Float64Array = new Float64Array(1024 << STRIDE_BITS);
  private capacity = 1024;
  private used = 0;
  private freeHead = NONE;
  private sequence = 0;

  private topHead = NONE;
  private topCount = 0;
  private topMin = Infinity;
  private topMax = -Infinity;
  /** Events later than this wait, unsorted, at the top. */
  private topStart = -1;

  private rungs = 0;
  private readonly rungStart: Float64Array = new Float64Array(RUNGS);
  private readonly rungInverseWidth: Float64Array = new Float64Array(RUNGS);
  private readonly rungCurrent: Int32Array = new Int32Array(RUNGS);
  private readonly rungBuckets: Int32Array = new Int32Array(RUNGS);
  private readonly rungCount: Int32Array = new Int32Array(RUNGS);
  private readonly rungHeads: Int32Array[] = [];

  private heapSlots: Int32Array = new Int32Array(256);
  private heapTimes: Float64Array = new Float64Array(256);
  private heapSize = 0;

  constructor() {
    for (let rung = 0; rung < RUNGS; rung++) this.rungHeads.push(new Int32Array(64));
  }

  kind(slot: number): number {
    return this.records[(slot << STRIDE_BITS) + KIND]! | 0;
  }
  party(slot: number): number {
    return this.records[(slot << STRIDE_BITS) + PARTY]! | 0;
  }
  key(slot: number): number {
    return this.records[(slot << STRIDE_BITS) + KEY]!;
  }
  detail(slot: number): number {
    return this.records[(slot << STRIDE_BITS) + DETAIL]!;
  }
  get slots(): number {
    return this.capacity;
  }

  /** Adds an event in the order of calls among equal times and priorities. Returns its slot. */
  add(time: number, priority: number, kind: number, party: number, key: number, detail: number): number {
    return this.insert(time, priority * PRIORITY_UNIT + this.sequence++, kind, party, key, detail);
  }

  /** Adds an event whose place among equal times and priorities is `rank` (0 to 2^47 - 1). */
  addRanked(
    time: number,
    priority: number,
    rank: number,
    kind: number,
    party: number,
    key: number,
    detail: number,
  ): number {
    return this.insert(time, priority * PRIORITY_UNIT + rank, kind, party, key, detail);
  }

  handle(slot: number): number {
    return this.records[(slot << STRIDE_BITS) + GENERATION]! * SLOT_LIMIT + slot;
  }

  /** Returns the slot that a handle still names, or -1. */
  resolve(handle: number): number {
    const slot = handle % SLOT_LIMIT;
    if (slot < 0 || slot >= this.used) return NONE;
    const at = slot << STRIDE_BITS;
    const alive =
      this.records[at + GENERATION]! * SLOT_LIMIT + slot === handle && this.records[at + KIND] !== CANCELLED;
    return alive ? slot : NONE;
  }

  /** Forgets an event. Its slot is recycled when the queue next touches it. False if it is no longer pending. */
  cancel(handle: number): boolean {
    const slot = this.resolve(handle);
    if (slot === NONE) return false;
    this.records[(slot << STRIDE_BITS) + KIND] = CANCELLED;
    this.live--;
    return true;
  }

  /** Time of the first pending event, or Infinity. */
  nextTime(): number {
    for (;;) {
      if (this.heapSize === 0 && !this.refill()) return Infinity;
      const slot = this.heapSlots[0]!;
      if (this.records[(slot << STRIDE_BITS) + KIND] !== CANCELLED) return this.heapTimes[0]!;
      this.removeFirst();
      this.release(slot);
    }
  }

  /** Removes the first event and returns its slot, to be released once it has been read; -1 if there is none. */
  pop(): number {
    for (;;) {
      if (this.heapSize === 0 && !this.refill()) return NONE;
      const slot = this.heapSlots[0]!;
      const time = this.heapTimes[0]!;
      this.removeFirst();
      if (this.records[(slot << STRIDE_BITS) + KIND] === CANCELLED) {
        this.release(slot);
        continue;
      }
      this.now = time;
      this.live--;
      return slot;
    }
  }

  /** Gives a popped slot back. */
  release(slot: number): void {
    const at = slot << STRIDE_BITS;
    const { records } = this;
    records[at + KIND] = CANCELLED;
    records[at + GENERATION]!++;
    records[at + NEXT] = this.freeHead;
    this.freeHead = slot;
  }

  private insert(time: number, order: number, kind: number, party: number, key: number, detail: number): number {
    let slot = this.freeHead;
    if (slot === NONE) {
      if (this.used === this.capacity) this.grow();
      slot = this.used++;
    } else this.freeHead = this.records[(slot << STRIDE_BITS) + NEXT]! | 0;
    const { records } = this;
    const at = slot << STRIDE_BITS;
    records[at + TIME] = time;
    records[at + ORDER] = order;
    records[at + KIND] = kind;
    records[at + PARTY] = party;
    records[at + KEY] = key;
    records[at + DETAIL] = detail;
    this.live++;
    if (time > this.topStart) this.pushTop(slot, time);
    else this.pushLadder(slot, time, order);
    return slot;
  }

  private pushTop(slot: number, time: number): void {
    this.records[(slot << STRIDE_BITS) + NEXT] = this.topHead;
    this.topHead = slot;
    this.topCount++;
    if (time < this.topMin) this.topMin = time;
    if (time > this.topMax) this.topMax = time;
  }

  private pushLadder(slot: number, time: number, order: number): void {
    for (let rung = 0; rung < this.rungs; rung++) {
      const bucket = this.bucketOf(rung, time);
      if (bucket >= this.rungCurrent[rung]!) {
        const heads = this.rungHeads[rung]!;
        this.records[(slot << STRIDE_BITS) + NEXT] = heads[bucket]!;
        heads[bucket] = slot;
        this.rungCount[rung]!++;
        return;
      }
    }
    this.heapPush(slot, time, order);
  }

  /** Clamped before the conversion to an integer: a narrow rung sees times far beyond its end. */
  private bucketOf(rung: number, time: number): number {
    const position = (time - this.rungStart[rung]!) * this.rungInverseWidth[rung]!;
    const buckets = this.rungBuckets[rung]!;
    return position >= buckets ? buckets - 1 : position < 0 ? -1 : position | 0;
  }

  private refill(): boolean {
    const { records } = this;
    while (this.heapSize === 0) {
      if (this.rungs === 0) {
        if (this.topCount === 0) return false;
        this.lowerTop();
        continue;
      }
      const rung = this.rungs - 1;
      if (this.rungCount[rung] === 0) {
        this.rungs--;
        continue;
      }
      const heads = this.rungHeads[rung]!;
      let bucket = this.rungCurrent[rung]!;
      while (heads[bucket]! < 0) bucket++;
      const head = heads[bucket]!;
      this.rungCurrent[rung] = bucket + 1;
      let count = 0;
      let min = Infinity;
      let max = -Infinity;
      for (let slot = head; slot >= 0; slot = records[(slot << STRIDE_BITS) + NEXT]! | 0) {
        const time = records[(slot << STRIDE_BITS) + TIME]!;
        count++;
        if (time < min) min = time;
        if (time > max) max = time;
      }
      this.rungCount[rung]! -= count;
      if (count > SPLIT_ABOVE && this.rungs < RUNGS && max > min) this.spread(head, count, min, max);
      else this.load(head);
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

  /** Spreads a list over a new rung with a bucket for each event; cancelled ones are recycled on the way. */
  private spread(head: number, count: number, min: number, max: number): void {
    const rung = this.rungs++;
    if (this.rungHeads[rung]!.length < count) this.rungHeads[rung] = new Int32Array(count * 2);
    const heads = this.rungHeads[rung]!;
    heads.fill(NONE, 0, count);
    const inverseWidth = count / (max - min);
    const { records } = this;
    let live = 0;
    for (let slot = head; slot >= 0; ) {
      const at = slot << STRIDE_BITS;
      const next = records[at + NEXT]! | 0;
      if (records[at + KIND] === CANCELLED) this.release(slot);
      else {
        const position = (records[at + TIME]! - min) * inverseWidth;
        const bucket = position >= count ? count - 1 : position | 0;
        records[at + NEXT] = heads[bucket]!;
        heads[bucket] = slot;
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
    const { records } = this;
    for (let slot = head; slot >= 0; ) {
      const at = slot << STRIDE_BITS;
      const next = records[at + NEXT]! | 0;
      if (records[at + KIND] === CANCELLED) this.release(slot);
      else this.heapPush(slot, records[at + TIME]!, records[at + ORDER]!);
      slot = next;
    }
  }

  private heapPush(slot: number, time: number, order: number): void {
    let at = this.heapSize++;
    if (at >= this.heapSlots.length) {
      this.heapSlots = doubled(this.heapSlots, new Int32Array(at * 2));
      this.heapTimes = doubled(this.heapTimes, new Float64Array(at * 2));
    }
    const { heapSlots, heapTimes, records } = this;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = heapTimes[parent]!;
      if (parentTime < time) break;
      if (parentTime === time && records[(heapSlots[parent]! << STRIDE_BITS) + ORDER]! < order) break;
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
    const { heapSlots, heapTimes, records } = this;
    const time = heapTimes[size]!;
    const slot = heapSlots[size]!;
    const order = records[(slot << STRIDE_BITS) + ORDER]!;
    const half = size >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      let childTime = heapTimes[child]!;
      const right = child + 1;
      if (right < size) {
        const rightTime = heapTimes[right]!;
        if (rightTime < childTime || (rightTime === childTime && this.orderAt(right) < this.orderAt(child))) {
          child = right;
          childTime = rightTime;
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

  private orderAt(at: number): number {
    return this.records[(this.heapSlots[at]! << STRIDE_BITS) + ORDER]!;
  }

  private grow(): void {
    if (this.capacity >= SLOT_LIMIT) throw new RangeError(`more than ${SLOT_LIMIT} events pending`);
    this.capacity *= 2;
    this.records = doubled(this.records, new Float64Array(this.capacity << STRIDE_BITS));
  }
}

function doubled<A extends Int32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
