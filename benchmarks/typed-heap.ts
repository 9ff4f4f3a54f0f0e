// The plain baseline: an event loop on a typed binary heap, with the same duties as the kernel's (total order, typed
// events, recycled slots) and nothing else: no cancelling, no fingerprint, no parties.

export class HeapLoop {
  now = 0;
  private readonly times: Float64Array;
  private readonly sequences: Float64Array;
  private readonly slots: Int32Array;
  private readonly handlers: Int32Array;
  private readonly keys: Float64Array;
  private readonly free: Int32Array;
  private freeCount: number;
  private size = 0;
  private sequence = 0;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity + 1);
    this.sequences = new Float64Array(capacity + 1);
    this.slots = new Int32Array(capacity + 1);
    this.handlers = new Int32Array(capacity);
    this.keys = new Float64Array(capacity);
    this.free = Int32Array.from({ length: capacity }, (_, index) => capacity - 1 - index);
    this.freeCount = capacity;
  }

  schedule(time: number, handler: number, key: number): void {
    const slot = this.free[--this.freeCount]!;
    this.handlers[slot] = handler;
    this.keys[slot] = key;
    const { times, sequences, slots } = this;
    const sequence = this.sequence++;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      sequences[at] = sequences[parent]!;
      slots[at] = slots[parent]!;
      at = parent;
    }
    times[at] = time;
    sequences[at] = sequence;
    slots[at] = slot;
  }

  /** Dispatches the first events, in order. */
  run(events: number, handlers: readonly { occur(key: number): void }[]): void {
    for (let done = 0; done < events; done++) {
      const slot = this.slots[0]!;
      this.now = this.times[0]!;
      this.removeFirst();
      this.free[this.freeCount++] = slot;
      handlers[this.handlers[slot]!]!.occur(this.keys[slot]!);
    }
  }

  private removeFirst(): void {
    const { times, sequences, slots } = this;
    const size = --this.size;
    if (size === 0) return;
    const time = times[size]!;
    const sequence = sequences[size]!;
    const half = size >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      const right = child + 1;
      const goRight =
        right < size &&
        (times[right]! < times[child]! || (times[right] === times[child] && sequences[right]! < sequences[child]!));
      if (goRight) child = right;
      if (time < times[child]! || (time === times[child] && sequence < sequences[child]!)) break;
      times[at] = times[child]!;
      sequences[at] = sequences[child]!;
      slots[at] = slots[child]!;
      at = child;
    }
    times[at] = time;
    sequences[at] = sequence;
    slots[at] = slots[size]!;
  }
}
