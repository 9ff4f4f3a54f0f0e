// What a coordinator is told when it is made.

import type { Amount, Duration, PartyId } from '../foundation/index.ts';
import type { SafetyLimits } from '../node/index.ts';
import type { ReputationRule } from '../reputation/index.ts';
import type { Strategy } from '../scheduling/index.ts';
import type { BreakerLimits } from './breaker.ts';
import type { Verification } from './court.ts';
import type { Incentives } from './earnings.ts';
import type { Detection } from './lookout.ts';

export interface CoordinatorSettings {
  readonly strategy: Strategy;
  /** Where tasks wait for a slot. */
  readonly queue: 'node' | 'central';
  readonly reputation: ReputationRule;
  readonly safety: SafetyLimits;
  readonly breaker: BreakerLimits;
  readonly heartbeat: Duration;
  /** Heartbeats missed until a node is offline. */
  readonly missed: number;
  /** How long an offline node keeps its tasks: 0 if a crash loses its queue anyway. */
  readonly abandonAfter: Duration;
  /** How long a task waits while there is no eligible node. */
  readonly patience: Duration;
  readonly attempts: number;
  /** Absent: the first result is taken at its word. */
  readonly verification?: Verification;
  /** Absent: nobody looks for outliers. */
  readonly detection?: Detection;
  /** Opening balances. */
  readonly grants: readonly { readonly account: PartyId; readonly amount: Amount }[];
  /** Absent: the whole budget goes to the winner. */
  readonly incentives?: Incentives;
}
