// An honest node behind behaviours: they stand between it and its host, and change what it computes, claims, sends and
// senses. It never knows.

import {
  type Duration,
  type Gas,
  type Instant,
  keepNewest,
  later,
  type PartyId,
  type TimerHandle,
  type WorkId,
} from '../../core/foundation/index.ts';
import type {
  Claimed,
  Digest,
  FactCode,
  FactOf,
  Host,
  Message,
  Party,
  Random,
  Signature,
  SignedMessage,
  Telemetry,
  Trace,
  Work,
  WorkResult,
} from '../../core/protocol/index.ts';
import { ENERGY_SPENT, NODE_LIED, PROOF_STOLEN, signed, UNSIGNED, WORD_DISOWNED } from '../../core/protocol/index.ts';
import { Errands, type Keeper } from './errands.ts';
import { falseTrace } from './false-trace.ts';
import { FORGED, forged } from './forgery.ts';
import type { SharedMachine } from './shared-machine.ts';
import type { Wearing, Worn } from './wearing.ts';

/** Timer kinds that honest parties do not use. */
const KNOWN = 13;
const MADE_UP = 14;
const KEPT_BACK = 15;
const COHORTS = 2 ** 30;
/** Claims that a liar can be asked about. */
const KEPT = 1_000;

/** What only the world knows of a node that lies, or does for it. */
export interface Backing {
  /** What work really comes to, also if it was not done. */
  readonly truth: (work: Work) => number;
  /** Whether its energy is measured. */
  readonly metered: boolean;
  /** Takes its present name from it, and gives it its next one, if it has one left. */
  readonly leave: () => void;
  /** If it is one of the names of a machine: which, and by what behaviour. */
  readonly share?: { readonly machine: SharedMachine; readonly owner: number; readonly by: string };
}

/** Stands for the host before the node, and for the node before the host. */
export class Disguise implements Host, Party {
  readonly self: PartyId;
  readonly random: Random;
  private readonly host: Host;
  private readonly wearing: Wearing;
  private readonly backing: Backing;
  private readonly errands: Errands | undefined;
  private party: Party | undefined;
  private readonly skipped: Map<number, { readonly id: WorkId; readonly work: Work; readonly by: string }> = new Map();
  private readonly kept: Map<number, { readonly to: PartyId; readonly message: Message }> = new Map();
  private readonly traces: Map<string, Trace> = new Map();
  /** Of programs: what it has claimed that is not true. */
  private readonly claims: Map<string, Digest> = new Map();
  private readonly known: Map<number, { readonly id: WorkId; readonly work: Work; readonly result: WorkResult }> =
    new Map();
  private keys = 0;

  constructor(host: Host, wearing: Wearing, backing: Backing) {
    this.self = host.self;
    this.random = host.random;
    this.host = host;
    this.wearing = wearing;
    this.backing = backing;
    wearing.done = 0;
    const { share } = backing;
    this.errands = share && new Errands(share.machine, share.owner, host, this.keeper());
  }

  /** The node that is made to lie. */
  wear(party: Party): Party {
    this.party = party;
    return this;
  }

  // As the node sees its host

  now(): Instant {
    return this.host.now();
  }

  send(to: PartyId, honest: Message): void {
    const message = this.altered(honest, to);
    let longest = 0;
    for (const { name, behaviour } of this.active()) {
      const delay = behaviour.delays?.(message, this.now()) ?? 0;
      if (delay > 0) this.tellOf(message, name);
      longest = Math.max(longest, delay);
    }
    if (longest === 0) this.host.send(to, message);
    else if (longest !== Infinity) {
      this.kept.set(this.keys, { to, message });
      this.host.wakeAt(later(this.now(), longest as Duration), KEPT_BACK, this.keys++);
    }
    this.add(message, to);
    if (message.type !== 'heartbeat') return;
    if (this.active().some(({ behaviour }) => behaviour.leaves?.(this.now()) === true)) this.backing.leave();
  }

