// The virtual clock and the run loop: takes the first event, moves the clock, hands the event to whom it is for.
// Events are typed records: no closure and, but for messages and results, no object for each.

import type { Instant, PartyId, TimerHandle, WorkId } from '../../core/foundation/index.ts';
import type { Message, Party, WorkResult } from '../../core/protocol/index.ts';
import { EventQueue } from './event-queue.ts';
import { Fingerprint } from './fingerprint.ts';
import type { TieShuffle } from './tie-shuffle.ts';

const DELIVERY = 1;
const TIMER = 2;
const COMPLETION = 3;
const OCCURRENCE = 4;
/** A code is (life * TIMERS + timer) * KINDS + kind: what a party asked for in an earlier life is not for this one. */
const KINDS = 8;
const TIMERS = 16;
const LIVES = KINDS * TIMERS;
const KIND_BITS = 3;
const LIFE_BITS = 7;

/** Among events of one instant: ends of work, then messages and arrivals, then timers, then faults. */
export const AT_COMPLETION = 0;
const AT_DELIVERY = 1;
const AT_TIMER = 2;
export const AT_ARRIVAL: number = AT_DELIVERY;
export const AT_FAULT = 3;

/** Something of the world rather than of a party: an arrival, a crash. Keys are its own. */
export interface Occurrence {
  occur(key: number): void;
}

/** Hears of the end of work that was asked for. */
export interface Finisher {
  completed(work: WorkId, result: WorkResult): void;
}

/** Takes what is delivered to a party that is down. */
export interface Absence {
  missed(from: PartyId, message: Message): void;
}

interface Hold {
  readonly known: Promise<unknown>;
  readonly release: (value: unknown) => void;
}

export type RunState = 'drained' | 'stopped' | 'waiting';

export class Kernel {
  now: Instant = 0 as Instant;
  /** Events dispatched. */
  events = 0;
  readonly fingerprint: Fingerprint = new Fingerprint();
  private readonly queue: EventQueue = new EventQueue();
  private readonly ties: TieShuffle | undefined;
  private readonly parties: Party[] = [];
  private readonly finishers: Finisher[] = [];
  private readonly absences: (Absence | undefined)[] = [];
  private lives: Int32Array = new Int32Array(64);
  private readonly occurrences: Occurrence[] = [];
  /** By slot: the message of a delivery, the result of a completion. */
  private readonly payloads: (Message | WorkResult | null)[] = [];
  private boxed: Instant;
  private stopping = false;
  private holds: Hold[] = [];

  constructor(ties?: TieShuffle) {
    this.ties = ties;
    // First no number at all, so that V8 keeps a boxed double here and hands it out as it is.
    this.boxed = undefined as unknown as Instant;
    this.boxed = 0 as Instant;
  }

  /**
   * The same as `now`, for those who hand it on: V8 boxes a double that leaves a field of doubles, and a dozen readers
   * in one event would each box it anew. Here the first one does.
   */
  get instant(): Instant {
    if (this.boxed !== this.now) this.boxed = this.now;
    return this.boxed;
  }

  /** Events that still lie ahead. */
  get pending(): number {
    return this.queue.live;
  }

  /** `finisher`: who hears of the end of the party's work. */
  join(id: PartyId, party: Party, finisher: Finisher): void {
    this.parties[id] = party;
    this.finishers[id] = finisher;
    this.absences[id] = undefined;
    if (id >= this.lives.length) {
      const lives = new Int32Array(Math.max(id + 1, this.lives.length * 2));
      lives.set(this.lives);
      this.lives = lives;
    }
  }

  /** Registers an occurrence and returns its index for `occurAt`. */
  know(occurrence: Occurrence): number {
    return this.occurrences.push(occurrence) - 1;
  }

  /**
   * Ends a party's life: its timers and its work are void; what is sent to it goes to `absence`. Returns what its work
   * would have come to, by task and copy.
   */
  down(id: PartyId, absence: Absence): WorkResult[] {
    const works = this.worksOf(id);
    this.lives[id]!++;
    this.absences[id] = absence;
    return works;
  }

  up(id: PartyId, party: Party): void {
    this.parties[id] = party;
    this.absences[id] = undefined;
  }

  deliverAt(at: number, from: PartyId, to: PartyId, message: Message): void {
    const { queue, ties } = this;
    const slot =
      ties === undefined
        ? queue.add(at, AT_DELIVERY, DELIVERY, to, from)
        : queue.addRanked(at, AT_DELIVERY, ties.rankOfMessage(from, to, at), DELIVERY, to, from);
    this.attach(slot, message);
  }

  /** `kind` is a small number of the party's own, below 16. */
  wakeAt(at: number, party: PartyId, kind: number, key: number): TimerHandle {
    const { queue, ties } = this;
    const code = this.lives[party]! * LIVES + kind * KINDS + TIMER;
    const slot =
      ties === undefined
        ? queue.add(at, AT_TIMER, code, party, key)
        : queue.addRanked(at, AT_TIMER, ties.rank(), code, party, key);
    return queue.handle(slot) as TimerHandle;
  }

