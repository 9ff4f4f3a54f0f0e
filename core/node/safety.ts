// Safety mode: a node that is too hot, too far or failing gets no task until it has clearly recovered. Each limit has
// a second, easier figure to leave by, so that a node at the limit does not flap.

import type { Celsius, Duration } from '../foundation/index.ts';

export interface SafetyLimits {
  readonly temperature: { readonly enter: Celsius; readonly leave: Celsius };
  /** One way. */
  readonly latency: { readonly enter: Duration; readonly leave: Duration };
  /** Consecutive errors; safety mode ends below half of it. */
  readonly errors: number;
}

export class SafetyMode {
  private readonly limits: SafetyLimits;
  private hot = false;
  private far = false;
  private failing = false;
  private errors = 0;

  constructor(limits: SafetyLimits) {
    this.limits = limits;
  }

  get active(): boolean {
    return this.hot || this.far || this.failing;
  }

  get consecutiveErrors(): number {
    return this.errors;
  }

  feel(temperature: Celsius): void {
    const { enter, leave } = this.limits.temperature;
    this.hot = this.hot ? temperature > leave : temperature > enter;
  }

  measure(latency: Duration): void {
    const { enter, leave } = this.limits.latency;
    this.far = this.far ? latency > leave : latency > enter;
  }

  succeeded(): void {
    this.errors = 0;
    this.failing = false;
  }

  failed(): void {
    this.errors++;
    if (this.errors >= this.limits.errors) this.failing = true;
  }

  /** A node in safety mode gets no task to succeed at: each quiet period forgives one error, down to probation. */
  rest(): void {
    if (!this.failing) return;
    this.errors--;
    if (this.errors < this.limits.errors / 2) this.failing = false;
  }
}
