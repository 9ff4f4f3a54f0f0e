// Parties that only write down what happens to them, on a bare kernel.

import type { Instant, PartyId, TaskId, WorkId } from '../../../core/foundation/index.ts';
import { partyId } from '../../../core/foundation/index.ts';
import type { Message, Party, WorkResult } from '../../../core/protocol/index.ts';
import type { Absence, Finisher, Kernel } from '../../../sim/kernel/index.ts';

export class Scribe implements Party, Finisher, Absence {
  readonly id: PartyId;
  private readonly kernel: Kernel;
  private readonly book: string[];
  /** Called at each timer, after it was written down. */
  onWake: (kind: number, key: number) => void = () => undefined;

  constructor(kernel: Kernel, id: number, book: string[]) {
    this.kernel = kernel;
    this.id = partyId(id);
    this.book = book;
    kernel.join(this.id, this, this);
  }

  start(): void {
    this.write('start');
  }
  receive(from: PartyId, message: Message): void {
    this.write(`from ${from}: ${described(message)}`);
  }
  wake(kind: number, key: number): void {
    this.write(`timer ${kind}/${key}`);
    this.onWake(kind, key);
  }
  completed(_: WorkId, result: WorkResult): void {
    this.write(`work ${result.task}`);
  }
  missed(from: PartyId, message: Message): void {
    this.write(`missed from ${from}: ${described(message)}`);
  }

  private write(what: string): void {
    this.book.push(`${this.kernel.now} ${this.id} ${what}`);
  }
}

const described = (message: Message): string => ('task' in message ? String(message.task) : message.type);

/** A message that only its number tells apart. */
export const note = (number: number): Message => ({ type: 'started', task: number as TaskId, copy: 0 });
export const resultOf = (number: number): WorkResult => ({ task: number as TaskId }) as WorkResult;
export const at = (time: number): Instant => time as Instant;
