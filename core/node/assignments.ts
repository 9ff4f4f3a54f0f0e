// Which copies a node was given lately: a message that comes twice must not make it work twice. It forgets the oldest
// hundreds; what comes again after that is work in vain, and its result is one that nobody waits for.

import type { TaskId } from '../foundation/index.ts';
import type { Waiting } from './execution-queue.ts';

const REMEMBERED = 128;

export class Assignments {
  /** By copy. */
  private recent: Set<TaskId>[] = [];
  private older: readonly Set<TaskId>[] = [];
  private count = 0;

  /** What an earlier life had taken: it may come once more. */
  recovered(entry: Waiting): Waiting {
    if (entry.type !== 'probe') this.isNew(entry.task, entry.copy);
    return entry;
  }

  /** Whether this is the first time; from now on it is not. */
  isNew(task: TaskId, copy: number): boolean {
    if (this.recent[copy]?.has(task) === true || this.older[copy]?.has(task) === true) return false;
    if (this.count++ >= REMEMBERED) {
      this.older = this.recent;
      this.recent = [];
      this.count = 1;
    }
    this.recent[copy] ??= new Set<TaskId>();
    this.recent[copy].add(task);
    return true;
  }
}
