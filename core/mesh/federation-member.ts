// One member of a federation of coordinators. All run the same coordinator on the inputs that they put in one order, so
// that what f of 3f + 1 members do or leave undone changes nothing that was agreed on. Heartbeats are not put in order
// one by one: the primary tells what it heard whenever time has to pass, and members that heard otherwise refuse.

import { type Application, Replica, type Seat } from '../consensus/index.ts';
import type { Duration, Instant, PartyId } from '../foundation/index.ts';
import type { Asked, Contradiction, Entry, Heard, Heartbeat, Host, Message, Party } from '../protocol/index.ts';
import { signed, UNSIGNED } from '../protocol/index.ts';
import { type Agreed, AgreedHost } from './agreed-host.ts';
import { SignedResults } from './contradictions.ts';

/** Heartbeats of a node that a primary may leave out, or make up, until members refuse. */
const TOLERATED = 3;
/** Heartbeats ago that what was heard is still news. */
const FRESH = 2;
/** Timer kind: tell the others what was overheard. */
const OVERHEARD = 10;

export interface MemberSettings extends Seat {
  readonly heartbeat: Duration;
}

/** What a member knows of the heartbeats of one node. */
interface Pulse {
  last: Instant;
  /** Since the order named the node last. */
  unheard: number;
}

export class FederationMember implements Party, Application {
  private readonly host: Host;
  private readonly settings: MemberSettings;
  private readonly agreed: AgreedHost;
  private readonly coordinator: Party;
  private readonly replica: Replica;
  private readonly waiting: Map<PartyId, Heard> = new Map<PartyId, Heard>();
  private readonly pulses: Map<PartyId, Pulse> = new Map<PartyId, Pulse>();
  /** What nodes said to this member, and what of it was put in order: of two words under one number only one is. */
  private readonly signedResults: SignedResults;
  private readonly accused: Set<PartyId> = new Set<PartyId>();
  /** Not told yet. */
  private overheard: Contradiction[] = [];
  private asked = -1;
  private started = false;

  constructor(host: Host, settings: MemberSettings, agreed: Agreed, makeCoordinator: (host: Host) => Party) {
    this.host = host;
    this.settings = settings;
    this.agreed = new AgreedHost(host, agreed);
    this.signedResults = new SignedResults(host);
    this.coordinator = makeCoordinator(this.agreed);
    this.replica = new Replica(host, settings, this);
  }

  /** What it has executed outlives its crashes, as what is durable does. */
  start(): void {
    if (!this.started) this.coordinator.start([]);
    this.started = true;
    this.replica.start();
    if (this.overheard.length > 0) this.host.wakeAt(this.host.now(), OVERHEARD, 0);
  }

  receive(from: PartyId, message: Message): void {
    switch (message.type) {
      case 'asked':
        this.listen(message);
        this.replica.ask(message);
        return;
      case 'heartbeat':
        this.heartbeat(from, message);
        return;
      case 'proposal':
      case 'prepare':
      case 'ballot':
      case 'view-change':
      case 'new-view':
      case 'catch-up':
      case 'caught-up':
        this.replica.receive(from, message);
        return;
      default:
    }
  }

  wake(kind: number): void {
    if (kind === OVERHEARD) for (const evidence of this.overheard.splice(0)) this.ask(evidence);
    else this.replica.wake(kind);
  }

  completed(): void {
    // It asks for no work.
  }

  /** A node that says one thing to this member and another to the rest is shown to all: once, however often it does. */
  private listen({ from, message }: Asked): void {
    if (message.type !== 'result' || this.accused.has(from)) return;
    const contradiction = this.signedResults.overhear(from, message);
    if (contradiction === undefined) return;
    this.accused.add(from);
    // Not at once: an entry may be half executed.
    if (this.overheard.push(contradiction) === 1) this.host.wakeAt(this.host.now(), OVERHEARD, 0);
  }

  /** Asks the federation for something itself. */
  private ask(message: Contradiction): void {
    const { self: from } = this.host;
    this.asked = Math.max(this.asked + 1, this.host.now());
    const asked = signed(this.host, { type: 'asked', from, number: this.asked, message, signature: UNSIGNED });
    for (const member of this.settings.members) if (member !== from) this.host.send(member, asked);
    this.replica.ask(asked);
  }

  private heartbeat(from: PartyId, heartbeat: Heartbeat): void {
    const at = this.host.now();
    this.waiting.set(from, { from, at, heartbeat });
    const pulse = this.pulses.get(from) ?? { last: at, unheard: 0 };
    pulse.last = at;
    pulse.unheard++;
    this.pulses.set(from, pulse);
    this.host.send(from, { type: 'welcome', sentAt: at });
  }

  // As an application of the order

  execute({ at, heard, asked }: Entry): void {
    const { agreed, coordinator } = this;
    const now = Math.max(at, agreed.time) as Instant;
    for (const { from, at: heardAt, heartbeat } of heard) {
      agreed.silently(Math.min(heardAt, now) as Instant, () => coordinator.receive(from, heartbeat));
      this.told(from, heardAt);
    }
    for (let timer = agreed.timers.take(now); timer !== undefined; timer = agreed.timers.take(now)) {
      agreed.time = Math.max(agreed.time, timer.at) as Instant;
      coordinator.wake(timer.kind, timer.key);
    }
    agreed.time = now;
    for (const one of asked) {
      this.listen(one);
      coordinator.receive(one.from, one.message);
    }
  }

  due(): Instant {
    return this.agreed.timers.next;
  }

  heard(): readonly Heard[] {
    const fresh = this.host.now() - FRESH * this.settings.heartbeat;
    return [...this.waiting.values()].filter(({ at }) => at >= fresh);
  }

  /** Refuses heartbeats that this member would have heard, too, and the lack of some that it heard lately. */
  accepts({ at, heard }: Entry): boolean {
    const now = this.host.now();
    const { patience, heartbeat } = this.settings;
    if (at > now + patience) return false;
    const named = new Set(heard.map(({ from }) => from));
    const longAgo = now - TOLERATED * heartbeat - patience;
    for (const node of named) if ((this.pulses.get(node)?.last ?? -Infinity) < longAgo) return false;
    if (at >= this.due()) {
      for (const [node, { last, unheard }] of this.pulses) {
        if (unheard >= TOLERATED && now - last <= FRESH * heartbeat && !named.has(node)) return false;
      }
    }
    for (const node of named) this.pulses.get(node)!.unheard = 0;
    return true;
  }

  private told(node: PartyId, heardAt: Instant): void {
    const own = this.waiting.get(node);
    if (own !== undefined && own.at <= heardAt) this.waiting.delete(node);
    const pulse = this.pulses.get(node);
    if (pulse !== undefined) pulse.unheard = 0;
  }
}
