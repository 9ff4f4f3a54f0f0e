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

  accepted(entry: Waiting): void {
    this.open.set(keyOf(entry.task, entry.copy), entry);
    this.append(encode(entry));
  }

  done(task: TaskId, copy: number): void {
    if (!this.open.delete(keyOf(task, copy))) return;
    const record: Cancel = { type: 'cancel', task, copy };
    this.append(encode(record));
  }

  /** The entries of an earlier life that were still open, in the order in which they were accepted. */
  recover(log: readonly Uint8Array[]): Waiting[] {
    for (const bytes of log) {
      const record = decode(bytes);
      if (!record.ok) continue;
      const message = record.value;
      if (message.type === 'cancel') this.open.delete(keyOf(message.task, message.copy));
      else if (message.type === 'assign' || message.type === 'assign-after' || message.type === 'probe') {
        this.open.set(keyOf(message.task, message.copy), message);
      }
    }
    this.compact();
    return [...this.open.values()];
  }

  private append(record: Uint8Array): void {
    this.host.append(record);
    this.records++;
    if (this.records > COMPACT_ABOVE && this.records > 4 * this.open.size) this.compact();
  }

  private compact(): void {
    this.host.checkpoint([...this.open.values()].map(encode));
    this.records = this.open.size;
  }
}

const keyOf = (task: TaskId, copy: number): string => `${task}/${copy}`;
