// Tasks that work on the nodes' own data: those of one round go to different nodes.

import type { PartyId } from '../foundation/index.ts';
import type { OpenTask } from './open-task.ts';

interface Round {
  readonly number: number;
  readonly nodes: PartyId[];
}

export class Rounds {
  /** By client: the latest. */
  private readonly latest: Map<PartyId, Round> = new Map<PartyId, Round>();

  /** Whether there has been one. */
  get any(): boolean {
    return this.latest.size > 0;
  }

  /** Takes a task into its round, if it has one. */
  join(task: OpenTask): void {
    const number = task.work.program?.own?.round;
    if (number === undefined) return;
    let round = this.latest.get(task.client);
    if (round === undefined || round.number < number) {
      round = { number, nodes: [] };
      this.latest.set(task.client, round);
    }
    task.apart = round.number === number ? round.nodes : [];
  }
}
