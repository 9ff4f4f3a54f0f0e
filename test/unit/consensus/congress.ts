// Members of a federation in a room of their own: messages take a random time, and some members can be made to stop or
// to say one thing to some and another to the rest. Nothing of the simulator is used.

import { Replica } from '../../../core/consensus/index.ts';
import type { Duration, Instant, PartyId, TimerHandle } from '../../../core/foundation/index.ts';
import type { Asked, BetweenMembers, Entry, Host, Message, Signature } from '../../../core/protocol/index.ts';
import { ENTRY_DECIDED, EQUIVOCATION_PROVEN } from '../../../core/protocol/index.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** What a member does to what it says. Undefined: it is not said. */
export type Mouth = (to: number, message: BetweenMembers) => BetweenMembers | undefined;

const PATIENCE = 1_000 as Duration;
const CLIENT = 99 as PartyId;

export class Congress {
  readonly replicas: readonly Replica[];
  /** By member: the digests of what it executed, in order. */
  readonly decided: string[][];
  readonly executed: Asked[][];
  readonly convicted = new Set<number>();
  readonly mouths = new Map<number, Mouth>();
  readonly down = new Set<number>();
  messages = 0;
  private now = 0;
  private made = 0;
  private readonly events: Event[] = [];
  private readonly cancelled = new Set<number>();
  private readonly members: readonly PartyId[];
  private readonly random: () => number;

  constructor(size: number, random: () => number) {
    this.random = random;
    this.members = Array.from({ length: size }, (_, index) => index as PartyId);
    this.decided = this.members.map(() => []);
    this.executed = this.members.map(() => []);
    this.replicas = this.members.map((_, index) => {
      const application = {
        execute: ({ asked }: Entry): void => void this.executed[index]!.push(...asked),
        due: () => Infinity as Instant,
        heard: () => [],
        accepts: () => true,
      };
      return new Replica(this.hostOf(index), { members: this.members, index, patience: PATIENCE }, application);
    });
    for (const replica of this.replicas) replica.start();
  }

  ask(number: number): void {
    const signature = new Uint8Array([CLIENT]);
    const message: Message = { type: 'claim', task: number as never, copy: 0 };
    const asked: Asked = { type: 'asked', from: CLIENT, number, message, signature };
    for (const [index, replica] of this.replicas.entries()) {
      this.later(this.random() * 50, () => this.up(index, () => replica.ask(asked)));
    }
  }

  /** Comes back with what it had executed. */
  restart(index: number): void {
    this.down.delete(index);
    this.replicas[index]!.start();
  }

  run(until: number): void {
    while (this.events.length > 0) {
      this.events.sort((a, b) => a.at - b.at || a.order - b.order);
      if (this.events[0]!.at > until) break;
      const event = this.events.shift()!;
      this.now = event.at;
      event.act();
    }
    this.now = until;
  }

  private later(by: number, act: () => void): number {
    this.events.push({ at: this.now + by, order: this.made, act });
    return this.made++;
  }

  private up(index: number, act: () => void): void {
    if (!this.down.has(index)) act();
  }

  private hostOf(index: number): Host {
    return {
      self: this.members[index]!,
      now: () => Math.floor(this.now) as Instant,
      send: (to: PartyId, message: Message) => {
        const said = this.mouths.get(index)?.(to, message as BetweenMembers) ?? message;
        if (this.mouths.has(index) && this.mouths.get(index)!(to, message as BetweenMembers) === undefined) return;
        this.messages++;
        this.later(1 + this.random() * 20, () => {
          this.up(to, () => this.replicas[to]!.receive(this.members[index]!, said as BetweenMembers));
        });
      },
      wakeAt: (at: Instant, kind: number) => {
        const id: number = this.later(Math.max(0, at - this.now), () => {
          if (!this.cancelled.has(id)) this.up(index, () => this.replicas[index]!.wake(kind));
        });
        return id as TimerHandle;
      },
      cancel: (timer: TimerHandle) => void this.cancelled.add(timer),
      sign: (): Signature => new Uint8Array([index]),
      verify: (by: PartyId, { signature }: { signature: Signature }) => signature[0] === by,
      record: (code: number, fact: { digest?: string; sequence: number; member?: number }) => {
        if (code === ENTRY_DECIDED) this.decided[index]!.push(fact.digest!);
        if (code === EQUIVOCATION_PROVEN) this.convicted.add(fact.member!);
      },
    } as unknown as Host;
  }
}
