// The life of a task between submission and result: assignment.p99, wait.mean, service.mean, slowdown.mean,
// jobs.perTask and work.wasted. They share one record of each open task and of the copies of it that ran.

import type { Instant, PartyId, TaskId } from '../../core/foundation/index.ts';
import { MICROSECONDS_PER_SECOND, NO_PARTY } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import {
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  QUIZ_ANSWERED,
  RESULT_HELD,
  TASK_ACCEPTED,
  TASK_ASSIGNED,
  TASK_SETTLED,
} from '../../core/protocol/index.ts';
import { Copies, NONE, RUNNING } from './copies.ts';
import type { MetricDefinition, MetricFold } from './metric.ts';
import { HELD, OpenTasks, OVER, SETTLED } from './open-tasks.ts';
import { Samples } from './samples.ts';
import type { Window } from './window.ts';

export const executions: MetricDefinition = {
  provides: [
    { name: 'wait.mean', unit: 'seconds', description: 'submission to the start of the winner (its last start)' },
    { name: 'service.mean', unit: 'seconds', description: 'start to finish of the winner' },
    {
      name: 'assignment.p99',
      unit: 'seconds',
      description: 'coordinator accepts to first assignment sent, in virtual time: 0.99 quantile',
    },
    { name: 'slowdown.mean', unit: 'number', description: 'latency over service' },
    {
      name: 'jobs.perTask',
      unit: 'number',
      description: 'executions started; restarts, extra copies and quizzes included',
    },
    { name: 'work.wasted', unit: 'fraction', description: "share of busy slot-time that is not a winner's" },
  ],
  create: ({ window }) => new Executions(window),
};

class Executions implements MetricFold {
  readonly on: FactHandlers;
  private readonly window: Window;
  private readonly tasks = new OpenTasks();
  private readonly copies = new Copies();
  private readonly assignments = new Samples();
  private jobs = 0;
  /** Slot-time of copies that have ended, and the part of it that won; microseconds. */
  private busy = 0;
  private useful = 0;
  /** Sums over completed tasks, microseconds but for the last. */
  private completed = 0;
  private waits = 0;
  private services = 0;
  private slowdowns = 0;
  /** Completed tasks whose winner took any time at all. */
  private slowable = 0;

  constructor(window: Window) {
    this.window = window;
    this.on = {
      [TASK_ACCEPTED]: ({ task }, at): void => {
        if (window.contains(task)) this.tasks.accepted[this.tasks.add(task, 0)] = at;
      },
      [TASK_ASSIGNED]: ({ task }, at): void => this.assigned(task, at),
      [EXECUTION_STARTED]: ({ task, copy }, at, node): void => {
        if (window.contains(task)) this.started(task, node, copy, at);
      },
      [EXECUTION_FINISHED]: ({ task, copy }, at, node): void => this.stopped(task, node, copy, at, true),
      [EXECUTION_ABORTED]: ({ task, copy }, at, node): void => this.stopped(task, node, copy, at, false),
      [QUIZ_ANSWERED]: ({ task }): void => {
        // Its start was counted if it bears the number of a task of the window.
        if (window.submitted > 0 && !window.contains(task)) this.jobs++;
      },
      [TASK_SETTLED]: ({ task, winner, copy }): void => this.settled(task, winner, copy),
      [RESULT_HELD]: ({ task, status, submitted }, at): void => this.held(task, status === 'completed', submitted, at),
    };
  }

  values(end: Instant): Readonly<Record<string, number>> {
    const values: Record<string, number> = {};
    const { completed, slowable } = this;
    if (completed > 0) {
      values['wait.mean'] = this.waits / completed / MICROSECONDS_PER_SECOND;
      values['service.mean'] = this.services / completed / MICROSECONDS_PER_SECOND;
    }
    if (slowable > 0) values['slowdown.mean'] = this.slowdowns / slowable;
    if (this.assignments.length > 0) {
      values['assignment.p99'] = this.assignments.quantile(0.99) / MICROSECONDS_PER_SECOND;
    }
    if (this.window.submitted > 0) values['jobs.perTask'] = this.jobs / this.window.submitted;
    const busy = this.busy + this.unfinished(end);
    if (busy > 0) values['work.wasted'] = (busy - this.useful) / busy;
    return values;
  }

