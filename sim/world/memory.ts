// The memory of one node while others need it, too.

import type { WorkId } from '../../core/foundation/index.ts';

export interface MemoryFault {
  readonly free: number;
  readonly from: number;
  readonly until: number;
}

export class Memory {
  private readonly faults: readonly MemoryFault[];
  private readonly held: Map<WorkId, number> = new Map<WorkId, number>();
  private total = 0;

  constructor(faults: readonly MemoryFault[]) {
    this.faults = faults;
  }

  /** What other processes and the work that runs leave. Infinity while there is no shortage. */
  left(now: number): number {
    const limits = this.faults.filter(({ from, until }) => now >= from && now < until).map(({ free }) => free);
    return Math.max(0, Math.min(...limits) - this.total);
  }

  take(work: WorkId, bytes: number): void {
    if (this.faults.length === 0 || bytes === 0) return;
    this.held.set(work, bytes);
    this.total += bytes;
  }

  release(work: WorkId): void {
    if (this.held.size === 0) return;
    const bytes = this.held.get(work);
    if (bytes === undefined) return;
    this.held.delete(work);
    this.total -= bytes;
  }

  releaseAll(): void {
    this.held.clear();
    this.total = 0;
  }
}
