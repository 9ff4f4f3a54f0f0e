// Hears which trainers have told as much as they may: it stands before the client that submits the training tasks. That
// nobody answers says nothing of budgets; the network may be down.

import type { PartyId, WorkId } from '../foundation/index.ts';
import type { Message, Party, WorkResult } from '../protocol/index.ts';

export class BudgetWatch implements Party {
  private readonly client: Party;
  private readonly said: Set<PartyId> = new Set<PartyId>();
  private readonly enough: number;

  /** `enough`: so many trainers without a budget leave too few for a round. */
  constructor(client: Party, enough: number) {
    this.client = client;
    this.enough = enough;
  }

  /** Whether no round can ever have enough contributions again. */
  get exhausted(): boolean {
    return this.said.size >= this.enough;
  }

  start(recovered: readonly Uint8Array[]): void {
    this.client.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    if (message.type === 'budget-spent') this.said.add(from);
    else this.client.receive(from, message);
  }

  wake(kind: number, key: number): void {
    this.client.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.client.completed(work, result);
  }
}
