// Everything that parties say to one another. Messages are plain read-only literals; codec.ts gives their bytes.

import type {
  Amount,
  BitRate,
  Bytes,
  Duration,
  GasRate,
  Instant,
  PartyId,
  Probability,
  TaskId,
} from '../foundation/index.ts';
import type { Content, Digest, Signature } from './content.ts';
import type {
  Agreement,
  AskAgreement,
  AskOpening,
  AskProof,
  AskSegment,
  OpeningMessage,
  ProofMessage,
  SegmentMessage,
} from './dispute-messages.ts';
import type { AboutNode } from './rating-messages.ts';
import type { BudgetSpent, FromAggregator, FromMember } from './secure-messages.ts';
import type { Telemetry } from './telemetry.ts';
import type { Answer, JobInput, ModelledWork, Outcome } from './work.ts';

export type { Signature };

/** What a node can do, as it says when it registers. */
export interface Capabilities {
  readonly slots: number;
  /** Of one slot. */
  readonly speed: GasRate;
  readonly cores: number;
  readonly memory: Bytes;
  readonly up: BitRate;
  readonly down: BitRate;
  readonly gpu: boolean;
  readonly npu: boolean;
  readonly region: string;
}

/** What a task asks of a node. Absent means no demand; `region` is a preference, the rest bind. */
export interface Needs {
  readonly cpu?: number;
  readonly memory?: Bytes;
  readonly bandwidth?: BitRate;
  readonly gpu?: boolean;
  readonly npu?: boolean;
  readonly reputation?: Probability;
  readonly region?: string;
  readonly exclude?: readonly PartyId[];
}
export const NO_NEEDS: Needs = {};

/** Node to coordinator, at each start. `epoch` counts the lives of the node; `resumed`: its queue survived. */
export interface Register {
  readonly type: 'register';
  readonly epoch: number;
  readonly resumed: boolean;
  readonly capabilities: Capabilities;
}
/** Coordinator to node: you are a member. Also the answer to each heartbeat, so that both can measure. */
export interface Welcome {
  readonly type: 'welcome';
  /** The coordinator's clock when it sent this. */
  readonly sentAt: Instant;
}
/**
 * Node to coordinator. `echo` is the `sentAt` of the last welcome and `held` how long ago it arrived, from which
 * the coordinator measures the round trip by its own clock (as RTCP does: RFC 3550, 6.4.1).
 */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly epoch: number;
  readonly echo: Instant;
  readonly held: Duration;
  readonly telemetry: Telemetry;
  readonly running: number;
  readonly queued: number;
  readonly consecutiveErrors: number;
  /** The node itself asks to be spared. */
  readonly safetyMode: boolean;
}
/** Node to coordinator, until it is answered: I take no more work, and want my stake back. */
export interface Leave {
  readonly type: 'leave';
  readonly epoch: number;
}
/** Coordinator to node: what nobody has taken of your stake by then is yours. By the coordinator's clock. */
export interface Leaving {
  readonly type: 'leaving';
  readonly until: Instant;
}
/** Client to coordinator. Times are instants of the coordinator's clock; `deadline` is soft, `expires` hard. */
export interface Submit {
  readonly type: 'submit';
  readonly task: TaskId;
  readonly work: ModelledWork;
  readonly budget: Amount;
  readonly deadline: Instant;
  readonly expires: Instant;
  readonly needs: Needs;
  /** How many tasks were submitted together, as one batch, and this one's place in it. */
  readonly batch: number;
  readonly batchIndex: number;
}
/** Coordinator to node: run this copy. `announce`: tell me the moment it starts (tied requests). */
export interface Assign {
  readonly type: 'assign';
  readonly task: TaskId;
  readonly copy: number;
  /** The name of the probe whose claim this answers; the task itself if it answers none. */
  readonly claim: TaskId;
  readonly epoch: number;
  readonly work: ModelledWork;
  readonly announce: boolean;
  readonly signature: Signature;
}
/** Coordinator to node: hold a place in your queue, and ask me when its turn has come (late binding). */
export interface Probe {
  readonly type: 'probe';
  readonly task: TaskId;
  readonly copy: number;
  readonly epoch: number;
}
/** Node to coordinator: the turn of that probe has come. Answered with `assign` or `cancel`. */
export interface Claim {
  readonly type: 'claim';
  readonly task: TaskId;
  readonly copy: number;
}
/** Node to coordinator: an announced copy has started. */
export interface Started {
  readonly type: 'started';
  readonly task: TaskId;
  readonly copy: number;
}
/** Coordinator to node: drop this copy or probe, whether it waits or runs. */
export interface Cancel {
  readonly type: 'cancel';
  readonly task: TaskId;
  readonly copy: number;
}
/** Node to coordinator. */
export interface ResultMessage {
  readonly type: 'result';
  readonly task: TaskId;
  readonly copy: number;
  readonly epoch: number;
  readonly outcome: Outcome;
  readonly elapsed: Duration;
  readonly output: number;
  readonly answer?: Answer | undefined;
  readonly signature: Signature;
}
/** Anybody to the coordinator: this node has signed both, of one assignment, and they say different things. */
export interface Contradiction {
  readonly type: 'contradiction';
  readonly node: PartyId;
  readonly first: ResultMessage;
  readonly second: ResultMessage;
}
export type TaskStatus = 'completed' | 'failed' | 'expired';
/** Why a task did not complete. */
export type FailureReason =
  | 'none'
  | 'expired'
  | 'no-eligible-node'
  | 'insufficient-funds'
  | 'outcome'
  | 'attempts-exhausted'
  | 'input-missing'
  | 'no-quorum'
  | 'not-provable';
