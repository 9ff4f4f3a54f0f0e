// What an invariant is: a fold over facts that says when a rule of the network is broken. The run goes on.

import type { Instant } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';

export interface InvariantFold {
  /** Handlers must not keep the facts they are shown. */
  readonly on: FactHandlers;
  /** Called once when the run has ended. */
  ended?(at: Instant): void;
}

/** Says how a rule was broken, and when. Only the first time counts. */
export type Broken = (why: string, at: Instant) => void;

export interface InvariantDefinition {
  /** kebab-case. */
  readonly name: string;
  /** The rule in words: what always holds. */
  readonly statement: string;
  create(broken: Broken): InvariantFold;
}
