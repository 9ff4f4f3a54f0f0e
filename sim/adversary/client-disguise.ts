// An honest client behind behaviours: they stand between it and its host, and change what it says.

import type { Instant, PartyId, TaskId, WorkId } from '../../core/foundation/index.ts';
import type { Host, Message, Party, WorkResult } from '../../core/protocol/index.ts';
import { NODE_LIED, Relay } from '../../core/protocol/index.ts';
import type { ClientBehaviour } from './client-behaviour.ts';

/** A behaviour, and when it is one. */
export interface ClientWorn {
  readonly name: string;
  readonly behaviour: ClientBehaviour;
  readonly from: Instant;
  /** Infinity for never. */
  readonly until: Instant;
}

export class ClientDisguise extends Relay implements Party {
  private readonly worn: readonly ClientWorn[];
  private readonly coordinator: PartyId;
  private party: Party | undefined;

  constructor(host: Host, worn: readonly ClientWorn[], coordinator: PartyId) {
    super(host);
    this.worn = worn;
    this.coordinator = coordinator;
  }

  /** The client that is made to cheat. */
  wear(party: Party): void {
    this.party = party;
  }

  // As the client sees its host

  override send(to: PartyId, honest: Message): void {
    let said: readonly Message[] = [honest];
    for (const { name, behaviour } of this.active()) {
      const instead = said.flatMap((message) => behaviour.says?.(message, to, this.now()) ?? [message]);
      if (instead.length !== said.length || instead.some((message, at) => message !== said[at]))
        this.tell(honest, name);
      said = instead;
    }
    for (const message of said) this.host.send(to, message);
  }

  // As the host sees the client

  start(recovered: readonly Uint8Array[]): void {
    this.party!.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    this.party!.receive(from, message);
    if (from !== this.coordinator) return;
    for (const { name, behaviour } of this.active()) {
      for (const more of behaviour.hears?.(message, this.now()) ?? []) {
        this.tell(more, name);
        this.host.send(from, more);
      }
    }
  }

  wake(kind: number, key: number): void {
    this.party!.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.party!.completed(work, result);
  }

  private active(): readonly ClientWorn[] {
    const now = this.now();
    return this.worn.filter(({ from, until }) => now >= from && now < until);
  }

  private tell(about: Message, behaviour: string): void {
    const task = 'task' in about ? about.task : about.type === 'job' ? about.first : undefined;
    if (task === undefined) return;
    const lie = { node: this.self, task: task satisfies TaskId, copy: 0, behaviour, wrong: false };
    this.host.record(NODE_LIED, lie);
  }
}
