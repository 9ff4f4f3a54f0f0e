// A stage for metrics: facts are told as verbs, times in seconds, and the values read at the end.

import type { Amount, Gas, Instant, PartyId, TaskId } from '../../../core/foundation/index.ts';
import {
  celsius,
  gasRate,
  instant,
  NO_PARTY,
  partyId,
  seconds,
  taskId,
  watts,
} from '../../../core/foundation/index.ts';
import type { FactCode, FactOf, Message, TaskStatus } from '../../../core/protocol/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  GRID_CHANGED,
  MESSAGE_SENT,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  POWER_CHANGED,
  RESULT_HELD,
  SUBMISSIONS_ENDED,
  TASK_ACCEPTED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TOKENS_MOVED,
} from '../../../core/protocol/index.ts';
import { collect, metrics, type WarmupRule, Window } from '../../../sim/metrics/index.ts';

export const CLIENT: PartyId = partyId(1);
export const COORDINATOR: PartyId = partyId(0);

export class Stage {
  private readonly window: Window;
  private readonly folds;
  private readonly submittedAt = new Map<TaskId, Instant>();
  private readonly sequences = new Map<PartyId, number>();
  private now = instant(0);

  constructor(warmup: WarmupRule = { kind: 'none' }) {
    this.window = new Window(warmup);
    this.folds = metrics.map((definition) => definition.create({ window: this.window }));
  }

  fact<K extends FactCode>(code: K, fact: FactOf<K>, party: PartyId): this {
    for (const { on } of [this.window, ...this.folds]) {
      on[code]?.(fact, this.now, party);
    }
    return this;
  }

  at(time: number): this {
    this.now = instant(seconds(time));
    return this;
  }

  deploy(node: number, slots = 1, power?: { idle: number; peak: number }, honest = true): this {
    const figures = power && { idle: watts(power.idle), peak: watts(power.peak) };
    const fact = { node: partyId(node), name: `node-${node}`, slots, speed: gasRate(1e9), honest, ...figures };
    return this.fact(NODE_DEPLOYED, fact, partyId(node));
  }

  draw(node: number, power: number): this {
    const fact = { node: partyId(node), watts: watts(power), temperature: celsius(25), throttled: false };
    return this.fact(POWER_CHANGED, fact, partyId(node));
  }

  spend(task: TaskId, node: number, joules: number, finished = true, copy = 0): this {
    return this.fact(ENERGY_SPENT, { task, copy, joules, finished }, partyId(node));
  }

  grid(node: number, gramsPerKwh: number): this {
    return this.fact(GRID_CHANGED, { node: partyId(node), gramsPerKwh }, partyId(node));
  }

  submit(options: { client?: PartyId; deadline?: number } = {}): TaskId {
    const client = options.client ?? CLIENT;
    const sequence = this.sequences.get(client) ?? 0;
    this.sequences.set(client, sequence + 1);
    const task = taskId(client, sequence);
    this.submittedAt.set(task, this.now);
    const deadline = options.deadline === undefined ? Infinity : seconds(options.deadline);
    this.fact(TASK_SUBMITTED, { task, workload: 0, budget: 0n as Amount, deadline }, client);
    return task;
  }

  accept(task: TaskId): this {
    return this.fact(TASK_ACCEPTED, { task }, COORDINATOR);
  }

  assign(task: TaskId, node: number, copy = 0): this {
    return this.fact(TASK_ASSIGNED, { task, node: partyId(node), copy }, COORDINATOR);
  }

  start(task: TaskId, node: number, copy = 0): this {
    return this.fact(EXECUTION_STARTED, { task, copy }, partyId(node));
  }

  finish(task: TaskId, node: number, copy = 0, elapsed = 0): this {
    return this.fact(
      EXECUTION_FINISHED,
      { task, copy, outcome: 'ok', gas: 0 as Gas, elapsed: seconds(elapsed) },
      partyId(node),
    );
  }

  abort(task: TaskId, node: number, copy = 0): this {
    return this.fact(EXECUTION_ABORTED, { task, copy }, partyId(node));
  }

  settle(task: TaskId, node: number, copy = 0): this {
    const fact = { task, status: 'completed', reason: 'none', winner: partyId(node), copy, output: 0 } as const;
    return this.fact(TASK_SETTLED, fact, COORDINATOR);
  }

  giveUp(task: TaskId, status: 'failed' | 'expired'): this {
    const reason = status === 'expired' ? 'expired' : 'attempts-exhausted';
    return this.fact(TASK_SETTLED, { task, status, reason, winner: NO_PARTY, copy: -1, output: 0 }, COORDINATOR);
  }

  hold(task: TaskId, status: TaskStatus = 'completed'): this {
    const submitted = this.submittedAt.get(task)!;
    return this.fact(RESULT_HELD, { task, status, submitted }, CLIENT);
  }

  crash(node: number): this {
    return this.fact(NODE_CRASHED, { node: partyId(node) }, partyId(node));
  }

  restart(node: number): this {
    return this.fact(NODE_RESTARTED, { node: partyId(node), recovers: true }, partyId(node));
  }

  move(
    kind: 'put' | 'release' | 'fee' | 'change' | 'refund' | 'bond' | 'slash' | 'award',
    task: TaskId,
    account: number,
    amount: bigint,
  ): this {
    return this.fact(TOKENS_MOVED, { kind, task, account: partyId(account), amount: amount as Amount }, COORDINATOR);
  }

  send(message: Message): this {
    return this.fact(MESSAGE_SENT, message, COORDINATOR);
  }

  endSubmissions(): this {
    return this.fact(SUBMISSIONS_ENDED, { submitted: this.submittedAt.size }, CLIENT);
  }

  /** The values if the run ends now. */
  values(): Readonly<Record<string, number>> {
    return collect(this.folds, this.now);
  }
}
