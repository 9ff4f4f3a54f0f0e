// The interface a verification policy implements. One policy is one file that exports a definition.

import type { Instant, PartyId, Probability, TaskId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import type { Parameter, ParameterValue } from '../scheduling/index.ts';
import type { ProofTerms, Terms } from './terms.ts';

/** One result of a task, as a node returned it. */
export interface Returned {
  readonly node: PartyId;
  readonly copy: number;
  /** Equal numbers mean equal results. NaN if the node returned none: it agrees with nothing. */
  readonly output: number;
}

/** A task that is not decided yet. */
export interface Case {
  readonly task: TaskId;
  /** In the order in which they came, at most one of each node. */
  readonly results: readonly Returned[];
  /** Copies that are out with a node, or wait for one. */
  readonly out: number;
  readonly now: Instant;
}

export type Ruling =
  /** For the copies that are out; with none out, the task would never end. */
  | { readonly kind: 'wait' }
  /** Asks so many more nodes, each a new one. */
  | { readonly kind: 'more'; readonly copies: number }
  | { readonly kind: 'accept'; readonly output: number; readonly certified?: boolean }
  /** Nothing more is needed to know the result, but it is accepted later: by `Bench.accept` or `Bench.reopen`. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'fail' };

export const WAIT: Ruling = { kind: 'wait' };
export const HOLD: Ruling = { kind: 'hold' };
export const FAIL: Ruling = { kind: 'fail' };
export const ONE_MORE: Ruling = { kind: 'more', copies: 1 };
export const accept = (output: number): Ruling => ({ kind: 'accept', output });

/** What a policy can do beside ruling on the case at hand. */
export interface Bench {
  readonly random: Random;
  /** Accepts a result of a task that was held. */
  accept(task: TaskId, output: number): void;
  /** Throws the results of a task that was held away, and has it done again. */
  reopen(task: TaskId): void;
  /** Gives a node work like that of a task, whose result is known, without telling it so. `answered` hears of the result. */
  quiz(node: PartyId, likeTask: TaskId): void;
  /** No task goes to this node any more, and what it holds goes to others. */
  exclude(node: PartyId): void;
}

export interface VerificationPolicy {
  /** Copies of a new task, each on a node of its own. */
  readonly copies: number;
  /** Present if what it holds are claims, to be tried on these terms: they are accepted or fall by that alone. */
  readonly terms?: Terms;
  /** Present if what it holds waits for a proof, and is accepted or falls by that alone. */
  readonly proofs?: ProofTerms;
  /** Asked when a result has come or a copy was lost. */
  rule(of: Case): Ruling;
  /** Of each result of a task that was decided: whether it agreed, and how many results there were to compare. */
  judged?(node: PartyId, right: boolean, results: number): void;
  /** The task that was ruled to be held is: a result of this node. */
  held?(node: PartyId, now: Instant): void;
  /** Of each quiz. */
  answered?(node: PartyId, right: boolean, now: Instant): void;
  /** Now and then, with each heartbeat. */
  tick?(now: Instant): void;
}

type Parameters = Readonly<Record<string, ParameterValue>>;

/** What a policy promises about one result, by its design. */
export interface Promised {
  /** One word for a result that was accepted: what may be said of it. */
  readonly label: string;
  /** Who or what has to be trusted for it. */
  readonly trust: readonly string[];
  /** How likely one wrong result is found out before it is accepted, if that trust is right. */
  chance(parameters: Parameters): Probability;
}

export const CERTAIN: Probability = 1 as Probability;
export const NEVER: Probability = 0 as Probability;

export interface PolicyDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line: what it does and whose idea it is. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Absent of policies that find liars in time rather than lies at once. */
  readonly promised?: Promised;
  create(parameters: Parameters, bench: Bench): VerificationPolicy;
}
