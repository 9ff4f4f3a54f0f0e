// A first-in, first-out queue in a ring: Array.shift costs time in proportion to its length past a few thousand.

export class Fifo<T> {
  private items: (T | undefined)[] = [undefined, undefined, undefined, undefined];
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(item: T): void {
    const capacity = this.items.length;
    if (this.count === capacity) this.grow();
    this.items[(this.head + this.count++) & (this.items.length - 1)] = item;
  }

  /** The oldest item, or undefined if there is none. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.count--;
    return item;
  }

  private grow(): void {
    const capacity = this.items.length;
    const items = new Array<T | undefined>(capacity * 2).fill(undefined);
    for (let at = 0; at < this.count; at++) items[at] = this.items[(this.head + at) & (capacity - 1)];
    this.items = items;
    this.head = 0;
  }
}
