// The window of a run: which tasks the metrics are about, over what span of time, and how those tasks ended.

import type { Instant, TaskId } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import { RESULT_HELD, TASK_SUBMITTED } from '../../core/protocol/index.ts';

/** How a run warms up: its first so many submissions, or those before an instant, are not measured. */
export type WarmupRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'tasks'; readonly tasks: number }
  | { readonly kind: 'after'; readonly after: number };

const CLIENT_OF = 2.3283064365386963e-10; // 2^-32: a task's id times this, cut to an integer, is its client

/**
 * The k-th submission, in the order of the whole run, is in the window if k > warmup.tasks, or if it comes at or
 * after warmup.after. Its tasks are followed to their end, however late that is.
 *
 * Time-weighted metrics run from `from` to `last`: from the instant of the last warm-up submission, or
 * warmup.after, or 0 without warm-up, to the last submission of the run (which is not when submissions are declared
 * ended: `stop.after` may come later).
 *
 * Its handlers must see a fact before those of the metrics that ask it.
 */
export class Window {
  readonly on: FactHandlers;
  /** Where time-weighted metrics begin; Infinity while the warm-up lasts. */
  from: number;
  /** The latest submission so far, of any task. */
  last: number = 0;
  /** Tasks of the window, and how many of their clients know of which end. */
  submitted: number = 0;
  completed: number = 0;
  failed: number = 0;
  expired: number = 0;
  /** When the window's first task was submitted; Infinity if none was. */
  opened: number = Infinity;
  /** When the latest end became known to a client; -Infinity if none did. */
  ended: number = -Infinity;
  private readonly skipped: number;
  private readonly notBefore: number;
  /** Submissions of the whole run. */
  seen: number = 0;
  /** By client, its first task in the window. Clients number their tasks in sequence. */
  private first: Float64Array = new Float64Array(16).fill(Infinity);

  constructor(warmup: WarmupRule) {
    this.skipped = warmup.kind === 'tasks' ? warmup.tasks : 0;
    this.notBefore = warmup.kind === 'after' ? warmup.after : 0;
    this.from = this.skipped > 0 ? Infinity : this.notBefore;
    this.on = {
      [TASK_SUBMITTED]: ({ task }, at): void => this.submit(task, at),
      [RESULT_HELD]: ({ task, status }, at): void => {
        if (!this.contains(task)) return;
        this.ended = at;
        if (status === 'completed') this.completed++;
        else if (status === 'failed') this.failed++;
        else this.expired++;
      },
    };
  }

  /** Whether the task is one of the window's. It must have been submitted. */
  contains(task: TaskId): boolean {
    return task >= this.first[(task * CLIENT_OF) | 0]!;
  }

  private submit(task: TaskId, at: Instant): void {
    this.last = at;
    const client = (task * CLIENT_OF) | 0;
    if (client >= this.first.length) this.grow(client);
    if (++this.seen > this.skipped && at >= this.notBefore) {
      if (this.submitted++ === 0) this.opened = at;
      if (this.first[client] === Infinity) this.first[client] = task;
    } else if (this.seen === this.skipped) {
      this.from = at;
    }
  }

  private grow(client: number): void {
    const wider = new Float64Array(Math.max(client + 1, this.first.length * 2)).fill(Infinity);
    wider.set(this.first);
    this.first = wider;
  }
}
