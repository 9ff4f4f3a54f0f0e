// What can go wrong on purpose, with its parameters.

import type { Duration } from '../../core/foundation/index.ts';

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
  | { readonly kind: 'throttle'; readonly times: number };
