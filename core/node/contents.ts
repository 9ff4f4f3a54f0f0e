// The modules and inputs that a node has, or a referee: fetched from the client of a task when they are first needed, or
// from others who have them if that does not give them; kept as long as there is room.

import type { Bytes, PartyId, TaskId } from '../foundation/index.ts';
import { clientOf } from '../foundation/index.ts';
import type { Content, Digest, Host, Program, ProgramContents } from '../protocol/index.ts';

/** A fetch is sent so many times in all, once in each heartbeat. */
const ASKED_MAX = 4;

interface Wanted {
  readonly task: TaskId;
  readonly others: readonly PartyId[];
  asked: number;
}

export class Contents {
  private readonly host: Host;
  private readonly room: Bytes;
  /** The least recently used first. */
  private readonly kept: Map<Digest, Content> = new Map<Digest, Content>();
  private readonly wanted: Map<Digest, Wanted> = new Map<Digest, Wanted>();
  private used = 0;

  constructor(host: Host, room: Bytes) {
    this.host = host;
    this.room = room;
  }

  /** What a program needs, if it is all here; else asks for what is not. `others` may have it, besides the client. */
  of(task: TaskId, { module, input }: Program, others: readonly PartyId[] = []): ProgramContents | undefined {
    const code = this.take(task, module, others);
    const data = this.take(task, input, others);
    return code === undefined || data === undefined ? undefined : { module: code, input: data };
  }

  /** Undefined if it is not here. */
  get(digest: Digest): Content | undefined {
    return this.kept.get(digest);
  }

  /** True if these bytes were asked for. Whoever sent them, they are what their hash says. */
  arrived(content: Content): boolean {
    if (!this.wanted.delete(content.digest)) return false;
    this.kept.set(content.digest, content);
    this.used += content.bytes.length;
    this.makeRoom();
    return true;
  }

  /** Asks again for what has not come. Returns what was asked for often enough, and is given up. */
  askAgain(): readonly Digest[] {
    if (this.wanted.size === 0) return NOTHING;
    const givenUp: Digest[] = [];
    for (const [digest, wanted] of this.wanted) {
      if (wanted.asked < ASKED_MAX) this.ask(digest, wanted);
      else givenUp.push(digest);
    }
    for (const digest of givenUp) this.wanted.delete(digest);
    return givenUp;
  }

  private take(task: TaskId, digest: Digest, others: readonly PartyId[]): Content | undefined {
    const content = this.kept.get(digest);
    if (content !== undefined) {
      this.kept.delete(digest);
      this.kept.set(digest, content);
    } else if (!this.wanted.has(digest)) {
      const wanted = { task, others, asked: 0 };
      this.wanted.set(digest, wanted);
      this.ask(digest, wanted);
    }
    return content;
  }

  private ask(digest: Digest, wanted: Wanted): void {
    const { task, others } = wanted;
    const sources = [clientOf(task), ...others];
    this.host.send(sources[wanted.asked % sources.length]!, { type: 'fetch', task, digest });
    wanted.asked++;
  }

  /** The module and the input of a task that begins are never thrown out for one another. */
  private makeRoom(): void {
    for (const [digest, { bytes }] of this.kept) {
      if (this.used <= this.room || this.kept.size <= 2) return;
      this.kept.delete(digest);
      this.used -= bytes.length;
    }
  }
}

const NOTHING: readonly Digest[] = [];
