// Every task and execution of a run, for a table and a trace. Only for runs that are asked for it: its memory grows with
// the run.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { clientOf, IdMap, inSeconds } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import {
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  NODE_DEPLOYED,
  RESULT_HELD,
  TASK_SETTLED,
  TASK_SUBMITTED,
} from '../../core/protocol/index.ts';
import type { RunDetail } from '../results/index.ts';

interface TaskEntry {
  readonly task: TaskId;
  readonly workload: number;
  readonly submitted: number;
  ended: number;
  status: string;
  winner: PartyId | undefined;
  executions: number;
}

interface ExecutionEntry {
  readonly task: number;
  readonly copy: number;
  readonly node: PartyId;
  readonly started: number;
  ended: number;
  finished: boolean;
}

export class Detail {
  readonly on: FactHandlers;
  private readonly names: string[] = [];
  private readonly tasks: TaskEntry[] = [];
  private readonly places: IdMap<number> = new IdMap<number>();
  private readonly executions: ExecutionEntry[] = [];
  /** By node, task and copy. */
  private readonly running: Map<string, ExecutionEntry> = new Map<string, ExecutionEntry>();

  constructor() {
    this.on = {
      [NODE_DEPLOYED]: ({ node, name }): void => {
        while (this.names.length <= node) this.names.push('');
        this.names[node] = name;
      },
      [TASK_SUBMITTED]: ({ task, workload }, at): void => {
        const entry = { task, workload, submitted: inSeconds(at), ended: NaN, status: 'open', executions: 0 };
        this.places.set(task, this.tasks.push({ ...entry, winner: undefined }) - 1);
      },
      [TASK_SETTLED]: ({ task, winner }): void => {
        if (winner >= 0) this.tasks[this.places.get(task)!]!.winner = winner;
      },
      [RESULT_HELD]: ({ task, status }, at): void => {
        const entry = this.tasks[this.places.get(task)!]!;
        entry.ended = inSeconds(at);
        entry.status = status;
      },
      [EXECUTION_STARTED]: ({ task, copy }, at, node): void => {
        const place = this.places.get(task)!;
        const entry = { task: place, copy, node, started: inSeconds(at), ended: NaN, finished: false };
        this.tasks[place]!.executions++;
        this.executions.push(entry);
        this.running.set(`${node} ${task} ${copy}`, entry);
      },
      [EXECUTION_FINISHED]: ({ task, copy }, at, node): void => this.stop(node, task, copy, inSeconds(at), true),
      [EXECUTION_ABORTED]: ({ task, copy }, at, node): void => this.stop(node, task, copy, inSeconds(at), false),
    };
  }

  /** What was seen, with names in place of numbers. */
  columns(workloads: readonly string[]): RunDetail {
    const { tasks, executions, names } = this;
    return {
      tasks: {
        client: tasks.map(({ task }) => clientOf(task)),
        workload: tasks.map(({ workload }) => workloads[workload]!),
        submitted: tasks.map(({ submitted }) => submitted),
        ended: tasks.map(({ ended }) => ended),
        status: tasks.map(({ status }) => status),
        node: tasks.map(({ winner }) => (winner === undefined ? '' : names[winner]!)),
        executions: tasks.map((task) => task.executions),
      },
      executions: {
        task: executions.map(({ task }) => task),
        copy: executions.map(({ copy }) => copy),
        node: executions.map(({ node }) => names[node]!),
        started: executions.map(({ started }) => started),
        ended: executions.map(({ ended }) => ended),
        finished: executions.map(({ finished }) => finished),
      },
    };
  }

  private stop(node: PartyId, task: TaskId, copy: number, at: number, finished: boolean): void {
    const key = `${node} ${task} ${copy}`;
    const entry = this.running.get(key);
    if (entry === undefined) return;
    this.running.delete(key);
    entry.ended = at;
    entry.finished = finished;
  }
}
