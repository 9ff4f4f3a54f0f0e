// Work whose result is known, given to a node as if it were any other. A quiz is the first copy of a recent task that the
// node has never had: its number, its client and its bytes are real, so that nothing tells it from the task.

import type { PartyId, TaskId } from '../foundation/index.ts';
import { taskId } from '../foundation/index.ts';
import type { ModelledWork } from '../protocol/index.ts';
import { ALONE, type OpenTask } from './open-task.ts';

/** Tasks that are remembered for it. */
const RECENT = 64;

export interface Quiz {
  readonly node: PartyId;
  /** By which the node knows it. */
  readonly task: TaskId;
  /** The task whose bytes its client has. */
  readonly like: TaskId;
  readonly work: ModelledWork;
}

export class Quizzes {
  private readonly self: PartyId;
  private readonly recent: OpenTask[] = [];
  private next = 0;
  /** By node, then by task: quizzes that were given to it, and their answers until they have come. */
  private readonly given: Map<PartyId, Map<TaskId, Quiz | undefined>> = new Map();
  private unnamed = 0;

  constructor(self: PartyId) {
    this.self = self;
  }

  /** A task like which a quiz may be. Those that need the outputs of others stay out. */
  note(task: OpenTask): void {
    if (task.place !== ALONE) return;
    this.recent[this.next] = task;
    this.next = (this.next + 1) % RECENT;
  }

  /** The next quiz for a node. If it has had all that is at hand, one that bears a number of the coordinator itself. */
  make(node: PartyId, like: OpenTask): Quiz {
    const before = this.given.get(node) ?? new Map<TaskId, Quiz | undefined>();
    this.given.set(node, before);
    const chosen = this.latestUnknownTo(node, before);
    const task = chosen?.task ?? taskId(this.self, this.unnamed++);
    const { task: likeTask, work } = chosen ?? like;
    const quiz: Quiz = { node, task, like: likeTask, work };
    before.set(task, quiz);
    return quiz;
  }

  /** The quiz that a node answers, or asks the bytes of. */
  of(node: PartyId, task: TaskId): Quiz | undefined {
    return this.given.get(node)?.get(task);
  }

  close({ node, task }: Quiz): void {
    this.given.get(node)?.set(task, undefined);
  }

  /** A node is gone, and what was given to it. Returns what it will not answer. */
  lost(node: PartyId): readonly Quiz[] {
    const open = [...(this.given.get(node)?.values() ?? [])].filter((quiz) => quiz !== undefined);
    for (const quiz of open) this.close(quiz);
    return open;
  }

  private latestUnknownTo(node: PartyId, before: ReadonlyMap<TaskId, unknown>): OpenTask | undefined {
    for (let back = 1; back <= this.recent.length; back++) {
      const task = this.recent[(this.next - back + RECENT) % RECENT]!;
      // Were its first copy still to come, it could come to this node, which would take it for a repetition.
      if (task.made === 0 || task.hasHad(node) !== false || before.has(task.task)) continue;
      return task;
    }
    return undefined;
  }
}
