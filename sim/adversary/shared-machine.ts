// One machine behind several names: it has no more slots than it has, and computes a task once for all of them.

import type { TaskId } from '../../core/foundation/index.ts';
import type { WorkResult } from '../../core/protocol/index.ts';

/** What one of the names wants to have done. */
export interface Errand {
  /** Which name. */
  readonly owner: number;
  readonly task: TaskId;
  /** Its turn has come. */
  begin(): void;
  /** Another name has the result already. */
  know(result: WorkResult): void;
  /** Its name is gone. */
  drop(): void;
}

interface Running {
  readonly errand: Errand;
  readonly waiting: Errand[];
}

export class SharedMachine {
  private free: number;
  private queue: Errand[] = [];
  private readonly running: Map<TaskId, Running> = new Map<TaskId, Running>();
  private readonly results: Map<TaskId, WorkResult> = new Map<TaskId, WorkResult>();

  constructor(slots: number) {
    this.free = slots;
  }

  ask(errand: Errand): void {
    // What is known, or under way, does not wait behind what is not.
    if (this.results.has(errand.task) || this.running.has(errand.task)) this.queue.unshift(errand);
    else this.queue.push(errand);
    this.pump();
  }

  /** What a name has claimed for a task that ran for it. */
  ended(task: TaskId, result: WorkResult): void {
    const running = this.running.get(task);
    if (running === undefined) return;
    this.running.delete(task);
    this.free++;
    this.results.set(task, result);
    for (const errand of running.waiting) errand.know(result);
    this.pump();
  }

  /** It is not wanted any more. */
  withdraw(errand: Errand): void {
    this.queue = this.queue.filter((other) => other !== errand);
    for (const { waiting } of this.running.values()) {
      const at = waiting.indexOf(errand);
      if (at >= 0) waiting.splice(at, 1);
    }
    if (this.running.get(errand.task)?.errand === errand) this.stop(errand);
  }

  /** A name begins a new life: nothing of the last one is left. */
  reset(owner: number): void {
    for (const errand of this.all()) {
      if (errand.owner !== owner) continue;
      this.withdraw(errand);
      errand.drop();
    }
  }

  /** The run is over. */
  close(): void {
    for (const errand of this.all()) errand.drop();
  }

  private all(): readonly Errand[] {
    return [...this.queue, ...[...this.running.values()].flatMap(({ errand, waiting }) => [errand, ...waiting])];
  }

  private stop({ task }: Errand): void {
    const { waiting } = this.running.get(task)!;
    this.running.delete(task);
    this.free++;
    this.queue.push(...waiting);
    this.pump();
  }

  private pump(): void {
    while (this.queue.length > 0) {
      const [errand] = this.queue as [Errand];
      const known = this.results.get(errand.task);
      const running = this.running.get(errand.task);
      if (known === undefined && running === undefined && this.free === 0) return;
      this.queue.shift();
      // It was behind others in the queue while another name had it done.
      if (known !== undefined) {
        errand.know(known);
        continue;
      }
      if (running !== undefined) {
        running.waiting.push(errand);
        continue;
      }
      this.free--;
      this.running.set(errand.task, { errand, waiting: [] });
      errand.begin();
    }
  }
}
