// What a party keeps on disk, and what of it is there after a crash. Writes are synced at once, but for a fault.

import type { DiskFailure } from '../scenario/cells.ts';

export interface DiskFault {
  readonly fails: DiskFailure;
  readonly from: number;
  readonly until: number;
}

type Records = readonly Uint8Array[];

export class Disk {
  private readonly faults: readonly DiskFault[];
  private log: Uint8Array[] = [];
  /** While what is written is not synced: what was before, and until when. */
  private unsynced: { readonly before: Records; readonly until: number } | undefined;

  constructor(faults: readonly DiskFault[]) {
    this.faults = faults;
  }

  /** False if the disk is full. */
  write(record: Uint8Array, now: number): boolean {
    if (this.failing('full', now) !== undefined) return false;
    this.beginWriting(now);
    this.log.push(record);
    return true;
  }

  /** A full disk keeps what it had. */
  replace(records: Records, now: number): void {
    if (this.failing('full', now) !== undefined) return;
    this.beginWriting(now);
    this.log = [...records];
  }

  /** What whoever starts again finds. */
  read(): Records {
    return this.log;
  }

  /** Its writer stops, in whatever it was doing. */
  crash(now: number): void {
    if (this.unsynced !== undefined && now < this.unsynced.until) this.log = [...this.unsynced.before];
    this.unsynced = undefined;
    const last = this.log.at(-1);
    // Like the one before it, as far as it goes.
    if (last !== undefined && this.failing('torn', now) !== undefined) this.log.push(last.slice(0, last.length >> 1));
  }

  /** What is kept so far is safe, unless it is not synced itself. */
  private beginWriting(now: number): void {
    if (this.unsynced !== undefined && now < this.unsynced.until) return;
    const fault = this.failing('unsynced', now);
    this.unsynced = fault && { before: [...this.log], until: fault.until };
  }

  private failing(fails: DiskFailure, now: number): DiskFault | undefined {
    return this.faults.find((fault) => fault.fails === fails && now >= fault.from && now < fault.until);
  }
}
