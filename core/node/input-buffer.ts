// Copies that wait for the outputs of other tasks, and the outputs that came before the copies they are for.

import type { TaskId } from '../foundation/index.ts';
import { IdMap } from '../foundation/index.ts';
import type { AssignAfter } from '../protocol/index.ts';

export class InputBuffer {
  /** In the order of assignment. */
  private readonly held: AssignAfter[] = [];
  /** The tasks whose outputs are here, by the task they are for. */
  private readonly here: IdMap<TaskId[]> = new IdMap<TaskId[]>();

  /** Copies that wait. */
  get waiting(): number {
    return this.held.length;
  }

  hold(entry: AssignAfter): void {
    this.held.push(entry);
  }

  /** The output of a task has arrived, for another. */
  arrived(task: TaskId, target: TaskId): void {
    const known = this.here.get(target);
    if (known === undefined) this.here.set(target, [task]);
    else if (!known.includes(task)) known.push(task);
  }

  /** Takes out the copies that may start now, in order. */
  release(): AssignAfter[] {
    const barred = new Set<TaskId>();
    const ready: AssignAfter[] = [];
    for (let at = 0; at < this.held.length; ) {
      const entry = this.held[at]!;
      if (!barred.has(entry.order) && this.isComplete(entry)) {
        ready.push(entry);
        this.held.splice(at, 1);
        this.here.delete(entry.task);
      } else {
        barred.add(entry.order);
        at++;
      }
    }
    return ready;
  }

  /** Drops a copy that is not wanted any more. True if it waited here. */
  withdraw(task: TaskId, copy: number): boolean {
    const at = this.held.findIndex((entry) => entry.task === task && entry.copy === copy);
    this.here.delete(task);
    if (at >= 0) this.held.splice(at, 1);
    return at >= 0;
  }

  private isComplete({ task, inputs }: AssignAfter): boolean {
    if (inputs.length === 0) return true;
    const here = this.here.get(task);
    return here !== undefined && inputs.every((input) => here.includes(input));
  }
}
