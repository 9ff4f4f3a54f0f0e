// The interface of a behaviour of a member of a federation of coordinators: how an honest member is made to lie. One
// behaviour is one file that exports a definition.

import type { Duration, Instant, PartyId } from '../../core/foundation/index.ts';
import type { Digest, Message, Random } from '../../core/protocol/index.ts';
import type { Parameter, ParameterValue } from '../../core/scheduling/index.ts';

/** A member that behaves so. Every method may be left out: then it is honest in that. */
export interface MemberBehaviour {
  /** Whether it takes note of a message at all. */
  hears?(message: Message, now: Instant): boolean;
  /** What it says to this party instead of `message`; undefined for nothing. What it signs anew carries UNSIGNED. */
  says?(message: Message, to: PartyId, now: Instant): Message | undefined;
  /** How much later it says it. */
  delays?(message: Message, now: Instant): Duration;
}

/** What members of the same behaviour have told one another, in one run. */
export interface Conspiracy {
  readonly liars: Set<PartyId>;
  /** By view and place: the two digests between which they split the others. */
  readonly splits: Map<string, readonly [Digest, Digest]>;
}

/** What a behaviour has to work with. */
export interface MemberMeans {
  readonly random: Random;
  readonly members: readonly PartyId[];
  readonly conspiracy: Conspiracy;
}

export interface MemberBehaviourDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** It runs as two members with one identity. */
  readonly twins?: boolean;
  create(parameters: Readonly<Record<string, ParameterValue>>, means: MemberMeans): MemberBehaviour;
}

/** Parameters of every behaviour: when it behaves so. */
export const memberTiming: Readonly<Record<string, Parameter>> = {
  from: { kind: 'duration', default: 0, min: 0, description: 'honest before this time' },
  until: { kind: 'duration', default: 0, min: 0, description: 'honest from this time on; 0 for never' },
};
