// What a report tells of disputes, move by move: who claimed what, who challenged, how the two halved the trace, and who
// lost. Also of claims that fell without a challenger. The first ones of a run; the rest is in numbers.

import {
  type Instant,
  inSeconds,
  MINOR_UNITS_PER_TOKEN,
  type PartyId,
  type TaskId,
} from '../../core/foundation/index.ts';
import {
  CLAIM_COMMITTED,
  DISPUTE_OPENED,
  DISPUTE_SETTLED,
  type FactHandlers,
  MESSAGE_SENT,
  NODE_DEPLOYED,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TOKENS_MOVED,
} from '../../core/protocol/index.ts';
import type { DisputeMove, DisputeStory } from '../results/index.ts';

const TOLD_MAX = 12;
/** Of one dispute: a hundred and more rounds would be of nobody who is sane. */
const MOVES_MAX = 256;

interface Telling {
  readonly task: number;
  segments: number;
  readonly moves: DisputeMove[];
  disputed: boolean;
  /** Whether two are at it. */
  challenged: boolean;
}

export class DisputeLog {
  readonly on: FactHandlers;
  private readonly names = new Map<PartyId, string>();
  private readonly numbers = new Map<TaskId, number>();
  /** By task: what may become a dispute, or is one. */
  private readonly open = new Map<TaskId, Telling>();
  private readonly told: DisputeStory[] = [];
  private submitted = 0;

  constructor() {
    this.on = {
      [NODE_DEPLOYED]: ({ node, name }): void => {
        this.names.set(node, name);
      },
      [TASK_SUBMITTED]: ({ task }): void => {
        this.submitted++;
        if (this.told.length < TOLD_MAX) this.numbers.set(task, this.submitted);
      },
      [CLAIM_COMMITTED]: ({ task, node, segments }, at): void => {
        const telling = this.tellingOf(task);
        if (telling === undefined) return;
        telling.segments = segments;
        this.tell(telling, at, node, { kind: 'claims' });
      },
      [DISPUTE_OPENED]: ({ task, challenger }, at): void => {
        const telling = this.tellingOf(task);
        if (telling === undefined) return;
        telling.disputed = true;
        telling.challenged = true;
        this.tell(telling, at, challenger, { kind: 'challenges' });
      },
      [MESSAGE_SENT]: (message, at, by): void => {
        if (message.type !== 'opening' && message.type !== 'agreement' && message.type !== 'segment') return;
        const telling = this.open.get(message.task);
        // A commitment, and what was drawn, is told of by what follows from it.
        if (telling?.challenged !== true || message.cut === telling.segments) return;
        const kind = message.type === 'opening' ? 'opens' : message.type === 'segment' ? 'shows' : undefined;
        this.tell(telling, at, by, {
          kind: kind ?? ('agrees' in message && message.agrees ? 'agrees' : 'disagrees'),
          cut: message.cut,
        });
      },
      [DISPUTE_SETTLED]: ({ task, loser, why }, at): void => {
        const telling = this.tellingOf(task);
        if (telling === undefined) return;
        telling.disputed = true;
        telling.challenged = false;
        this.tell(telling, at, loser, { kind: 'loses', why });
      },
      [TOKENS_MOVED]: ({ kind, task, account, amount }, at): void => {
        const telling = kind === 'slash' || kind === 'award' ? this.open.get(task) : undefined;
        if (telling === undefined) return;
        const tokens = Number(amount) / Number(MINOR_UNITS_PER_TOKEN);
        this.tell(telling, at, account, { kind: kind === 'slash' ? 'forfeits' : 'gains', tokens });
      },
      [TASK_SETTLED]: ({ task, status }, at, by): void => this.settled(task, status, at, by),
    };
  }

  all(): readonly DisputeStory[] {
    return this.told;
  }

  private settled(task: TaskId, status: string, at: Instant, by: PartyId): void {
    const telling = this.open.get(task);
    this.open.delete(task);
    this.numbers.delete(task);
    if (telling?.disputed !== true || this.told.length >= TOLD_MAX) return;
    this.tell(telling, at, by, { kind: 'settles', why: status });
    this.told.push({ task: telling.task, segments: telling.segments, moves: telling.moves });
  }

  private tellingOf(task: TaskId): Telling | undefined {
    const known = this.open.get(task);
    const number = this.numbers.get(task);
    if (known !== undefined || number === undefined) return known;
    const made = { task: number, segments: 0, moves: [], disputed: false, challenged: false };
    this.open.set(task, made);
    return made;
  }

  private tell({ moves }: Telling, at: Instant, by: PartyId, move: Omit<DisputeMove, 'at' | 'by'>): void {
    if (moves.length < MOVES_MAX) moves.push({ at: inSeconds(at), by: this.names.get(by) ?? 'coordinator', ...move });
  }
}
