// How bytes are written and read one value at a time. A reader takes whatever bytes it is given without throwing: the
// first thing that is wrong ends the reading, and everything read after it is a filler that the caller must not use.

/** How values of one type are written. */
export interface Codec<T> {
  /** Bytes of the encoding, if all values take as many. */
  readonly fixed?: number;
  /** Bytes that `write` writes. Allocates nothing. */
  size(value: T): number;
  write(to: Writer, value: T): void;
  read(from: Reader): T;
}

/** One buffer for all messages, since a new DataView for each would cost more than the writing. */
export class Writer {
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.bytes.buffer);
  private at = 0;

  /** Begins a message of this many bytes. */
  begin(size: number): void {
    this.at = 0;
    if (size <= this.bytes.length) return;
    this.bytes = new Uint8Array(size * 2);
    this.view = new DataView(this.bytes.buffer);
  }

  /** A copy of what was written since `begin`. */
  end(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  float(value: number): void {
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  u64(value: bigint): void {
    this.view.setBigUint64(this.at, value);
    this.at += 8;
  }

  all(values: Uint8Array): void {
    this.bytes.set(values, this.at);
    this.at += values.length;
  }
}

export class Reader {
  /** What is wrong with the bytes, if something is. */
  problem: string | undefined = undefined;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Records the first problem, and leaves nothing to read. */
  refuse(problem: string): void {
    this.problem ??= `${problem}, at byte ${this.at}`;
    this.at = this.bytes.length;
  }

  byte(): number {
    return this.has(1) ? this.bytes[this.at++]! : 0;
  }

  float(): number {
    if (!this.has(8)) return 0;
    this.at += 8;
    return this.view.getFloat64(this.at - 8);
  }

  u64(): bigint {
    if (!this.has(8)) return 0n;
    this.at += 8;
    return this.view.getBigUint64(this.at - 8);
  }

  /** A copy of the next bytes. */
  all(count: number): Uint8Array {
    if (!this.has(count)) return new Uint8Array(0);
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  private has(count: number): boolean {
    if (this.left >= count) return true;
    this.refuse('the message is cut short');
    return false;
  }
}
