// The hash-chained journal. Entries are gathered into frames; a frame names the hash of the one before it and ends
// with its own. One hash covers many entries, so that the chain costs next to nothing, and a frame is the unit of
// durability: it counts as a whole or not at all.

import { type Failure, failed, hexOf, type Result, sha256, success } from '../foundation/index.ts';
import { ENTRY_BYTES_MAX, type Entry, readEntries, writeEntry } from './entry.ts';

const MAGIC = 0x414d424a; // "AMBJ"
const VERSION = 1;
const HASH_BYTES = 32;
/** Magic, version, number of its first entry, how many, bytes of them, hash of the frame before. */
const HEADER_BYTES = 4 + 4 + 8 + 4 + 4 + HASH_BYTES;
const FRAME_ENTRIES_MAX = 65_536;

/** What the first frame names as the one before it. */
export const GENESIS: Uint8Array = new Uint8Array(HASH_BYTES);

export interface Frame {
  /** Of the journal's entries, how many are before this frame. */
  readonly first: number;
  readonly entries: readonly Entry[];
  /** Of this frame: what the next one names. */
  readonly hash: Uint8Array;
}

export class Journal {
  /** The hash of the latest frame. */
  head: Uint8Array;
  /** Entries in sealed frames. */
  sealed: number;
  private readonly sink: (frame: Uint8Array) => void;
  private bytes = new Uint8Array(HEADER_BYTES + 64 * ENTRY_BYTES_MAX + HASH_BYTES);
  private view = new DataView(this.bytes.buffer);
  private at = HEADER_BYTES;
  private pending = 0;

  private readonly frameMax: number;

  /** `sink` is given each frame as it is sealed, with `frameMax` entries if nobody seals it before; it may keep it. */
  constructor(
    sink: (frame: Uint8Array) => void,
    after: { readonly head: Uint8Array; readonly sealed: number } = { head: GENESIS, sealed: 0 },
    frameMax: number = FRAME_ENTRIES_MAX,
  ) {
    this.sink = sink;
    this.frameMax = frameMax;
    this.head = after.head;
    this.sealed = after.sealed;
  }

  append(entry: Entry): void {
    if (this.at + ENTRY_BYTES_MAX + HASH_BYTES > this.bytes.length) this.grow();
    this.at = writeEntry(this.bytes, this.view, this.at, entry);
    if (++this.pending === this.frameMax) this.seal();
  }

  /** Closes the frame that is open, if there is anything in it, and returns the hash of the latest. */
  seal(): Uint8Array {
    if (this.pending === 0) return this.head;
    const { view, bytes, at } = this;
    view.setUint32(0, MAGIC);
    view.setUint32(4, VERSION);
    view.setFloat64(8, this.sealed);
    view.setUint32(16, this.pending);
    view.setUint32(20, at - HEADER_BYTES);
    bytes.set(this.head, 24);
    this.head = sha256(bytes.subarray(0, at));
    bytes.set(this.head, at);
    this.sink(bytes.slice(0, at + HASH_BYTES));
    this.sealed += this.pending;
    this.pending = 0;
    this.at = HEADER_BYTES;
    return this.head;
  }

  private grow(): void {
    const wider = new Uint8Array(this.bytes.length * 2);
    wider.set(this.bytes);
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
  }
}

export interface Recovered {
  readonly frames: readonly Frame[];
  /** How many bytes of the file the frames take; what follows was never acknowledged. */
  readonly length: number;
  /** Why the reading ended before the end of the bytes, if it did. */
  readonly torn?: Failure;
}

/**
 * Reads a journal from its beginning. A last frame that is cut short, or whose hash is not its own, is a torn tail,
 * and is left out. Fails if anything stands behind a frame that does not check: then it was altered, not torn; and if
 * the bytes never were a journal: then there is nothing to cut off.
 */
export function recoverJournal(bytes: Uint8Array): Result<Recovered> {
  if (!beginsLikeOne(bytes)) return failed(FOREIGN);
  const frames: Frame[] = [];
  let head = GENESIS;
  let first = 0;
  let at = 0;
  while (at < bytes.length) {
    const read = readFrame(bytes, at, head, first);
    if (typeof read === 'string') {
      const torn = damaged(read, at);
      return frameBehind(bytes, at + 1) ? failed(torn) : success({ frames, length: at, torn });
    }
    frames.push(read.frame);
    head = read.frame.hash;
    first += read.frame.entries.length;
    at += read.size;
  }
  return success({ frames, length: at });
}

/** A first frame may have been torn within its first word, or be a hole that was never written to. */
function beginsLikeOne(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length));
  return 'AMBJ'.startsWith(start.toString('latin1')) || bytes.every((byte) => byte === 0);
}

const FOREIGN: Failure = {
  code: 'no-journal',
  message: 'this is no ledger journal',
  expected: 'a file that begins with the letters AMBJ',
  hint: 'name a file such as ledger-CELL.journal of a run that has incentives.journal',
};

const damaged = (why: string, at: number): Failure => ({
  code: 'journal-damaged',
  message: `the journal does not check from byte ${at} on: ${why}`,
  hint: 'the frames before it are whole',
});

/** A frame at a place that goes on from `head`; in words why there is none. */
function readFrame(
  bytes: Uint8Array,
  at: number,
  head: Uint8Array,
  first: number,
): { readonly frame: Frame; readonly size: number } | string {
  if (at + HEADER_BYTES + HASH_BYTES > bytes.length) return 'it ends within a frame';
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  if (view.getUint32(0) !== MAGIC || view.getUint32(4) !== VERSION) return 'no frame begins here';
  const size = HEADER_BYTES + view.getUint32(20) + HASH_BYTES;
  if (at + size > bytes.length) return 'it ends within a frame';
  const body = bytes.subarray(at, at + size - HASH_BYTES);
  const hash = bytes.slice(at + size - HASH_BYTES, at + size);
  if (!same(sha256(body), hash)) return 'the hash of a frame is not its own';
  if (!same(body.subarray(24, 24 + HASH_BYTES), head)) return `a frame does not follow ${hexOf(head)}`;
  const entries = readEntries(body.subarray(HEADER_BYTES));
  if (entries === undefined || entries.length !== view.getUint32(16)) return 'a frame is not made of entries';
  if (view.getFloat64(8) !== first) return 'a frame has another number than its place';
  return { frame: { first, entries, hash }, size };
}

/** Whether anywhere from a place on there is a frame that agrees with its own hash, whatever it follows. */
function frameBehind(bytes: Uint8Array, from: number): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = buffer.indexOf('AMBJ', from); at >= 0; at = buffer.indexOf('AMBJ', at + 1)) {
    if (at + HEADER_BYTES + HASH_BYTES > bytes.length) return false;
    const end = at + HEADER_BYTES + buffer.readUInt32BE(at + 20);
    if (end + HASH_BYTES > bytes.length) continue;
    if (same(sha256(bytes.subarray(at, end)), bytes.subarray(end, end + HASH_BYTES))) return true;
  }
  return false;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