  private assigned(task: TaskId, at: Instant): void {
    const slot = this.tasks.find(task);
    if (slot === NONE) return;
    const accepted = this.tasks.accepted[slot]!;
    if (accepted === NONE) return;
    this.assignments.push(at - accepted);
    this.tasks.accepted[slot] = NONE;
  }

  private started(task: TaskId, node: PartyId, copy: number, at: Instant): void {
    const { tasks, copies } = this;
    this.jobs++;
    let slot = tasks.find(task);
    // A copy that nobody cancelled may start when its task has long been over.
    if (slot === NONE) slot = tasks.add(task, OVER);
    const head = tasks.copies[slot]!;
    let entry = copies.find(head, node, copy);
    if (entry === NONE) {
      entry = copies.add(head, node, copy);
      tasks.copies[slot] = entry;
    }
    copies.start[entry] = at;
    copies.finish[entry] = RUNNING;
  }

  private stopped(task: TaskId, node: PartyId, copy: number, at: Instant, finished: boolean): void {
    const { tasks, copies } = this;
    const slot = tasks.find(task);
    if (slot === NONE) return;
    const head = tasks.copies[slot]!;
    const entry = copies.find(head, node, copy);
    if (entry === NONE || copies.finish[entry] !== RUNNING) return;
    this.busy += at - copies.start[entry]!;
    copies.finish[entry] = at;
    // What has finished before the task settles may yet turn out to be the winner.
    if (finished && (tasks.phase[slot]! & SETTLED) === 0) return;
    tasks.copies[slot] = copies.remove(head, entry);
    tasks.close(task, slot);
  }

  private settled(task: TaskId, winner: PartyId, copy: number): void {
    const { tasks, copies } = this;
    const slot = tasks.find(task);
    if (slot === NONE) return;
    let head = tasks.copies[slot]!;
    const won = winner === NO_PARTY ? NONE : copies.find(head, winner, copy);
    if (won !== NONE && copies.finish[won] !== RUNNING) {
      tasks.start[slot] = copies.start[won]!;
      tasks.finish[slot] = copies.finish[won]!;
      this.useful += copies.finish[won]! - copies.start[won]!;
    }
    for (let entry = head; entry !== NONE; ) {
      const next = copies.next[entry]!;
      if (copies.finish[entry] !== RUNNING) head = copies.remove(head, entry);
      entry = next;
    }
    tasks.copies[slot] = head;
    tasks.phase[slot] = tasks.phase[slot]! | SETTLED;
    tasks.close(task, slot);
  }

  private held(task: TaskId, completed: boolean, submitted: Instant, at: Instant): void {
    const { tasks } = this;
    const slot = tasks.find(task);
    if (slot === NONE) return;
    const start = tasks.start[slot]!;
    if (completed && start !== NONE) {
      const service = tasks.finish[slot]! - start;
      this.completed++;
      this.waits += start - submitted;
      this.services += service;
      if (service > 0) {
        this.slowdowns += (at - submitted) / service;
        this.slowable++;
      }
    }
    tasks.phase[slot] = tasks.phase[slot]! | HELD;
    tasks.close(task, slot);
  }

  /** Slot-time of copies that still run. */
  private unfinished(end: Instant): number {
    const { tasks, copies } = this;
    let total = 0;
    tasks.forEach((slot) => {
      for (let entry = tasks.copies[slot]!; entry !== NONE; entry = copies.next[entry]!) {
        if (copies.finish[entry] === RUNNING) total += end - copies.start[entry]!;
      }
    });
    return total;
  }
}
