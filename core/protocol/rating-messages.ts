// What clients are asked about nodes, and what they say of them.

import type { PartyId, TaskId } from '../foundation/index.ts';

/** Coordinator to client, before it hears of the end of its task: how was this node? Answered with `rating`. */
export interface AskRating {
  readonly type: 'ask-rating';
  readonly task: TaskId;
  readonly node: PartyId;
}
/** Client to coordinator: its word on a node that has done its task. */
export interface Rating {
  readonly type: 'rating';
  readonly task: TaskId;
  readonly node: PartyId;
  readonly good: boolean;
}

export type AboutNode = AskRating | Rating;
