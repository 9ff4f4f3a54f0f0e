// What can go wrong on purpose, with its parameters.

import type { Bytes, Celsius, Duration } from '../../core/foundation/index.ts';
import type { Distribution } from './distribution-types.ts';

export type FaultKind =
  | { readonly kind: 'crash' }
  /** Messages between the groups wait until it ends; one way: those from a later group to an earlier one. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly string[])[]; readonly oneWay: boolean }
  | { readonly kind: 'delay'; readonly by: Duration }
  | { readonly kind: 'drop'; readonly probability: number }
  | { readonly kind: 'slow'; readonly times: number }
  /** Messages wait until it ends. */
  | { readonly kind: 'clog' }
  /** Late by up to so much, without holding back those behind. */
  | { readonly kind: 'reorder'; readonly probability: number; readonly by: Duration }
  /** Delivered a second time, up to so much later. */
  | { readonly kind: 'duplicate'; readonly probability: number; readonly by: Duration }
  /** Fails the check of its integrity, is thrown away and sent again, as TCP does. */
  | { readonly kind: 'corrupt'; readonly probability: number }
  /** The process stands still: it hears nothing, its timers are late, its work goes on afterwards. */
  | { readonly kind: 'pause' }
  /** Ahead of true time by `step`, and counting `rate` seconds in each. */
  | { readonly kind: 'clock'; readonly step: Duration; readonly rate: number }
  /** Access links carry so many times less. */
  | { readonly kind: 'throttle'; readonly times: number }
  /** All that others leave of a node's memory. */
  | { readonly kind: 'memory'; readonly free: Bytes }
  /** Nodes come and go. */
  | { readonly kind: 'churn'; readonly up: Distribution; readonly down: Distribution }
  /** The room is at least so warm. */
  | { readonly kind: 'overheat'; readonly ambient: Celsius }
  | { readonly kind: 'disk'; readonly fails: DiskFailure };

/**
 * `full`: nothing is written. `unsynced`: what is written is lost, should its writer crash before the fault ends.
 * `torn`: a crash leaves the beginning of a record that was being written, and that nobody acted on.
 */
export const diskFailures = ['full', 'unsynced', 'torn'] as const;
export type DiskFailure = (typeof diskFailures)[number];

export type Fault = FaultKind & {
  /** Node names (`pi-1`) that it touches; also `coordinator` and `clients`. */
  readonly nodes: readonly string[];
  readonly at: Duration;
  /** Absent: for good. */
  readonly for?: Duration;
  /** That it happens, in each seed. Absent: always. */
  readonly chance?: number;
  /** It may come again, once all was quiet for so long; and nothing of it is left then. Both or neither. */
  readonly stability?: Duration;
  readonly until?: Duration;
};
