// The interface of a behaviour of clients: how an honest client is made to cheat. One behaviour is one file that exports a
// definition.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import type { Message, Random } from '../../core/protocol/index.ts';
import type { Parameter, ParameterValue } from '../../core/scheduling/index.ts';

/** A client that behaves so. Every method may be left out: then it is honest in that. */
export interface ClientBehaviour {
  /** What it says instead of a message, in this order: the message itself alone if it does not cheat. */
  says?(message: Message, to: PartyId, now: Instant): readonly Message[];
  /** What it tells its coordinator once it has heard this. */
  hears?(message: Message, now: Instant): readonly Message[];
}

/** What a behaviour has to work with. */
export interface ClientMeans {
  readonly random: Random;
  /** The nodes that it is in league with, and all others: those that lie or, if none does, the first one. */
  readonly friends: readonly PartyId[];
  readonly others: readonly PartyId[];
}

export interface ClientBehaviourDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The parameter that says how many tokens its account holds, if that is to be less than it can ever spend. */
  readonly purse?: string;
  /** It means nothing where no bytes are fetched. */
  readonly needsBytes?: boolean;
  create(parameters: Readonly<Record<string, ParameterValue>>, means: ClientMeans): ClientBehaviour;
}

/** Parameters of every behaviour: when it behaves so. */
export const clientTiming: Readonly<Record<string, Parameter>> = {
  from: { kind: 'duration', default: 0, min: 0, description: 'honest before this time' },
  until: { kind: 'duration', default: 0, min: 0, description: 'honest from this time on; 0 for never' },
};
