// Between the court and those who try its claims.

import type { PartyId, TaskId } from '../foundation/index.ts';
import type { Claimed, Message } from '../protocol/index.ts';
import type { Heard, OpenTask } from './open-task.ts';

/** Timer kind: the time for something in the trial of the task that is the key is over. */
export const TRIAL = 5;

/** Who decides on results that are held as claims. */
export interface Trials {
  /** A result becomes the claim of its task. */
  claim(task: OpenTask, result: Heard): void;
  /** Another result of a task that is on trial. */
  heard(task: OpenTask): void;
  receive(from: PartyId, message: Message): void;
  /** What this node claims or challenges falls: it was found to lie elsewhere. */
  disbelieve(node: PartyId): void;
  /** Bytes have come that the referee had asked for. */
  fetched(): void;
  /** Time is up for whatever the trial waits for. */
  wake(task: TaskId): void;
}

/** What they ask of the court. */
export interface Usher {
  openTask(task: TaskId): OpenTask | undefined;
  /** As the library of the court says. */
  hasBytes(of: Pick<Claimed, 'task' | 'work'>, others: readonly PartyId[]): boolean;
  /** Has so many more nodes execute the task, or as many as there are. */
  invite(task: OpenTask, nodes: number): void;
  /** The claim stands. */
  accept(task: OpenTask, claim: Heard): void;
  /** The result is out, and its node gets no more tasks if it `lied`. */
  dismiss(task: OpenTask, result: Heard, lied: boolean): void;
  /** No result is left. */
  redo(task: OpenTask): void;
  /** Takes what the loser of a dispute has at stake, all of it or the part for being late; a share goes to the winner. */
  slash(task: OpenTask, loser: PartyId, winner: PartyId, late: boolean): void;
}
