// Why tokens moved, as facts tell it.

/**
 * `release`, `fee` (to the treasury) and `change` (back to the client) divide the escrow of a task that was done;
 * `mint` is for bitcoin that arrived, `reverse` takes it back after a reorganisation, `burn` is before it leaves. `bond`
 * makes tokens a stake, `slash` takes some of it, and `award` is the part of that which goes to who has won. `unbond` is a
 * stake that was asked back, and `withdraw` what is left of it when its owner has it again.
 */
export type TokensMoved =
  | 'grant'
  | 'put'
  | 'release'
  | 'refund'
  | 'fee'
  | 'change'
  | 'mint'
  | 'reverse'
  | 'burn'
  | 'bond'
  | 'slash'
  | 'award'
  | 'unbond'
  | 'withdraw';
