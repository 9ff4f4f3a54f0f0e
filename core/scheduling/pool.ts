// A pool: the nodes that are eligible for one kind of task, with the indexes strategies ask for.
import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';

/** Placeholder of the interface; see the scheduling brief. */
export interface Pool {
  readonly size: number;
  at(index: number): PartyId;
  has(node: PartyId): boolean;
  readonly nodes: unknown;
  readonly random: Random;
}
