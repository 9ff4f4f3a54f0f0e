// Client: submits tasks with a budget, and hears how each of them ended.

import type { Amount, Duration, Instant, PartyId, TaskId } from '../foundation/index.ts';
import { IdMap, later, taskId } from '../foundation/index.ts';
import type {
  Answer,
  AskData,
  AskRating,
  Content,
  Digest,
  Host,
  JobTask,
  Message,
  ModelledWork,
  Needs,
  Party,
  ProgramContents,
  TaskStatus,
  Transfer,
} from '../protocol/index.ts';
import { INPUT_DECLARED, RESULT_HELD, TASK_SUBMITTED } from '../protocol/index.ts';

/** What a task of a job waits for. */
interface Edge {
  readonly from: TaskId;
  readonly time: number;
  readonly bytes: number;
}

/** What others wait for. */
interface Awaited {
  /** How many of them have not ended. */
  by: number;
  /** Once it was accepted. */
  output: number | undefined;
}

export interface ClientSettings {
  readonly coordinator: PartyId;
  /** Index of the workload that its tasks belong to. */
  readonly workload: number;
  readonly budget: Amount;
  readonly deadline?: Duration;
  readonly expires?: Duration;
  readonly needs: Needs;
}

/** What a job consists of. */
export interface JobContent {
  readonly tasks: readonly JobTask[];
  /** The nodes that the tasks' times are about. */
  readonly nodes: readonly PartyId[];
}

/** Hears of the end of each task, once the client knows of it. */
export interface ClientListener {
  ended(client: PartyId, task: TaskId, status: TaskStatus, answer: Answer | undefined): void;
}

export class Client implements Party {
  private readonly host: Host;
  private readonly settings: ClientSettings;
  private readonly listener: ClientListener;
  private readonly open: IdMap<Instant> = new IdMap<Instant>();
  /** What nodes may fetch. */
  private shelf: Map<Digest, Content> | undefined;
  /** Of tasks that wait for others: until they end. */
  private readonly edges: IdMap<readonly Edge[]> = new IdMap<readonly Edge[]>();
  /** Of tasks that others wait for: until those have ended. */
  private readonly awaited: IdMap<Awaited> = new IdMap<Awaited>();
  private sequence = 0;

  constructor(host: Host, settings: ClientSettings, listener: ClientListener) {
    this.host = host;
    this.settings = settings;
    this.listener = listener;
  }

  start(): void {
    // A client speaks when it has something to submit.
  }

  /** Bytes that programs of its tasks name. */
  provide({ module, input }: ProgramContents): void {
    this.shelf ??= new Map<Digest, Content>();
    this.shelf.set(module.digest, module);
    this.shelf.set(input.digest, input);
  }

  /** What is not given out any more. */
  withdraw(content: Content): void {
    this.shelf?.delete(content.digest);
  }

  /** An input like any other: the owner of this client wants work done. `batchIndex` counts from 0 within `batch`. */
  submit(work: ModelledWork, batch: number, batchIndex: number): TaskId {
    const { coordinator, budget, needs } = this.settings;
    const { task, deadline, expires } = this.take();
    this.host.send(coordinator, { type: 'submit', task, work, budget, deadline, expires, needs, batch, batchIndex });
    return task;
  }

  /** The same for tasks that belong together, of which none comes before those that it needs. */
  submitJob({ tasks, nodes }: JobContent): void {
    const { coordinator, budget, needs } = this.settings;
    const taken = tasks.map(() => this.take());
    const { task: first, deadline, expires } = taken[0]!;
    for (const [place, { inputs }] of tasks.entries()) {
      const { task } = taken[place]!;
      if (inputs.length === 0) continue;
      const edges = inputs.map(({ from, time, bytes }) => ({ from: taken[from]!.task, time, bytes }));
      this.edges.set(task, edges);
      for (const { from } of edges) {
        this.host.record(INPUT_DECLARED, { task, from });
        this.awaitOutput(from);
      }
    }
    this.host.send(coordinator, { type: 'job', first, tasks, nodes, budget, deadline, expires, needs });
  }

  /** The next task, from now on open. */
  private take(): { task: TaskId; deadline: Instant; expires: Instant } {
    const { workload, budget } = this.settings;
    const now = this.host.now();
    const task = taskId(this.host.self, this.sequence++);
    const deadline = after(now, this.settings.deadline);
    this.open.set(task, now);
    this.host.record(TASK_SUBMITTED, { task, workload, budget, deadline });
    return { task, deadline, expires: after(now, this.settings.expires) };
  }

  receive(from: PartyId, message: Message): void {
    if (message.type === 'fetch') this.fetched(from, message.task, message.digest);
    if (message.type === 'ask-data') this.handAgain(from, message);
    if (from !== this.settings.coordinator) return;
    if (message.type === 'transfer') this.hand(message);
    if (message.type === 'ask-rating') this.rate(message);
    if (message.type !== 'settled') return;
    const { task, status, answer } = message;
    const submitted = this.open.get(task);
    if (submitted === undefined) return;
    this.open.delete(task);
    const own = this.awaited.get(task);
    if (own !== undefined && status === 'completed') own.output = message.output;
    this.awaitNoMore(task);
    this.host.record(RESULT_HELD, { task, status, submitted, answer });
    this.listener.ended(this.host.self, task, status, answer);
  }

  private fetched(from: PartyId, task: TaskId, digest: Digest): void {
    const content = this.shelf?.get(digest);
    if (content !== undefined) this.host.send(from, { type: 'delivery', task, content });
  }

  /** It can tell whether a result is in time, and not whether it is right. It is asked while the task is still open. */
  private rate({ task, node }: AskRating): void {
    const submitted = this.open.get(task);
    if (submitted === undefined) return;
    const good = this.host.now() <= after(submitted, this.settings.deadline);
    this.host.send(this.settings.coordinator, { type: 'rating', task, node, good });
  }

  /** A client has the accepted results of its tasks, and gives them when the node that made one is gone. */
  private hand({ task, to, target, output, time, bytes }: Transfer): void {
    this.host.send(to, { type: 'data', task, target, output, time, bytes });
  }

  private awaitOutput(from: TaskId): void {
    const known = this.awaited.get(from);
    if (known === undefined) this.awaited.set(from, { by: 1, output: undefined });
    else known.by++;
  }

  private awaitNoMore(task: TaskId): void {
    for (const { from } of this.edges.get(task) ?? []) {
      const awaited = this.awaited.get(from)!;
      if (--awaited.by === 0) this.awaited.delete(from);
    }
    this.edges.delete(task);
  }

  /** Whoever was to bring it to this node did not, or brought something else. */
  private handAgain(to: PartyId, { task, target }: AskData): void {
    const edge = this.edges.get(target)?.find(({ from }) => from === task);
    const output = this.awaited.get(task)?.output;
    if (edge === undefined || output === undefined) return;
    this.host.send(to, { type: 'data', task, target, output, time: edge.time as Duration, bytes: edge.bytes });
  }

  wake(): void {
    // A client sets no timers: the coordinator answers every task in the end.
  }

  completed(): void {
    // A client asks for no work of its own.
  }
}

function after(now: Instant, by: Duration | undefined): Instant {
  return by === undefined ? (Infinity as Instant) : later(now, by);
}
