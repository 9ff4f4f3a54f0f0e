// The last messages before an invariant broke; or, if none did, before the run ended. Bounded, however long the run was.

import {
  clientOf,
  MICROSECONDS_PER_SECOND,
  type PartyId,
  sequenceOf,
  type TaskId,
} from '../../core/foundation/index.ts';
import type { Message } from '../../core/protocol/index.ts';
import type { MessageStory } from '../results/index.ts';
import type { Tap } from '../world/index.ts';

const KEPT = 150;
/** What nodes and coordinators say to one another at all times. */
const PULSE: readonly string[] = ['heartbeat', 'welcome'];

export class MessageLog {
  /** Given by whoever knows. */
  nameOf: (party: PartyId) => string = String;
  private readonly broken: () => boolean;
  private readonly last: MessageStory[] = [];
  private frozen = false;

  constructor(broken: () => boolean) {
    this.broken = broken;
  }

  readonly tap: Tap = (from, to, message, at, arrives) => {
    // Whoever speaks after it broke is no part of how.
    this.frozen ||= this.broken();
    if (this.frozen || PULSE.includes(message.type)) return;
    const { type, about } = described(message, this.nameOf);
    this.last.push({
      from: this.nameOf(from),
      to: this.nameOf(to),
      type,
      ...(about !== undefined && { about }),
      at: at / MICROSECONDS_PER_SECOND,
      ...(arrives !== Infinity && { arrives: arrives / MICROSECONDS_PER_SECOND }),
    });
    if (this.last.length > KEPT) this.last.shift();
  };

  get all(): readonly MessageStory[] {
    return this.last;
  }
}

/** What a member of a federation passes on is what it is about. */
function described(message: Message, nameOf: (party: PartyId) => string): { type: string; about?: string } {
  if (message.type === 'asked' || message.type === 'said') {
    const inner = described(message.message, nameOf);
    return { ...inner, type: `${message.type}: ${inner.type}` };
  }
  const task = 'task' in message ? message.task : undefined;
  return { type: message.type, ...(task !== undefined && { about: taskName(task, nameOf) }) };
}

const taskName = (task: TaskId, nameOf: (party: PartyId) => string): string =>
  `task ${sequenceOf(task)} of ${nameOf(clientOf(task))}`;
