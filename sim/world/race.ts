// An attacker's race against the honest chain (Nakamoto 2008; Rosenfeld 2014). It has mined one block in secret when
// its victim's transaction is broadcast; once that has so many confirmations, it publishes as soon as it is ahead.

export interface Patience {
  readonly confirmations: number;
  /** How far behind it lets the race go, once the victim has its confirmations. */
  readonly giveUp: number;
}

/** How the race stands between so many honest and so many secret blocks. */
export function standingOf(
  honest: number,
  secret: number,
  { confirmations, giveUp }: Patience,
): 'open' | 'won' | 'lost' {
  if (honest < confirmations) return 'open';
  if (secret > honest) return 'won';
  return honest - secret >= giveUp ? 'lost' : 'open';
}