  /** What it stands by, once it has claimed something: a wrong result has a trace that comes to it. */
  trace(claimed: Claimed): Trace {
    const honest = this.host.trace(claimed);
    if (honest.output === claimed.output) return honest;
    const key = `${claimed.task}/${claimed.output}`;
    const known = this.traces.get(key);
    if (known !== undefined) return known;
    const bad = Math.max(1, ...this.wearing.worn.map(({ behaviour }) => behaviour.badSegments ?? 1));
    const own = falseTrace(claimed, honest, bad, this.random, this.claims.get(key));
    const trace = this.wearing.worn.reduce(
      (shown, { behaviour }) => behaviour.defends?.(claimed, honest, shown) ?? shown,
      own,
    );
    this.claims.delete(key);
    keepNewest(this.traces, key, trace, KEPT);
    return trace;
  }

  request(work: Work): WorkId {
    this.wearing.done++;
    for (const { name, behaviour } of this.active()) {
      const skipped = behaviour.skips?.(work, this.now()) ?? 'no';
      if (skipped === 'no') continue;
      const id = (-2 - this.keys) as WorkId;
      this.skipped.set(this.keys, { id, work, by: name });
      if (skipped === 'made-up') this.host.wakeAt(this.now(), MADE_UP, this.keys);
      else this.tell(work.task, work.copy, name, false);
      this.spendNothing(work);
      this.keys++;
      return id;
    }
    return this.errands === undefined ? this.host.request(work) : this.errands.request(work);
  }

  abort(work: WorkId): void {
    if (work >= 0) this.host.abort(work);
    else if (this.errands?.abort(work) !== true) this.skipped.delete(-2 - work);
  }

  sense(): Telemetry {
    return this.active().reduce((said, { behaviour }) => behaviour.senses?.(said) ?? said, this.host.sense());
  }

  wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    return this.host.wakeAt(at, kind, key);
  }

  cancel(timer: TimerHandle): void {
    this.host.cancel(timer);
  }

  append(record: Uint8Array): boolean {
    return this.host.append(record);
  }

  checkpoint(records: readonly Uint8Array[]): void {
    this.host.checkpoint(records);
  }

  sign(message: SignedMessage): Signature {
    return this.host.sign(message);
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    return this.host.verify(by, message);
  }

  record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    this.host.record(code, fact);
  }

  // As the host sees the node

  start(recovered: readonly Uint8Array[]): void {
    this.party!.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    this.party!.receive(from, message);
  }

  wake(kind: number, key: number): void {
    if (kind === KEPT_BACK) this.release(key);
    else if (kind === MADE_UP) this.makeUp(key);
    else if (kind === KNOWN) this.answerKnown(key);
    else this.party!.wake(kind, key);
  }

  completed(id: WorkId, result: WorkResult): void {
    let claimed = result;
    for (const { name, behaviour } of this.active()) {
      const said = behaviour.claims?.(claimed, this.now()) ?? claimed;
      if (said.output !== claimed.output) {
        this.remember(said);
        this.tell(result.task, result.copy, name, true);
      }
      claimed = said;
    }
    this.party!.completed(this.errands?.ended(id) ?? id, claimed);
    this.errands?.claimed(claimed);
  }

  private active(): readonly Worn[] {
    return this.wearing.active(this.now(), false);
  }

  private keeper(): Keeper {
    return {
      known: (id, work, result) => {
        this.spendNothing(work);
        this.known.set(this.keys, { id, work, result });
        this.host.wakeAt(this.now(), KNOWN, this.keys++);
      },
      unbegun: (work) => this.spendNothing(work),
    };
  }

  /** What was computed under another of its names. */
  private answerKnown(key: number): void {
    const { id, work, result } = this.known.get(key)!;
    this.known.delete(key);
    if (this.errands?.close(id) !== true) return;
    const { task, copy } = work;
    const wrong = result.output !== this.backing.truth(work);
    if (wrong) this.remember(result);
    this.tell(task, copy, this.backing.share!.by, wrong);
    this.party!.completed(id, { ...result, copy, elapsed: 0 as Duration });
  }

  /** A copy that started and takes no work. */
  private spendNothing({ task, copy }: Work): void {
    if (this.backing.metered) this.host.record(ENERGY_SPENT, { task, copy, joules: 0, finished: true });
  }

  private altered(honest: Message, to: PartyId): Message {
    let said = honest;
    for (const { name, behaviour } of this.active()) {
      const instead = behaviour.alters?.(said, to, this.now()) ?? said;
      if (instead !== said && instead.type === 'data') this.tellOf(instead, name);
      else if (instead !== said && 'copy' in instead) {
        const wrong = instead.type === 'result' && said.type === 'result' && instead.output !== said.output;
        if (wrong) this.remember(instead);
        this.tell(instead.task, instead.copy, name, wrong);
        this.tellOfWords(instead);
      }
      said = instead;
    }
    if (said === honest || !('signature' in said) || said.signature === FORGED) return said;
    return signed(this.host, { ...said, signature: UNSIGNED });
  }

  /** Proofs that it has not made, and words that it does not sign. */
  private tellOfWords(said: Extract<Message, { readonly copy: number }>): void {
    const { task, copy, type } = said;
    const about = { task, node: this.self, copy };
    if ('signature' in said && said.signature === FORGED) this.host.record(WORD_DISOWNED, { ...about, type });
    else if (type === 'proof') this.host.record(PROOF_STOLEN, about);
  }

  /** What it says besides; nobody else's words, so it signs them itself. */
  private add(message: Message, to: PartyId): void {
    for (const { name, behaviour } of this.active()) {
      for (const added of behaviour.adds?.(message, to, this.now()) ?? []) {
        this.tellOf('copy' in added ? added : message, name);
        this.host.send(to, 'signature' in added ? signed(this.host, { ...added, signature: UNSIGNED }) : added);
      }
    }
  }

  private release(key: number): void {
    const { to, message } = this.kept.get(key)!;
    this.kept.delete(key);
    this.host.send(to, message);
  }

  /** A result that nobody computed: wrong, unless a behaviour knows better. */
  private makeUp(key: number): void {
    const skipped = this.skipped.get(key);
    if (skipped === undefined) return;
    this.skipped.delete(key);
    const { id, work, by } = skipped;
    const { task, copy } = work;
    const nothing: WorkResult = { task, copy, outcome: 'ok', gas: 0 as Gas, elapsed: 0 as Duration, output: 0 };
    const said = this.active().reduce(
      (claim, { behaviour }) => behaviour.claims?.(claim, this.now()) ?? claim,
      nothing,
    );
    const result = said.output === nothing.output ? forged(nothing, 1 + this.random.below(COHORTS)) : said;
    this.tell(task, copy, by, result.output !== this.backing.truth(work));
    this.party!.completed(id, { ...result, elapsed: 0 as Duration });
  }

  /** That it has to stand by this, if it is asked. */
  private remember({ task, output, answer }: Pick<WorkResult, 'task' | 'output' | 'answer'>): void {
    if (answer !== undefined) keepNewest(this.claims, `${task}/${output}`, answer.executionHash, KEPT);
  }

  /** That it does not do right by a copy, or by what that needs. */
  private tellOf(message: Message, behaviour: string): void {
    if ('copy' in message) this.tell(message.task, message.copy, behaviour, false);
    else if (message.type === 'data') this.tell(message.target, 0, behaviour, false);
  }

  private tell(task: Work['task'], copy: number, behaviour: string, wrong: boolean): void {
    this.host.record(NODE_LIED, { node: this.self, task, copy, behaviour, wrong });
  }
}