/** Coordinator to client: how the task ended. */
export interface Settled {
  readonly type: 'settled';
  readonly task: TaskId;
  readonly status: TaskStatus;
  readonly reason: FailureReason;
  readonly output: number;
  readonly answer?: Answer | undefined;
}
/** Node to client: I lack these bytes of your task. */
export interface Fetch {
  readonly type: 'fetch';
  readonly task: TaskId;
  readonly digest: Digest;
}
/** Client to node. */
export interface Delivery {
  readonly type: 'delivery';
  /** The task of the fetch that this answers. */
  readonly task: TaskId;
  readonly content: Content;
}

/** One task of a job. */
export interface JobTask {
  readonly work: ModelledWork;
  /** Microseconds on each of the job's `nodes`; empty if `work` holds for all of them. */
  readonly times: readonly number[];
  readonly inputs: readonly JobInput[];
}
/** Client to coordinator: tasks that belong together, each with a budget of its own. Times as in Submit. */
export interface Job {
  readonly type: 'job';
  /** The id of the first task; the others follow it in order. */
  readonly first: TaskId;
  readonly tasks: readonly JobTask[];
  /** The nodes that the tasks' times are about. */
  readonly nodes: readonly PartyId[];
  readonly budget: Amount;
  readonly deadline: Instant;
  readonly expires: Instant;
  readonly needs: Needs;
}
/** The output of a task that another one waits for, where that is to be executed. */
export interface AwaitedInput {
  readonly task: TaskId;
  /** What was accepted. */
  readonly output: number;
  /** How long it takes, as in JobInput. */
  readonly time: number;
  readonly bytes: number;
}
/** Coordinator to node: as Assign, but the copy starts only when these outputs of other tasks are with the node. */
export interface AssignAfter extends Omit<Assign, 'type'> {
  readonly type: 'assign-after';
  readonly inputs: readonly AwaitedInput[];
  /** Copies that name the same one start in the order in which they were assigned, even if a later one could. */
  readonly order: TaskId;
}
/** Coordinator to who holds the output of a task: send it to a node, for a task there. */
export interface Transfer {
  readonly type: 'transfer';
  readonly task: TaskId;
  readonly to: PartyId;
  readonly target: TaskId;
  /** What was accepted of it. */
  readonly output: number;
  readonly time: Duration;
  readonly bytes: number;
}
/** Node to client: the output of your `task` for your `target` was to come to me from elsewhere, and has not. */
export interface AskData {
  readonly type: 'ask-data';
  readonly task: TaskId;
  readonly target: TaskId;
}
/**
 * To a node: the output of `task`, for `target`. It weighs its bytes; with a `time` it is on its way so long instead.
 * `output` stands for the hash of those bytes, as it does in a result.
 */
export interface Data {
  readonly type: 'data';
  readonly task: TaskId;
  readonly target: TaskId;
  readonly output: number;
  readonly time: Duration;
  readonly bytes: number;
}

/** Anchorer to coordinator: what was settled until now is an epoch. Answered with `epoch`. */
export interface CloseEpoch {
  readonly type: 'close-epoch';
}
/** Coordinator to anchorer. With `leaves: 0` nothing was settled, and the rest says nothing. */
export interface EpochMessage {
  readonly type: 'epoch';
  readonly number: number;
  /** Of the Merkle tree over all that was settled. */
  readonly root: Digest;
  readonly stateRoot: Digest;
  readonly leaves: number;
  /** The first leaf and its path, hash after hash: enough to prove it by. */
  readonly sample: Uint8Array;
  readonly path: Uint8Array;
}

/** Depositor to the federation: burn so much of mine, and pay it to this Bitcoin script. */
export interface PegOut {
  readonly type: 'peg-out';
  /** Numbers are used once. */
  readonly id: number;
  /** Satoshi, which are minor units. */
  readonly amount: bigint;
  readonly script: Uint8Array;
}
/** Keeper to functionary: sign this. Its first outputs are the payouts named, in order; the last is the change. */
export interface SignPeg {
  readonly type: 'sign-peg';
  readonly batch: number;
  readonly raw: Uint8Array;
  readonly payouts: readonly number[];
}
/** Functionary to keeper: a signature of 64 bytes for each input. */
export interface PegSigned {
  readonly type: 'peg-signed';
  readonly batch: number;
  readonly signatures: Uint8Array;
}
/** Keeper to the holder of an emergency key: the federation is dead, sign this. */
export interface SignRescue extends Omit<SignPeg, 'type'> {
  readonly type: 'sign-rescue';
}
export interface RescueSigned extends Omit<PegSigned, 'type'> {
  readonly type: 'rescue-signed';
}

/** What is said but among members of a federation of coordinators, and to them. */
export type PlainMessage =
  | Register
  | Welcome
  | Heartbeat
  | Leave
  | Leaving
  | Submit
  | Assign
  | Probe
  | Claim
  | Started
  | Cancel
  | ResultMessage
  | Contradiction
  | Settled
  | Fetch
  | Delivery
  | Job
  | AssignAfter
  | Transfer
  | AskData
  | Data
  | CloseEpoch
  | EpochMessage
  | PegOut
  | SignPeg
  | PegSigned
  | SignRescue
  | RescueSigned
  | AskOpening
  | OpeningMessage
  | AskAgreement
  | Agreement
  | AskSegment
  | SegmentMessage
  | FromMember
  | FromAggregator
  | BudgetSpent
  | AskProof
  | ProofMessage
  | AboutNode;

/** What a node says of a trace. */
