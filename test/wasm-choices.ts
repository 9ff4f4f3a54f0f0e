// Decisions read from bytes, so that a generator shrinks as its bytes do: what is left out or zero is the simplest.

export class Choices {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get spent(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** From 0 up to, but not including, `count`. */
  below(count: number): number {
    return this.byte() % count;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
