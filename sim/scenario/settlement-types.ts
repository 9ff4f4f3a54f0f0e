// What a scenario says of the chain that tokens are settled on, and of the peg.

import type { Amount, Duration, Probability } from '../../core/foundation/index.ts';
import type { DepositorWay, KeeperWay } from '../../core/settlement/index.ts';

/** A span of time that a scenario plans. */
export interface Planned {
  readonly at: Duration;
  readonly for: Duration;
}

export interface ResolvedChain {
  /** `regtest`: a real node looks at every block and transaction, and must agree. */
  readonly chain: 'simulated' | 'regtest';
  /** Mean time between two blocks. */
  readonly interval: Duration;
  /** sat/vB of the least that gets into a block: log-normal. */
  readonly fees: { readonly median: number; readonly p99: number };
  readonly forks: { readonly rate: Probability; readonly deeper: Probability };
  readonly attacker?: { readonly share: Probability; readonly confirmations: number; readonly giveUp: number };
  readonly spikes: readonly (Planned & { readonly factor: number })[];
  readonly reorg: readonly { readonly at: Duration; readonly depth: number }[];
  readonly censor: readonly Planned[];
  readonly outage: readonly Planned[];
}

export interface ResolvedAnchor {
  readonly every: Duration;
  readonly form: 'return' | 'taproot';
  /** Blocks until an anchor is final. */
  readonly confirmations: number;
  /** Blocks that an anchor waits for before it offers a higher fee. */
  readonly patience: number;
  /** Its fee aims at the next so many blocks. */
  readonly target: number;
}

/** A federation that keeps bitcoin against tokens, and those who bring it. */
export interface ResolvedPeg {
  readonly functionaries: number;
  readonly threshold: number;
  /** Blocks until a deposit is credited, and until a payment is final. */
  readonly confirmations: number;
  readonly final: number;
  /** Between two batches of payments. */
  readonly every: Duration;
  /** The most that leaves within `window`. */
  readonly cap: Amount;
  readonly window: Duration;
  /** Payments from `large` on wait for `delay`. */
  readonly large: Amount;
  readonly delay: Duration;
  /** Blocks after which a coin is moved; after which the emergency keys could move it. */
  readonly refresh: number;
  readonly emergency: number;
  /** What the federation has of its own, to pay fees from. */
  readonly float: Amount;
  readonly depositors: number;
  readonly deposit: Amount;
  /** Between the deposits of two depositors. */
  readonly gap: Duration;
  readonly silent: number;
  readonly colluding: number;
  /** What those do who have the emergency keys. */
  readonly holders: 'asleep' | 'honest' | 'colluding';
  /** How the keeper lies, and how depositors cheat; empty if they are honest. */
  readonly keeper: readonly KeeperWay[];
  readonly depositor: readonly DepositorWay[];
}

export interface ResolvedSettlement {
  readonly chain: ResolvedChain;
  readonly anchor?: ResolvedAnchor;
  readonly peg?: ResolvedPeg;
}
