// The network circuit breaker: with too few peers, or too slow a network, nothing new is assigned until it recovers.

import type { Duration } from '../foundation/index.ts';

export interface BreakerLimits {
  /** Assignable nodes below which it opens. */
  readonly peers: number;
  /** Mean one-way latency above which it opens; it closes again below four fifths of it. */
  readonly latency: Duration;
}

const LEAVE_AT = 0.8;

export class CircuitBreaker {
  private readonly limits: BreakerLimits;
  private slow = false;
  private lonely = false;

  constructor(limits: BreakerLimits) {
    this.limits = limits;
  }

  get open(): boolean {
    return this.slow || this.lonely;
  }

  /** `latency` is undefined while nothing was measured. Returns true if it opened or closed. */
  observe(peers: number, latency: number | undefined): boolean {
    const was = this.open;
    this.lonely = peers < this.limits.peers;
    if (latency !== undefined) {
      this.slow = latency > (this.slow ? this.limits.latency * LEAVE_AT : this.limits.latency);
    }
    return this.open !== was;
  }
}
