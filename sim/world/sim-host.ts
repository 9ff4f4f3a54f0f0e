// SimHost: what a party can ask of the world, on virtual time. A later host runs the same parties on a wall clock.

import type {
  Celsius,
  Duration,
  Gas,
  Instant,
  PartyId,
  TaskId,
  TimerHandle,
  WorkId,
} from '../../core/foundation/index.ts';
import { assert, violated } from '../../core/foundation/index.ts';
import type {
  Claimed,
  FactCode,
  FactOf,
  Host,
  Message,
  ModelledWork,
  Party,
  Random,
  Signature,
  SignedMessage,
  Telemetry,
  Trace,
  Work,
  WorkResult,
} from '../../core/protocol/index.ts';
import { decode, EXECUTION_ABORTED, encode, MESSAGE_SENT } from '../../core/protocol/index.ts';
import { ModelledTrace } from '../../core/verification/index.ts';
import type { Absence, Finisher, Kernel } from '../kernel/index.ts';
import type { BulkTransfers } from './bulk.ts';
import type { Device } from './device.ts';
import { Disk } from './disk.ts';
import type { Identities } from './identities.ts';
import { Memory } from './memory.ts';
import { bulkOf, type ModelledNetwork } from './network.ts';
import { PoweredWork } from './powered-work.ts';
import type { ProofShelf } from './proving.ts';
import type { Recorder } from './recorder.ts';
import type { Tap } from './tap.ts';
import { type ExecutableOf, traceOf } from './traces.ts';
import type { Trouble } from './trouble.ts';

/** How what is sent gets there. */
export interface Transmission {
  readonly paths: ModelledNetwork;
  readonly bulk: BulkTransfers;
}

/** What all hosts of a world share. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly identities: Identities;
  /** Undefined: no delay, no limit. */
  network: Transmission | undefined;
  /** Absent if no fault touches messages or work. */
  readonly trouble?: Trouble | undefined;
  /** Hears every message. */
  readonly tap?: Tap | undefined;
  /** Of proofs that are really made, if some are. */
  readonly proofs?: ProofShelf | undefined;
  /** What is executed by segments, if traces are real. */
  readonly traces?: ExecutableOf | undefined;
  /** Bytes that work needs to run. */
  readonly memoryFor?: (work: ModelledWork) => number;
  /** What work comes to. */
  readonly truth: (task: TaskId, work: ModelledWork) => number;
  /** Whether every message goes through its bytes. */
  readonly wire: boolean;
}

export class SimHost implements Host, Finisher, Absence {
  readonly self: PartyId;
  readonly random: Random;
  private readonly world: Surroundings;
  private readonly device: Device | undefined;
  /** Of a device with power figures: it times the work then. */
  private readonly powered: PoweredWork | undefined;
  /** Pieces of work in progress. */
  private running = 0;
  private party: Party | undefined;
  private readonly disk: Disk;
  private readonly memory: Memory;
  /** While down with a queue that survives: what others keep trying to deliver. */
  private readonly undelivered: { readonly from: PartyId; readonly message: Message }[] = [];
  private keepsUndelivered = false;

  constructor(self: PartyId, random: Random, world: Surroundings, device?: Device) {
    this.self = self;
    this.random = random;
    this.world = world;
    this.device = device;
    this.disk = new Disk(world.trouble?.disksOf(self) ?? []);
    this.memory = new Memory(world.trouble?.memoryOf(self) ?? []);
    const { slots, power, thermal } = device?.spec ?? {};
    if (slots === undefined || power === undefined) return;
    const figures = { slots, power, ...(thermal === undefined ? {} : { thermal }) };
    this.powered = new PoweredWork(world.kernel, world.recorder, self, figures, world.trouble?.pauses);
  }

  /** Brings the party to life: for the first time, or again with what its earlier life had made durable. */
  run(party: Party): void {
    const { kernel, trouble } = this.world;
    if (this.party === undefined) kernel.join(this.self, party, this);
    else kernel.up(this.self, party);
    this.party = party;
    this.powered?.powerOn();
    party.start(this.disk.read());
    const heard = trouble?.due(this.self, kernel.now) ?? kernel.now;
    for (const { from, message } of this.undelivered.splice(0)) kernel.deliverAt(heard, from, this.self, message);
  }

  /** Ends its life at once. What is sent to it meanwhile is lost, or kept by senders that go on trying. */
  crash(keepsUndelivered: boolean): void {
    this.keepsUndelivered = keepsUndelivered;
    this.running = 0;
    this.disk.crash(this.world.kernel.now);
    this.memory.releaseAll();
    this.powered?.powerOff();
    for (const { task, copy } of this.world.kernel.down(this.self, this)) {
      this.record(EXECUTION_ABORTED, { task, copy });
    }
  }

  missed(from: PartyId, message: Message): void {
    if (this.keepsUndelivered) this.undelivered.push({ from, message });
  }

  now(): Instant {
    const { kernel, trouble } = this.world;
    return trouble?.clocks === undefined ? kernel.instant : trouble.clocks.shown(this.self, kernel.instant);
  }

  send(to: PartyId, message: Message): void {
    const { network, recorder, wire } = this.world;
    const now = this.world.kernel.instant;
    recorder.record(MESSAGE_SENT, message, now, this.self);
    const sent = wire ? throughBytes(message) : message;
    // How long it takes is said by the task graph then, and not left to the network.
    if (message.type === 'data' && message.time > 0) this.deliver(now + message.time, to, sent);
    else if (network === undefined) this.deliver(now, to, sent);
    else this.transmit(network, to, sent, now);
  }

