// The memory of a machine as it is committed: blocks of 4 KiB are hashed, sixteen of their hashes are hashed to that of
// a page, and the hashes of all pages follow one another. Blocks that have not changed are not hashed again.

import { Buffer } from 'node:buffer';
import { sha256 } from '../foundation/index.ts';

export const BLOCK = 4_096;
const PAGE_BLOCKS = 16;
const HASH = 32;

export class MemoryPages {
  /** As it was hashed last. */
  private seen: Uint8Array = new Uint8Array(0);
  private blocks: Uint8Array = new Uint8Array(0);
  private pages: Uint8Array = new Uint8Array(0);

  /** The hashes of all pages; whole pages only. */
  hashes(memory: Uint8Array): Uint8Array {
    this.reach(memory.length);
    const pageBytes = BLOCK * PAGE_BLOCKS;
    for (let page = 0; page * pageBytes < memory.length; page++) {
      let changed = false;
      for (let block = page * PAGE_BLOCKS; block < (page + 1) * PAGE_BLOCKS; block++) {
        if (this.refresh(memory, block)) changed = true;
      }
      if (!changed) continue;
      const of = this.blocks.subarray(page * PAGE_BLOCKS * HASH, (page + 1) * PAGE_BLOCKS * HASH);
      this.pages.set(sha256(of), page * HASH);
    }
    return this.pages;
  }

  private reach(bytes: number): void {
    if (this.seen.length === bytes) return;
    const blocks = bytes / BLOCK;
    const [seen, hashes, pages] = [bytes, blocks * HASH, (blocks / PAGE_BLOCKS) * HASH].map(
      (size) => new Uint8Array(size),
    );
    // A block that has no hash yet is taken for changed.
    seen!.set(this.seen.subarray(0, bytes));
    hashes!.set(this.blocks.subarray(0, hashes!.length));
    pages!.set(this.pages.subarray(0, pages!.length));
    this.seen = seen!;
    this.blocks = hashes!;
    this.pages = pages!;
  }

  private refresh(memory: Uint8Array, block: number): boolean {
    const [from, to] = [block * BLOCK, (block + 1) * BLOCK];
    const known = this.blocks.subarray(block * HASH, (block + 1) * HASH);
    const isNew = known.every((byte) => byte === 0);
    if (!isNew && Buffer.compare(memory.subarray(from, to), this.seen.subarray(from, to)) === 0) return false;
    this.seen.set(memory.subarray(from, to), from);
    known.set(sha256(memory.subarray(from, to)));
    return true;
  }
}

/** Numbers and contents of the blocks in which a memory is another than it was first: zero beyond its end. */
export function changedBlocks(memory: Uint8Array, first: Uint8Array): Uint8Array {
  const changed: number[] = [];
  for (let block = 0; block * BLOCK < memory.length; block++) {
    const was = blockOf(first, block);
    if (Buffer.compare(memory.subarray(block * BLOCK, (block + 1) * BLOCK), was) !== 0) changed.push(block);
  }
  const bytes = new Uint8Array(changed.length * (4 + BLOCK));
  changed.forEach((block, at) => {
    new DataView(bytes.buffer).setUint32(at * (4 + BLOCK), block);
    bytes.set(memory.subarray(block * BLOCK, (block + 1) * BLOCK), at * (4 + BLOCK) + 4);
  });
  return bytes;
}

/** The memory of that size that it was taken from; undefined if the bytes do not say one. */
export function withBlocks(bytes: Uint8Array, first: Uint8Array, size: number): Uint8Array | undefined {
  if (bytes.length % (4 + BLOCK) !== 0 || bytes.length / (4 + BLOCK) > size / BLOCK) return undefined;
  const memory = new Uint8Array(size);
  memory.set(first.subarray(0, size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += 4 + BLOCK) {
    const block = view.getUint32(at);
    if ((block + 1) * BLOCK > size) return undefined;
    memory.set(bytes.subarray(at + 4, at + 4 + BLOCK), block * BLOCK);
  }
  return memory;
}

const zeros = new Uint8Array(BLOCK);
const blockOf = (memory: Uint8Array, block: number): Uint8Array =>
  (block + 1) * BLOCK <= memory.length ? memory.subarray(block * BLOCK, (block + 1) * BLOCK) : zeros;
