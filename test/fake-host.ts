// A host that does nothing by itself: it writes down what its party asks for, and the test plays the world.

import type { Duration, Gas, Instant, PartyId, TimerHandle, WorkId } from '../core/foundation/index.ts';
import { bitRate, bytes, celsius, watts } from '../core/foundation/index.ts';
import type {
  Claimed,
  FactCode,
  FactOf,
  Host,
  Message,
  Outcome,
  Party,
  Random,
  Signature,
  SignedMessage,
  Telemetry,
  Trace,
  Work,
} from '../core/protocol/index.ts';
import { ModelledTrace } from '../core/verification/index.ts';
import { openStream } from '../sim/kernel/index.ts';

export interface Addressed {
  readonly to: PartyId;
  readonly message: Message;
}

export interface Timer {
  readonly at: number;
  readonly kind: number;
  readonly key: number;
}

export const SOUND: Telemetry = {
  power: watts(10),
  heatRecovered: watts(0),
  temperature: celsius(40),
  ambient: celsius(25),
  carbonIntensity: 100,
  gflops: 50,
  cpu: 0.5,
  gpu: 0,
  npu: 0,
  memoryFree: bytes(1e9),
  up: bitRate(1e8),
  down: bitRate(1e9),
};

const GENUINE: Signature = Uint8Array.of(1);

export class FakeHost implements Host {
  readonly self: PartyId;
  readonly random: Random;
  time = 0;
  telemetry: Telemetry = SOUND;
  /** Everything sent since `take` was called last. */
  private readonly outbox: Addressed[] = [];
  readonly facts: { readonly code: FactCode; readonly fact: unknown }[] = [];
  /** By the place of a fact: when. */
  readonly recordedAt: number[] = [];
  readonly timers: Map<TimerHandle, Timer> = new Map<TimerHandle, Timer>();
  readonly running: Map<WorkId, Work> = new Map<WorkId, Work>();
  readonly aborted: Work[] = [];
  log: Uint8Array[] = [];
  diskFull = false;
  private handles = 1;

  constructor(self: number) {
    this.self = self as PartyId;
    this.random = openStream(1, `fake/${self}`);
  }

  now(): Instant {
    return this.time as Instant;
  }
  send(to: PartyId, message: Message): void {
    this.outbox.push({ to, message });
  }
  wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    const handle = this.handles++ as TimerHandle;
    this.timers.set(handle, { at, kind, key });
    return handle;
  }
  cancel(timer: TimerHandle): void {
    this.timers.delete(timer);
  }
  request(work: Work): WorkId {
    const id = this.handles++ as WorkId;
    this.running.set(id, work);
    return id;
  }
  abort(work: WorkId): void {
    this.aborted.push(this.running.get(work)!);
    this.running.delete(work);
  }
  /** It claims nothing but the truth, which is 42. */
  trace(claimed: Claimed): Trace {
    return new ModelledTrace(claimed, 42);
  }
  append(record: Uint8Array): boolean {
    if (this.diskFull) return false;
    this.log.push(record);
    return true;
  }
  checkpoint(records: readonly Uint8Array[]): void {
    this.log = [...records];
  }
  sense(): Telemetry {
    return this.telemetry;
  }
  sign(): Signature {
    return GENUINE;
  }
  verify(_: PartyId, message: SignedMessage): boolean {
    return message.signature === GENUINE;
  }
  record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    this.facts.push({ code, fact });
    this.recordedAt[this.facts.length - 1] = this.time;
  }

  // What the world does

  /** What was sent since the last call. */
  take(): Message[] {
    return this.takeAddressed().map(({ message }) => message);
  }

  takeAddressed(): Addressed[] {
    return this.outbox.splice(0);
  }

  /** Of what was sent since the last call, the messages of one type. */
  taken<T extends Message['type']>(type: T): (Message & { type: T })[] {
    return this.take().filter((message): message is Message & { type: T } => message.type === type);
  }

  factsOf<K extends FactCode>(code: K): FactOf<K>[] {
    return this.facts.filter((seen) => seen.code === code).map(({ fact }) => fact as FactOf<K>);
  }

  /** Lets one piece of work end. */
  finish(party: Party, task: number, outcome: Outcome = 'ok', elapsed = 1_000): void {
    const [id, work] = [...this.running].find(([, running]) => running.task === task)!;
    this.running.delete(id);
    party.completed(id, {
      task: work.task,
      copy: work.copy,
      outcome,
      gas: 0 as Gas,
      elapsed: elapsed as Duration,
      output: 42,
    });
  }

  /** Moves to the first timer and fires it. */
  fire(party: Party): Timer {
    const [handle, timer] = [...this.timers].reduce((first, next) => (next[1].at < first[1].at ? next : first));
    this.timers.delete(handle);
    this.time = timer.at;
    party.wake(timer.kind, timer.key);
    return timer;
  }
}