  completeAt(at: number, party: PartyId, result: WorkResult): WorkId {
    const { queue, ties } = this;
    const code = this.lives[party]! * LIVES + COMPLETION;
    const slot =
      ties === undefined
        ? queue.add(at, AT_COMPLETION, code, party, 0)
        : queue.addRanked(at, AT_COMPLETION, ties.rank(), code, party, 0);
    this.attach(slot, result);
    return queue.handle(slot) as WorkId;
  }

  occurAt(at: number, priority: number, occurrence: number, key: number): TimerHandle {
    const { queue, ties } = this;
    const slot =
      ties === undefined
        ? queue.add(at, priority, OCCURRENCE, occurrence, key)
        : queue.addRanked(at, priority, ties.rank(), OCCURRENCE, occurrence, key);
    return queue.handle(slot) as TimerHandle;
  }

  /** False if it has happened already. */
  cancel(handle: TimerHandle | WorkId): boolean {
    const slot = this.queue.resolve(handle);
    if (slot < 0) return false;
    this.payloads[slot] = null;
    this.queue.forget(slot);
    return true;
  }

  /** Ends `run` after the current event; another `run` goes on from there. */
  stop(): void {
    this.stopping = true;
  }

  /**
   * Real work has begun whose virtual end is not known yet. Virtual time stands still until it is: `run` returns
   * 'waiting', and `runToEnd` goes on once `known` is fulfilled. Holds are released in the order they were taken.
   */
  holdFor<T>(known: Promise<T>, release: (value: T) => void): void {
    // A failure comes out of `runToEnd` when its turn has come; until then it is not one that nobody handles.
    known.catch(() => undefined);
    this.holds.push({ known, release: release as (value: unknown) => void });
  }

  /** Dispatches events until there are none, `stop` was called, or real work has to be waited for. */
  run(): RunState {
    const { queue } = this;
    let events = 0;
    let state: RunState = 'drained';
    for (;;) {
      if (this.stopping) {
        this.stopping = false;
        state = 'stopped';
        break;
      }
      if (this.holds.length > 0) {
        state = 'waiting';
        break;
      }
      const slot = queue.pop();
      if (slot < 0) break;
      if (this.dispatch(slot)) events++;
    }
    this.events += events;
    return state;
  }

  /** Runs, waiting for real work as often as it takes. */
  async runToEnd(): Promise<RunState> {
    let state = this.run();
    while (state === 'waiting') {
      const holds = this.holds;
      this.holds = [];
      for (const { known, release } of holds) release(await known);
      state = this.run();
    }
    return state;
  }

  /** Dispatches everything that is due at the present instant. */
  settle(): void {
    const { queue } = this;
    while (queue.nextTime() <= this.now) {
      if (this.dispatch(queue.pop())) this.events++;
    }
  }

  /** False if the event was of a life that is over. */
  private dispatch(slot: number): boolean {
    const { queue } = this;
    const code = queue.code(slot);
    const kind = code & (KINDS - 1);
    const party = queue.party(slot) as PartyId;
    const key = queue.key(slot);
    if (kind !== DELIVERY && kind !== OCCURRENCE && code >> LIFE_BITS !== this.lives[party]) {
      this.payloads[slot] = null;
      queue.release(slot);
      return false;
    }
    this.now = queue.now as Instant;
    this.fingerprint.mix(queue.now, kind, party);
    if (kind === DELIVERY) {
      const message = this.detach(slot) as Message;
      queue.release(slot);
      const absence = this.absences[party];
      if (absence === undefined) this.parties[party]!.receive(key as PartyId, message);
      else absence.missed(key as PartyId, message);
    } else if (kind === TIMER) {
      queue.release(slot);
      this.parties[party]!.wake((code >> KIND_BITS) & (TIMERS - 1), key);
    } else if (kind === COMPLETION) {
      const work = queue.handle(slot) as WorkId;
      const result = this.detach(slot) as WorkResult;
      queue.release(slot);
      this.finishers[party]!.completed(work, result);
    } else {
      queue.release(slot);
      this.occurrences[party]!.occur(key);
    }
    return true;
  }

  /** Looks at every slot: crashes are rare, and the ends of work are too many for an index of their own. */
  private worksOf(id: PartyId): WorkResult[] {
    const code = this.lives[id]! * LIVES + COMPLETION;
    const works: WorkResult[] = [];
    this.payloads.forEach((payload, slot) => {
      if (payload === null || this.queue.code(slot) !== code || this.queue.party(slot) !== id) return;
      works.push(payload as WorkResult);
    });
    return works.sort((a, b) => a.task - b.task || a.copy - b.copy);
  }

  private attach(slot: number, value: Message | WorkResult): void {
    const { payloads } = this;
    while (payloads.length <= slot) payloads.push(null);
    payloads[slot] = value;
  }

  private detach(slot: number): Message | WorkResult {
    const value = this.payloads[slot]!;
    this.payloads[slot] = null;
    return value;
  }
}
