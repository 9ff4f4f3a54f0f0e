// `--shuffle-ties`: permutes events of equal time and priority, to find code that depends on their order. Messages
// between the same two parties keep theirs, as the network promises.

import type { Random } from '../../core/protocol/index.ts';

const RANKS = 2 ** 46;
const PARTIES = 2 ** 26;

interface LastRank {
  time: number;
  rank: number;
}

export class TieShuffle {
  private readonly random: Random;
  private readonly pairs: Map<number, LastRank> = new Map<number, LastRank>();

  constructor(random: Random) {
    this.random = random;
  }

  /** A random place among the events of one time and priority. */
  rank(): number {
    return Math.floor(this.random.uniform() * RANKS);
  }

  /** The same, but after every earlier message of this pair at this time. */
  rankOfMessage(from: number, to: number, time: number): number {
    const pair = from * PARTIES + to;
    const last = this.pairs.get(pair);
    const rank = this.rank();
    if (last === undefined) {
      this.pairs.set(pair, { time, rank });
      return rank;
    }
    last.rank = last.time === time ? last.rank + 1 + Math.floor(this.random.uniform() * 1024) : rank;
    last.time = time;
    return last.rank;
  }
}
