// Aggregator: a client of the mesh whose tasks train its model. It sends the model out, waits for what comes back, and
// makes the next one of it: in rounds, or whenever so many contributions are there.

import type { PartyId, TaskId } from '../foundation/index.ts';
import type { Client, ClientListener } from '../mesh/index.ts';
import {
  type Answer,
  Content,
  type Digest,
  type EndOfTraining,
  type Host,
  type LimitPreset,
  MODEL_MADE,
  type ModelledWork,
  type TaskStatus,
  TRAINING_BEGUN,
  TRAINING_ENDED,
} from '../protocol/index.ts';
import type { Aggregation } from './aggregation.ts';
import type { Contribution } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import type { Gather } from './secure-gather.ts';
import { decodeUpdate, encodeRequest, initialModel, parametersOf, type TrainingPlan } from './training.ts';

export interface AggregatorSettings {
  readonly plan: TrainingPlan;
  readonly aggregation: Aggregation;
  /** Whether its rule can do with so many contributions. */
  readonly suffices: (contributions: number) => boolean;
  /** The task `train`. */
  readonly module: Content;
  readonly limits: LimitPreset;
  /** Gas that a trainer is expected to take. */
  readonly expected: number;
  /** Names the tasks' workload. */
  readonly source: number;
  /** Trainers in a round, or at a time. */
  readonly participants: number;
  /** Models to make, failed rounds among them. */
  readonly rounds: number;
  /** Contributions that a round must have. */
  readonly minimum: number;
  /** Accuracy at which it stops. */
  readonly target: number | undefined;
  readonly evaluate: (model: Float32Array) => Evaluation;
  /** Trainers hold their updates back, and this gets their mean. */
  readonly gather?: Gather | undefined;
  /** Whether too few trainers have privacy left to give. */
  readonly exhausted?: (() => boolean) | undefined;
}

/** Submits a task, unless none is allowed any more. */
export type Submit = (work: ModelledWork, batch: number, batchIndex: number) => TaskId | undefined;

export class Aggregator implements ClientListener {
  private readonly host: Host;
  private readonly settings: AggregatorSettings;
  private readonly client: Client;
  private readonly submit: Submit;
  private readonly whenDone: () => void;
  private model: Float32Array;
  /** The number of the model that each open task started from. */
  private readonly open: Map<TaskId, number> = new Map<TaskId, number>();
  private contributions: Contribution[] = [];
  /** Updates that trainers hold for a secure aggregation. */
  private held = 0;
  private made = 0;
  private dropped = 0;
  private bytes = 0;
  private request: Content | undefined;
  private done = false;

  constructor(host: Host, settings: AggregatorSettings, client: Client, submit: Submit, whenDone: () => void) {
    this.host = host;
    this.settings = settings;
    this.client = client;
    this.submit = submit;
    this.whenDone = whenDone;
    this.model = initialModel(settings.plan, host.random);
  }

  begin(): void {
    this.host.record(TRAINING_BEGUN, { client: this.host.self });
    this.offer();
    this.sendOut(this.settings.participants);
  }

  ended(_client: PartyId, task: TaskId, status: TaskStatus, answer: Answer | undefined): void {
    const from = this.open.get(task);
    if (from === undefined) return;
    this.open.delete(task);
    this.take(task, status === 'completed' ? answer : undefined, from);
    const { buffer } = this.settings.aggregation;
    if (buffer === undefined) {
      if (this.open.size === 0) this.endRound();
      return;
    }
    if (this.contributions.length >= buffer && !this.done) this.endRound();
    else if (!this.done) this.sendOut(1);
    if (this.done && this.open.size === 0) this.whenDone();
  }

  private take(task: TaskId, answer: Answer | undefined, from: number): void {
    const decoded = answer && decodeUpdate(answer.output, parametersOf(this.settings.plan));
    this.bytes += answer?.output.length ?? 0;
    if (this.settings.gather !== undefined && answer !== undefined) this.held += 1;
    else if (decoded === undefined) this.dropped += 1;
    else this.contributions.push({ ...decoded, staleness: this.made - from, task });
  }

  private endRound(): void {
    const { gather } = this.settings;
    if (gather === undefined) this.makeModel(this.contributions.length);
    else {
      gather.close(this.made + 1, this.held, (mean, count, bytes) => {
        this.dropped += this.held - count;
        this.bytes += bytes;
        this.held = 0;
        if (mean !== undefined) this.contributions = [{ update: mean, examples: 1, staleness: 0 }];
        this.makeModel(count);
      });
    }
  }

  /** `count` trainers contributed. */
  private makeModel(count: number): void {
    const { minimum, suffices, aggregation, participants } = this.settings;
    const enough = count > 0 && count >= Math.min(minimum, aggregation.buffer ?? minimum) && suffices(count);
    const rejected = enough ? this.improve() : 0;
    const evaluation = this.settings.evaluate(this.model);
    this.made += 1;
    this.record(evaluation, enough ? count : 0, rejected);
    this.contributions = [];
    this.dropped = 0;
    this.bytes = 0;
    const end = this.endAfter(evaluation);
    if (end !== undefined) this.end(end);
    if (!this.done) this.offer();
    const free = participants - this.open.size;
    if (!this.done) this.sendOut(free);
    else if (this.open.size === 0) this.whenDone();
  }

  private endAfter({ accuracy }: Evaluation): EndOfTraining | undefined {
    const { rounds, target, exhausted } = this.settings;
    if (target !== undefined && accuracy >= target) return 'target';
    if (this.made >= rounds) return 'rounds';
    return exhausted?.() === true ? 'budgets-spent' : undefined;
  }

  private end(why: EndOfTraining): void {
    if (!this.done) this.host.record(TRAINING_ENDED, { models: this.made, why });
    this.done = true;
  }

  /** Returns how many contributions were rejected. */
  private improve(): number {
    const { change, rejected } = this.settings.aggregation.combine(this.contributions);
    const next = this.model.slice();
    for (let at = 0; at < next.length; at += 1) next[at]! += change[at]!;
    this.model = next;
    return rejected.length;
  }

  private record({ accuracy, loss }: Evaluation, contributions: number, rejected: number): void {
    const { dropped, bytes, made: number } = this;
    const model = this.digest();
    const tasks = contributions === 0 ? [] : this.contributions.flatMap(({ task }) => task ?? []);
    this.host.record(MODEL_MADE, { number, model, accuracy, loss, contributions, tasks, rejected, dropped, bytes });
  }

  private digest(): Digest {
    return new Content(new Uint8Array(this.model.buffer.slice(0))).digest;
  }

  /** Makes the model ready to be fetched. */
  private offer(): void {
    const { plan, aggregation, module } = this.settings;
    const bytes = encodeRequest(plan, {
      model: this.model,
      seed: this.host.random.bits(),
      proximal: aggregation.proximal,
      control: aggregation.control?.(),
    });
    if (this.request !== undefined && aggregation.buffer === undefined) this.client.withdraw(this.request);
    this.request = new Content(bytes);
    this.client.provide({ module, input: this.request });
  }

  private sendOut(count: number): void {
    const { module, limits, expected: amount, source } = this.settings;
    const own = { round: this.made + 1 };
    const program = { module: module.digest, input: this.request!.digest, limits, own };
    for (let at = 0; at < count; at += 1) {
      const task = this.submit({ unit: 'gas', amount, source, independent: false, program }, count, at);
      if (task === undefined) break;
      this.open.set(task, this.made);
      this.bytes += this.request!.bytes.length;
    }
    if (this.open.size > 0) return;
    this.end('no-task');
    this.whenDone();
  }
}
