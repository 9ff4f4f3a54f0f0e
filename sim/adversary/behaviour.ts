// The interface of a behaviour: how an honest node is made to lie. One behaviour is one file that exports a definition.

import type { Duration, Instant, PartyId, TaskId } from '../../core/foundation/index.ts';
import type { Claimed, Message, Random, Telemetry, Trace, Work, WorkResult } from '../../core/protocol/index.ts';
import type { Parameter, ParameterValue } from '../../core/scheduling/index.ts';

/** A node that behaves so. Every method may be left out: then it is honest in that. */
export interface Behaviour {
  /** Work that it does not do: it makes a result up at once, or with 'silent' never answers. */
  skips?(work: Work, now: Instant): 'no' | 'made-up' | 'silent';
  /** What it claims that its work came to: `result` itself if it tells the truth. */
  claims?(result: WorkResult, now: Instant): WorkResult;
  /** How long it keeps a message back: 0 for not at all, Infinity for ever. */
  delays?(message: Message, now: Instant): Duration;
  /** What it says to this party instead of a message that it was to send. */
  alters?(message: Message, to: PartyId, now: Instant): Message;
  /** What it says to this party besides, right after a message of its own. */
  adds?(message: Message, to: PartyId, now: Instant): readonly Message[];
  /** The trace by which it stands for a wrong result: `own` is a false one that comes to it. Asked once for each. */
  defends?(claimed: Claimed, honest: Trace, own: Trace): Trace;
  /** Asked with each heartbeat: whether it leaves, to come back under its next name. */
  leaves?(now: Instant): boolean;
  /** Bad segments in the trace of a wrong result: one, if it leaves this out. */
  readonly badSegments?: number;
  /** What it says of its sensors. */
  senses?(telemetry: Telemetry): Telemetry;
}

/** What a behaviour has to work with. */
export interface Means {
  /** A stream of its own. */
  readonly random: Random;
  /** Turns a result into a wrong one. Those of one cohort are equal for each task; 0 is that of all liars. */
  readonly forge: (result: WorkResult, cohort?: number) => WorkResult;
  /** What nodes of the same behaviour have told one another: results by task. One memory for each run. */
  readonly gossip: Map<TaskId, WorkResult>;
  /** Proofs that nodes of the same behaviour have handed to one another, by task. */
  readonly loot: Map<TaskId, Uint8Array>;
}

export interface BehaviourDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** It leaves tasks without an answer: they end only if they expire. */
  readonly silent?: boolean;
  /** A machine has as many names as its parameter `identities` says: all at once, or one after the other. */
  readonly identities?: 'together' | 'in-turn';
  /** It says different things to different members of a federation: with one coordinator it has nobody to divide. */
  readonly divides?: boolean;
  create(parameters: Readonly<Record<string, ParameterValue>>, means: Means): Behaviour;
}

/** Parameters of every behaviour: when it behaves so. */
export const timing: Readonly<Record<string, Parameter>> = {
  from: { kind: 'duration', default: 0, min: 0, description: 'honest before this time' },
  until: { kind: 'duration', default: 0, min: 0, description: 'honest from this time on; 0 for never' },
  after: { kind: 'count', default: 0, min: 0, description: 'honest in its first so many pieces of work' },
};
