// A node's durable memory of what it has accepted and not yet answered, so that its queue survives a crash.

import type { TaskId } from '../foundation/index.ts';
import type { Cancel, Host } from '../protocol/index.ts';
import { decode, encode } from '../protocol/index.ts';
import type { Waiting } from './execution-queue.ts';

/** Below this many records, a longer log is cheaper than a shorter one. */
const COMPACT_ABOVE = 256;

/** Append-only: an entry is written when it is accepted, and a cancel record when it is done with. */
export class Journal {
  private readonly host: Host;
  /** In the order of acceptance. A node may hold several probes of one batch: they differ in their number only. */
  private readonly open: Map<string, Waiting> = new Map<string, Waiting>();
  private records = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** False if it could not be written down. */
  accepted(entry: Waiting): boolean {
    const key = keyOf(entry.task, entry.copy);
    this.open.set(key, entry);
    const written = this.append(encode(entry));
    if (!written) this.open.delete(key);
    return written;
  }

  done(task: TaskId, copy: number): void {
    if (!this.open.delete(keyOf(task, copy))) return;
    const record: Cancel = { type: 'cancel', task, copy };
    this.append(encode(record));
  }

  /**
   * The entries of an earlier life that were still open, in the order in which they were accepted. Undefined if its end
   * is torn off: then nobody knows what was accepted last.
   */
  recover(log: readonly Uint8Array[]): Waiting[] | undefined {
    for (const bytes of log) {
      const record = decode(bytes);
      if (!record.ok) {
        this.open.clear();
        this.compact();
        return undefined;
      }
      const message = record.value;
      if (message.type === 'cancel') this.open.delete(keyOf(message.task, message.copy));
      else if (message.type === 'assign' || message.type === 'assign-after' || message.type === 'probe') {
        this.open.set(keyOf(message.task, message.copy), message);
      }
    }
    this.compact();
    return [...this.open.values()];
  }

  private append(record: Uint8Array): boolean {
    const written = this.host.append(record);
    this.records++;
    if (this.records > COMPACT_ABOVE && this.records > 4 * this.open.size) this.compact();
    return written;
  }

  private compact(): void {
    this.host.checkpoint([...this.open.values()].map(encode));
    this.records = this.open.size;
  }
}

const keyOf = (task: TaskId, copy: number): string => `${task}/${copy}`;