  private deliver(at: number, to: PartyId, message: Message): void {
    const { kernel, trouble, tap } = this.world;
    if (trouble === undefined) {
      tap?.(this.self, to, message, kernel.now, at);
      kernel.deliverAt(at, this.self, to, message);
      return;
    }
    const arrival = trouble.arrival(this.self, to, at);
    tap?.(this.self, to, message, kernel.now, arrival);
    kernel.deliverAt(arrival, this.self, to, message);
    const again = trouble.again(this.self, to, arrival);
    if (again !== undefined) kernel.deliverAt(trouble.due(to, again), this.self, to, message);
  }

  private transmit({ paths, bulk }: Transmission, to: PartyId, message: Message, now: Instant): void {
    const from = this.self;
    const bits = bulkOf(message);
    if (bits === undefined) this.deliver(paths.arrival(from, to, message, now), to, message);
    else {
      this.world.tap?.(from, to, message, now, Infinity);
      bulk.start({ from, to, message, bits, delay: paths.transit(from, to) });
    }
  }

  wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    const { kernel, trouble } = this.world;
    if (trouble !== undefined && at !== Infinity) {
      const truly = trouble.clocks?.truly(this.self, at, kernel.instant) ?? Math.max(at, kernel.now);
      return kernel.wakeAt(trouble.due(this.self, truly), this.self, kind, key);
    }
    // An instant that has passed on its way here is due at once: virtual time never runs back.
    return kernel.wakeAt(Math.max(at, kernel.now), this.self, kind, key);
  }

  cancel(timer: TimerHandle): void {
    this.world.kernel.cancel(timer);
  }

  request(work: Work): WorkId {
    if (this.device === undefined) violated('only a device executes', { party: this.self });
    const { kernel, trouble } = this.world;
    const bytes = trouble === undefined ? 0 : (this.world.memoryFor?.(work.work) ?? 0);
    const fits = bytes === 0 || bytes <= this.memory.left(kernel.now);
    const done = fits ? this.device.execute(work) : outOfMemory(work);
    const id = this.begin(trouble === undefined ? done : lasting(done, this.takes(trouble, done.elapsed)));
    if (fits) {
      this.memory.take(id, bytes);
      this.world.proofs?.begin(this.self, work);
    }
    return id;
  }

  /** Powered work looks after pauses by itself: what stands still draws no more than an idle device. */
  private takes(trouble: Trouble, elapsed: Duration): Duration {
    const { now } = this.world.kernel;
    return this.powered === undefined
      ? trouble.lasting(this.self, now, elapsed)
      : trouble.slowed(this.self, now, elapsed);
  }

  private begin(result: WorkResult): WorkId {
    if (this.powered !== undefined) return this.powered.begin(result);
    const { kernel } = this.world;
    this.running++;
    return kernel.completeAt(kernel.now + result.elapsed, this.self, result);
  }

  /** Undefined for as warm as its room is by itself. */
  heatRoom(ambient: Celsius | undefined): void {
    this.powered?.heatRoom(ambient);
  }

  abort(work: WorkId): void {
    this.memory.release(work);
    if (this.powered !== undefined) this.powered.abort(work);
    else if (this.world.kernel.cancel(work)) this.running--;
  }

  trace(claimed: Claimed): Trace {
    const own = claimed.work.program?.own === undefined ? undefined : this.device?.trainer;
    if (own !== undefined) return own.trace(claimed);
    const real = this.world.traces && traceOf(this.world.traces, claimed);
    if (real !== undefined) return real;
    const modelled = new ModelledTrace(claimed, this.world.truth(claimed.task, claimed.work));
    return this.world.proofs?.of(claimed, modelled) ?? modelled;
  }

  completed(work: WorkId, result: WorkResult): void {
    if (this.powered === undefined) {
      this.running--;
      this.memory.release(work);
      this.tell(work, result);
      return;
    }
    const finished = this.powered.finish(work);
    this.memory.release(finished.id);
    this.tell(finished.id, finished.result);
  }

  private tell(work: WorkId, result: WorkResult): void {
    const { proofs } = this.world;
    if (proofs === undefined) this.party!.completed(work, result);
    else proofs.finish(this.self, result, () => this.party!.completed(work, result));
  }

  /** The run is over: what still runs here has used its energy. */
  close(): void {
    this.powered?.spendAll();
  }

  append(record: Uint8Array): boolean {
    return this.disk.write(record, this.world.kernel.now);
  }

  checkpoint(records: readonly Uint8Array[]): void {
    this.disk.replace(records, this.world.kernel.now);
  }

  sense(): Telemetry {
    assert(this.device !== undefined, 'only a device has sensors', { party: this.self });
    const { powered, device, memory, world } = this;
    const seen = powered === undefined ? device.sense(this.running) : device.sense(powered.count, powered.sense());
    const left = memory.left(world.kernel.now);
    return left < seen.memoryFree ? { ...seen, memoryFree: left as Telemetry['memoryFree'] } : seen;
  }

  sign(message: SignedMessage): Signature {
    return this.world.identities.sign(this.self, message);
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    return this.world.identities.verify(by, message);
  }

  record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    this.world.recorder.record(code, fact, this.world.kernel.instant, this.self);
  }
}

/** How long it takes to find out that there is not enough memory: assumed. */
const FAILS_AFTER = 10_000 as Duration;

const outOfMemory = ({ task, copy }: Work): WorkResult => {
  return { task, copy, outcome: 'memory', gas: 0 as Gas, elapsed: FAILS_AFTER, output: 0 };
};

function lasting(result: WorkResult, elapsed: Duration): WorkResult {
  return elapsed === result.elapsed ? result : { ...result, elapsed };
}

function throughBytes(message: Message): Message {
  const decoded = decode(encode(message));
  assert(decoded.ok, 'what was encoded can be decoded', { type: message.type });
  return decoded.value;
}
