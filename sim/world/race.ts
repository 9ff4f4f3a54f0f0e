// An attacker's race against the honest chain (Nakamoto 2008; Rosenfeld 2014). It has mined one block in secret when
// its victim's transaction is broadcast; once that has `depth` confirmations, it publishes as soon as it is ahead.

export class Race {
  private readonly depth: number;
  private readonly giveUp: number;
  private honest = 0;
  private secret = 1;

  /** `giveUp`: how far behind it lets the race go, once the victim has its confirmations. */
  constructor(depth: number, giveUp: number) {
    this.depth = depth;
    this.giveUp = giveUp;
  }

  /** A block was found. Says how the race stands: lost blocks are worth nothing to the attacker. */
  found(byAttacker: boolean): 'open' | 'won' | 'lost' {
    if (byAttacker) this.secret++;
    else this.honest++;
    if (this.honest < this.depth) return 'open';
    if (this.secret > this.honest) return 'won';
    return this.honest - this.secret >= this.giveUp ? 'lost' : 'open';
  }
}
