// The modules and inputs that a court has to do with, all of which their clients have: its referees execute them, and
// nodes that answer quizzes ask the court for what they would ask a client for.

import { type Bytes, clientOf, type PartyId, type TaskId } from '../foundation/index.ts';
import { Contents } from '../node/index.ts';
import type { Claimed, Delivery, Digest, Fetch, Host, Message } from '../protocol/index.ts';
import type { Quizzes } from './quizzes.ts';

/** For what referees have looked at: assumed. */
const ROOM = (256 * 2 ** 20) as Bytes;

export class Library {
  private readonly host: Host;
  private readonly quizzes: Quizzes;
  /** Of referees. Few courts have any. */
  private contents: Contents | undefined;
  /** Nodes that wait for the bytes of quizzes. */
  private readonly waiting: Map<Digest, { readonly node: PartyId; readonly task: TaskId }[]> = new Map();

  constructor(host: Host, quizzes: Quizzes) {
    this.host = host;
    this.quizzes = quizzes;
  }

  /**
   * Whether module and input are here, if it is a program. The client is asked for what is not; if it does not give it,
   * others who have executed the task.
   */
  has({ task, work: { program } }: Pick<Claimed, 'task' | 'work'>, others: readonly PartyId[]): boolean {
    if (program === undefined) return true;
    this.contents ??= new Contents(this.host, ROOM);
    return this.contents.of(task, program, others) !== undefined;
  }

  /** True if something has come that a referee had asked for. */
  receive(from: PartyId, message: Message): boolean {
    if (message.type === 'fetch') this.fetch(from, message);
    if (message.type !== 'delivery') return false;
    this.handOn(message);
    return this.contents?.arrived(message.content) ?? false;
  }

  /** Returns what referees have asked for often enough. */
  askAgain(): readonly Digest[] {
    return this.contents?.askAgain() ?? NOTHING;
  }

  /** The bytes of a quiz are those of the task that it looks like. */
  private fetch(node: PartyId, { task, digest }: Fetch): void {
    const quiz = this.quizzes.of(node, task);
    if (quiz === undefined) return;
    const before = this.waiting.get(digest) ?? [];
    this.waiting.set(digest, [...before, { node, task }]);
    if (before.length === 0) this.host.send(clientOf(quiz.like), { type: 'fetch', task: quiz.like, digest });
  }

  private handOn({ content }: Delivery): void {
    for (const { node, task } of this.waiting.get(content.digest) ?? []) {
      this.host.send(node, { type: 'delivery', task, content });
    }
    this.waiting.delete(content.digest);
  }
}

const NOTHING: readonly Digest[] = [];
