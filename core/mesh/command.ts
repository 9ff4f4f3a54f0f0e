// What changes the state that coordinators agree on.

import type { Amount, Instant, PartyId, TaskId } from '../foundation/index.ts';
import type { Capabilities, Contradiction, FailureReason, TaskStatus } from '../protocol/index.ts';

export type Standing = 'online' | 'offline' | 'suspended' | 'leaving' | 'excluded';

export type Command =
  | { readonly kind: 'grant'; readonly at: Instant; readonly account: PartyId; readonly amount: Amount }
  | {
      readonly kind: 'enrol';
      readonly at: Instant;
      readonly node: PartyId;
      readonly epoch: number;
      readonly capabilities: Capabilities;
    }
  | { readonly kind: 'standing'; readonly at: Instant; readonly node: PartyId; readonly standing: Standing }
  | {
      readonly kind: 'open';
      readonly at: Instant;
      readonly task: TaskId;
      readonly client: PartyId;
      readonly budget: Amount;
    }
  | {
      readonly kind: 'verdict';
      readonly at: Instant;
      readonly task: TaskId;
      readonly node: PartyId;
      readonly copy: number;
      readonly accepted: boolean;
      /** Whether it agreed with what was accepted. */
      readonly right: boolean;
    }
  | {
      readonly kind: 'settle';
      readonly at: Instant;
      readonly task: TaskId;
      readonly status: TaskStatus;
      readonly reason: FailureReason;
      readonly winner: PartyId;
      readonly copy: number;
      readonly output: number;
      /** Of the budget; all of it if absent. */
      readonly earned?: Amount;
    }
  | {
      readonly kind: 'rated';
      readonly at: Instant;
      readonly by: PartyId;
      readonly task: TaskId;
      readonly node: PartyId;
      readonly good: boolean;
    }
  | { readonly kind: 'quizzed'; readonly at: Instant; readonly node: PartyId; readonly right: boolean }
  | { readonly kind: 'bond'; readonly at: Instant; readonly node: PartyId; readonly amount: Amount }
  /** A node leaves: `until` is when what is left of its stake is its own. */
  | { readonly kind: 'unbond'; readonly at: Instant; readonly node: PartyId; readonly until: Instant }
  | { readonly kind: 'withdraw'; readonly at: Instant; readonly node: PartyId }
  /** All that the node has at stake is lost, to nobody: anybody could have shown it. */
  | { readonly kind: 'convict'; readonly at: Instant; readonly evidence: Contradiction }
  | {
      readonly kind: 'slash';
      readonly at: Instant;
      readonly task: TaskId;
      readonly node: PartyId;
      /** Of what the node has at stake. */
      readonly share: number;
      /** Who gets the share `award` of that, or NO_PARTY. The rest is the treasury's. */
      readonly winner: PartyId;
      readonly award: number;
    };
