// One timer that is set for the earliest of what it is asked for, and not set anew for each request.

import type { Instant, TimerHandle } from '../foundation/index.ts';
import { NO_TIMER } from '../foundation/index.ts';
import type { Host } from '../protocol/index.ts';

export class Alarm {
  private readonly host: Pick<Host, 'now' | 'wakeAt' | 'cancel'>;
  private readonly kind: number;
  private timer: TimerHandle = NO_TIMER;
  private at = Infinity;

  constructor(host: Pick<Host, 'now' | 'wakeAt' | 'cancel'>, kind: number) {
    this.host = host;
    this.kind = kind;
  }

  /** Goes off then or, if that has passed, at once. An earlier time that it is set for stays. */
  by(at: number): void {
    if (at === Infinity || (this.timer !== NO_TIMER && this.at <= at)) return;
    if (this.timer !== NO_TIMER) this.host.cancel(this.timer);
    this.at = at;
    this.timer = this.host.wakeAt(Math.max(at, this.host.now()) as Instant, this.kind, 0);
  }

  /** It went off, or was lost in a crash. */
  rang(): void {
    this.timer = NO_TIMER;
  }
}
