// Jobs: tasks that are placed together by a plan, or that wait for one another. A task goes to the dispatcher when its
// inputs are computed and, if there is a plan, those before it on its node have gone.

import type { Instant, PartyId, TaskId } from '../foundation/index.ts';
import { clientOf, IdMap, NO_PARTY } from '../foundation/index.ts';
import type { Host, Job } from '../protocol/index.ts';
import type { Fleet, Strategy } from '../scheduling/index.ts';
import type { CircuitBreaker } from './breaker.ts';
import type { Dispatcher } from './dispatcher.ts';
import { JobRun, type JobTable } from './job-run.ts';
import { OpenTask } from './open-task.ts';
import { orderMove } from './transfers.ts';

const NONE: readonly OpenTask[] = [];

export class Jobs {
  private readonly host: Host;
  private readonly fleet: Fleet;
  private readonly breaker: CircuitBreaker;
  private readonly strategy: Strategy;
  private readonly dispatcher: Dispatcher;
  private readonly table: JobTable;
  /** Batches whose tasks are still being submitted, by their first task. */
  private readonly gathering: IdMap<OpenTask[]> = new IdMap<OpenTask[]>();

  constructor(host: Host, fleet: Fleet, breaker: CircuitBreaker, strategy: Strategy, dispatcher: Dispatcher) {
    this.host = host;
    this.fleet = fleet;
    this.breaker = breaker;
    this.strategy = strategy;
    this.dispatcher = dispatcher;
    this.table = dispatcher.jobs;
  }

  /** A task that was submitted by itself, or in a batch. A strategy that plans is given whole batches. */
  admit(task: OpenTask, batch: number, batchIndex: number): void {
    if (this.strategy.plan === undefined) {
      this.dispatcher.admit(task, batch, batchIndex);
      return;
    }
    const name = (task.task - batchIndex) as TaskId;
    const gathered = this.gathering.get(name);
    if (gathered === undefined) this.gathering.set(name, [task]);
    else gathered.push(task);
    this.skip(task.task, batch, batchIndex);
  }

  /** Takes note that a task which wants no node has come in its batch. */
  skip(task: TaskId, batch: number, batchIndex: number): void {
    if (this.strategy.plan === undefined) {
      this.dispatcher.skip(task, batch, batchIndex);
      return;
    }
    if (batchIndex < batch - 1) return;
    const name = (task - batchIndex) as TaskId;
    const tasks = this.gathering.get(name)?.filter(({ settled }) => !settled) ?? [];
    this.gathering.delete(name);
    if (tasks.length > 0)
      this.start(
        new JobRun(
          tasks,
          tasks.map(() => []),
        ),
      );
  }

  /** The tasks of a job are opened in order, and it starts if all of them are. Returns those that have to end again. */
  submit(client: PartyId, message: Job, opens: (task: OpenTask) => boolean): readonly OpenTask[] {
    const tasks = tasksOf(client, message, this.host.now());
    const inputs = message.tasks.map((task) => task.inputs);
    const opened = tasks.filter((task) => opens(task));
    if (opened.length === tasks.length) this.start(new JobRun(tasks, inputs));
    return opened.length === tasks.length ? NONE : opened;
  }

  private start(job: JobRun): void {
    this.table.add(job);
    const pool = this.fleet.pool(job.tasks[0]!.needs, false);
    const plan = this.breaker.open || pool.size === 0 ? undefined : this.strategy.plan?.(job, pool, this.host.now());
    if (plan !== undefined) job.follow(plan);
    this.release(job);
  }

  /** A task of a job is settled. `winner`: who has its output, or NO_PARTY. Returns the tasks that can never run now. */
  ended(task: OpenTask, winner: PartyId): readonly OpenTask[] {
    const job = this.table.of(task);
    if (job === undefined) return NONE;
    const { place } = task;
    for (const move of job.ended(place, winner)) orderMove(this.host, move, move.target.planned);
    const doomed = winner === NO_PARTY ? job.takeDoomed(place) : [];
    this.release(job);
    if (job.isOver) this.table.remove(job);
    return doomed;
  }

  /** A node is gone for good, with all that it held. */
  lost(node: PartyId): void {
    for (const job of this.table.running) {
      for (const move of job.lost(node)) {
        for (const copy of move.target.copies) if (copy.node !== node) orderMove(this.host, move, copy.node);
      }
    }
  }

  /** A node came back with its queue, but without what was sent to it. */
  resumed(node: PartyId): void {
    for (const job of this.table.running) {
      job.forgetAhead(node);
      for (const task of job.tasks) {
        if (task.copyAt(node) === undefined) continue;
        for (const move of job.movesTo(task.place, node)) orderMove(this.host, move, node);
      }
    }
  }

  private release(job: JobRun): void {
    for (const task of job.takeReady()) this.dispatcher.admit(task, 1, 0);
  }
}

/** Whether a message describes a job at all: it faces hostile clients. */
export function isSound(client: PartyId, { first, tasks, nodes }: Job): boolean {
  if (clientOf(first) !== client || tasks.length === 0) return false;
  return tasks.every(({ times, inputs }, place) => {
    const timed = times.length === 0 || times.length === nodes.length;
    // Inputs come before what needs them, so that nothing goes in a circle; the client has sorted its tasks.
    return timed && inputs.every(({ from }) => from < place);
  });
}

/** The tasks of a sound job. */
function tasksOf(client: PartyId, message: Job, received: Instant): OpenTask[] {
  const { first, tasks, nodes, budget, deadline, expires, needs } = message;
  return tasks.map(({ work, times }, place) => {
    const byNode = times.length === 0 ? undefined : new Map(nodes.map((node, at) => [node, times[at]!]));
    const task = (first + place) as TaskId;
    return new OpenTask(client, { task, work, budget, deadline, expires, needs }, received, byNode);
  });
}
