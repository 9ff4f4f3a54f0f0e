// Stands between a party and the members of a federation of coordinators, so that the party deals with one coordinator:
// it asks all members, and believes what so many of them say that one must be honest.

import { someHonest } from '../consensus/index.ts';
import type { Instant, PartyId, WorkId } from '../foundation/index.ts';
import type { Host, Message, Party, PlainMessage, Said, SignedMessage, WorkResult } from '../protocol/index.ts';
import { Relay, signed, UNSIGNED } from '../protocol/index.ts';
import { same } from './same.ts';

/** What was said so many numbers ago has been believed, or never will be. */
const MEMORY = 4_096;

interface Copy {
  readonly member: number;
  readonly message: Message;
}

class Envoy extends Relay implements Party {
  private readonly members: readonly PartyId[];
  /** The name under which the party knows them. */
  private readonly federation: PartyId;
  private party: Party | undefined;
  private asked = -1;
  private readonly copies: Map<number, Copy[]> = new Map<number, Copy[]>();
  private readonly believed: Set<number> = new Set<number>();
  private floor = 0;
  /** Since the last heartbeat: how long the answers of members took, as far as they tell. */
  private readonly delays: Map<number, number> = new Map<number, number>();
  /** While the party is shown what so many have said. */
  private hearsAll = false;

  constructor(host: Host, members: readonly PartyId[], federation: PartyId) {
    super(host);
    this.members = members;
    this.federation = federation;
  }

  /** The party that it stands before. */
  speakFor(party: Party): Party {
    this.party = party;
    return this;
  }

  // As the party sees its host

  override send(to: PartyId, message: Message): void {
    if (to !== this.federation) {
      this.host.send(to, message);
      return;
    }
    if (message.type === 'heartbeat') this.delays.clear();
    const sent = message.type === 'heartbeat' ? message : this.numbered(message);
    for (const member of this.members) this.host.send(member, sent);
  }

  /** Numbers grow over all lives of the party. */
  private numbered(message: Message): Message {
    this.asked = Math.max(this.asked + 1, this.host.now());
    const { self: from, asked: number } = this;
    return signed(this.host, { type: 'asked', from, number, message: message as PlainMessage, signature: UNSIGNED });
  }

  /**
   * What so many members say needs no signature: that on the copy which the party is shown may be the scrawl of a liar,
   * who could have every word thrown away by it.
   */
  override verify(by: PartyId, message: SignedMessage): boolean {
    return by === this.federation ? this.hearsAll : this.host.verify(by, message);
  }

  // As the host sees the party

  start(recovered: readonly Uint8Array[]): void {
    this.party!.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    const member = this.members.indexOf(from);
    if (member < 0) this.party!.receive(from, message);
    else if (message.type === 'said') this.hear(member, message);
    else if (message.type === 'welcome') this.welcome(member, message.sentAt);
  }

  wake(kind: number, key: number): void {
    this.party!.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.party!.completed(work, result);
  }

  private hear(member: number, { number, message }: Said): void {
    if (number <= this.floor || this.believed.has(number)) return;
    const copies = this.copies.get(number) ?? [];
    if (copies.some((copy) => copy.member === member)) return;
    copies.push({ member, message });
    this.copies.set(number, copies);
    const alike = copies.filter((copy) => same(copy.message, message));
    if (alike.length < someHonest(this.members.length)) return;
    this.believe(number);
    this.hearsAll = true;
    this.party!.receive(this.federation, message);
    this.hearsAll = false;
  }

  private believe(number: number): void {
    this.copies.delete(number);
    this.believed.add(number);
    while (this.believed.delete(this.floor + 1)) this.floor++;
    if (number - this.floor <= MEMORY) return;
    this.floor = number - MEMORY;
    for (const old of [...this.believed, ...this.copies.keys()]) {
      if (old > this.floor) continue;
      this.believed.delete(old);
      this.copies.delete(old);
    }
  }

  /**
   * Of what so many answers tell that one must be honest, the longest: between what honest members tell, whatever the
   * others do. The party is shown one answer to each heartbeat, which tells the same.
   */
  private welcome(member: number, sentAt: Instant): void {
    const now = this.host.now();
    const most = someHonest(this.members.length);
    if (this.delays.size === most || this.delays.has(member)) return;
    this.delays.set(member, now - sentAt);
    if (this.delays.size < most) return;
    const delay = Math.max(...this.delays.values());
    this.party!.receive(this.federation, { type: 'welcome', sentAt: (now - delay) as Instant });
  }
}

/** A party, and that with what stands before it, which a host runs. */
export interface Introduced<P extends Party> {
  readonly party: P;
  readonly whole: Party;
}

/** So that whoever makes parties need not know of federations. */
export type Introduction = <P extends Party>(host: Host, make: (host: Host) => P) => Introduced<P>;

/** Through an envoy, if there is more than one member. */
export function introduction(members: readonly PartyId[], federation: PartyId): Introduction {
  return (host, make) => {
    if (members.length === 1) {
      const party = make(host);
      return { party, whole: party };
    }
    const envoy = new Envoy(host, members, federation);
    const party = make(envoy);
    return { party, whole: envoy.speakFor(party) };
  };
}
