// The versioned union of domain facts: the only window on the network. A fact is a small object; its code travels
// beside it (`host.record(TASK_ASSIGNED, { task, node, copy })`), and so do true time and party when it is observed.

import type { Amount, Celsius, Duration, Gas, GasRate, Instant, PartyId, TaskId, Watts } from '../foundation/index.ts';
import type { Digest } from './content.ts';
import type { Message } from './message.ts';
import type { Contradiction, FailureReason, TaskStatus } from './messages.ts';
import type { TokensMoved } from './tokens-moved.ts';
import type { Answer, LimitPreset, Outcome } from './work.ts';

/** By a client, when it submits. */
export const TASK_SUBMITTED = 0;
/** By the coordinator, when it first hears of a task and has its budget in escrow. */
export const TASK_ACCEPTED = 1;
/** By the coordinator, when it sends a copy of a task to a node. */
export const TASK_ASSIGNED = 2;
/** By a node. */
export const EXECUTION_STARTED = 3;
/** By a node: a copy ran to its end, whatever its outcome. */
export const EXECUTION_FINISHED = 4;
/** By a node or, at a crash, by the world: a running copy was stopped. */
export const EXECUTION_ABORTED = 5;
/** By the coordinator: a copy or probe is no longer wanted, wherever it is; or its node was given up. */
export const COPY_CANCELLED = 6;
/** By the coordinator: one result was judged. */
export const VERDICT_REACHED = 7;
/** By the coordinator: the task has ended, once. */
export const TASK_SETTLED = 8;
/** By a client: it knows the end of its task and, if completed, holds the accepted result. */
export const RESULT_HELD = 9;
/** By the ledger. */
export const TOKENS_MOVED = 10;
export const NODE_REGISTERED = 11;
/** By the coordinator: too many heartbeats missed. A registration or heartbeat brings it back. */
export const NODE_OFFLINE = 12;
export const NODE_ONLINE = 13;
/** By the coordinator: in safety mode; gets no task. */
export const NODE_SUSPENDED = 14;
export const NODE_RESUMED = 15;
export const REPUTATION_CHANGED = 16;
export const BREAKER_OPENED = 17;
export const BREAKER_CLOSED = 18;
/** By the world, of each message put on the network. The message itself is the fact. */
export const MESSAGE_SENT = 19;
/** By the world, once for each node before anything else happens. */
export const NODE_DEPLOYED = 20;
/** By the world. */
export const NODE_CRASHED = 21;
export const NODE_RESTARTED = 22;
/** By the workload: no further submission will come. */
export const SUBMISSIONS_ENDED = 23;
/** By the coordinator, once a heartbeat has been taken in. */
export const TELEMETRY_RECEIVED = 24;
/** By the world: a node with power figures draws another power from now on. Its first power comes when it is deployed. */
export const POWER_CHANGED = 25;
/** By the world, when a copy stops on a node with power figures: before the fact that says so. */
export const ENERGY_SPENT = 26;
/** By the world: the carbon intensity of the grid that a node hangs on, when it is deployed and at each change. */
export const GRID_CHANGED = 27;

/** By a client, right after TASK_SUBMITTED: the task waits for the output of another one. */
export const INPUT_DECLARED = 28;
/** By a node: the output of a task has arrived for another one, as it was to. */
export const INPUT_ARRIVED = 29;
/**
 * By the world: a node did not return what it should have, or what it returned is not what it came to. Or a client did not
 * say of a task what an honest one says: it counts as its node then.
 */
export const NODE_LIED = 38;
/** By the coordinator: a node was found out, and gets no task any more. */
export const NODE_EXCLUDED = 39;
/** By the coordinator: work whose result it knew has come back. */
export const QUIZ_ANSWERED = 40;
/** By the coordinator: so many signed results agree that no other can be certified. */
export const CERTIFICATE_FORMED = 41;

/** By the world: a Bitcoin block on the best chain of the node beside the parties. */
export const BLOCK_FOUND = 30;
/** By the world: that node went over to a longer branch. */
export const CHAIN_REORGED = 31;
/** By the anchorer: it has the root of an epoch. */
export const ANCHOR_COMMITTED = 32;
/** By the anchorer: a transaction with the root is on its way. */
export const ANCHOR_BROADCAST = 33;
/** By the anchorer: that transaction is in a block. */
export const ANCHOR_SEEN = 34;
/** By the anchorer: it is not in that block any more. */
export const ANCHOR_REORGED = 35;
/** By the anchorer: it is deep enough. */
export const ANCHOR_FINAL = 36;
/** By the anchorer: what was final is gone, and it commits to nothing any more. */
export const SETTLEMENT_HALTED = 37;
/** By the keeper of the peg: tokens were burned, and are to be paid out. */
export const PEG_REQUESTED = 42;
/** By the keeper: they are paid, for good. */
export const PEG_PAID = 43;
/** By a functionary, or by who has an emergency key: it does not sign what it was shown. */
export const PEG_REFUSED = 44;
/** By the world: the bitcoin that the federation really has, confirmed on the best chain. */
export const RESERVES_CHANGED = 45;
/** By the coordinator: a node has committed to the trace of its result, which can be challenged from now on. */
export const CLAIM_COMMITTED = 46;
/** By the coordinator: another result of the task contradicts the claim. */
export const DISPUTE_OPENED = 47;
/** By the coordinator: a party to a claim lost; to the other one or, where nobody challenged, to a check. */
export const DISPUTE_SETTLED = 48;
/** By a node: what it is about to contribute to a round of training tells so much of its data. */
export const PRIVACY_SPENT = 49;
/** By the coordinator: the proof of a result was looked at. */
export const PROOF_VERIFIED = 50;

/** By the aggregator: a round has ended, or a buffer is full. */
export const MODEL_MADE = 51;
/** By the world, once for each member of a federation of coordinators, before anything else happens. */
export const MEMBER_DEPLOYED = 52;
/** By a member: it executes an entry of the order, which was decided. */
export const ENTRY_DECIDED = 53;
/** By a member: it has another primary from now on. */
export const VIEW_CHANGED = 54;
/** By a member: it holds two proposals for one place, signed by one primary. */
export const EQUIVOCATION_PROVEN = 55;
/** By the world: a member stopped, or came back with all that it had executed. */
export const MEMBER_CRASHED = 56;
export const MEMBER_RESTARTED = 57;
/** By the coordinator: a statistical detector looked over what nodes report. */
export const NODES_EXAMINED = 58;
/** By the world: all that an account has ever deposited, deep enough in the best chain to be credited. */
export const DEPOSITS_CONFIRMED = 59;

/** By the coordinator: it has executed a segment of a claim again, in truth. */
export const SEGMENT_REPEATED = 60;
/** By the world: some slices of what a trainer is about to commit to are not what training comes to. */
export const TRAINING_FAKED = 61;

/** By the aggregator, after its last model: why there is no other. */
export const TRAINING_ENDED = 62;
/** By the aggregator, before its first task: tasks of this client are training from now on. */
export const TRAINING_BEGUN = 63;
/** By the world: the aggregator stopped, or came back with all that it had heard. */
export const AGGREGATOR_CRASHED = 64;
export const AGGREGATOR_RESTARTED = 65;
/** By the coordinator: a node takes no more work, and is given what is left of its stake then. */
export const NODE_LEFT = 66;
/** By the world: a node shows a proof that it has not made for this order. No rule of the network knows. */
export const PROOF_STOLEN = 67;
/** By the world: a node says this of a copy under a signature that is not its own. */
export const WORD_DISOWNED = 68;
/** By the coordinator: it holds two results of one assignment that say different things, signed by one node. Once for each. */
export const CONTRADICTION_PROVEN = 69;
/** By a node: somebody sent it the output of a task for another one which it does not need, or not that one. */
export const INPUT_REFUSED = 70;

/**
 * Enough models, one that is good enough, too few trainers that may tell more of their data, or no more task that may be
 * submitted.
 */
export type EndOfTraining = 'rounds' | 'target' | 'budgets-spent' | 'no-task';

/**
 * How a dispute was lost: by no answer in time, by an answer that the commitment or an execution refutes, or because its
 * loser was found to lie about another task.
 */
export type Defeat = 'late' | 'bad-opening' | 'bad-segment' | 'false-challenge' | 'bad-proof' | 'disbelieved';

interface OfCopy {
  readonly task: TaskId;
  readonly node: PartyId;
  readonly copy: number;
}

export interface Facts {
  readonly [TASK_SUBMITTED]: {
    readonly task: TaskId;
    /** Index of the workload in the scenario. */
    readonly workload: number;
    readonly budget: Amount;
    /** Infinity if it has none. */
    readonly deadline: number;
  };
  readonly [TASK_ACCEPTED]: { readonly task: TaskId };
  readonly [TASK_ASSIGNED]: OfCopy;
  readonly [EXECUTION_STARTED]: { readonly task: TaskId; readonly copy: number };
  readonly [EXECUTION_FINISHED]: {
    readonly task: TaskId;
    readonly copy: number;
    readonly outcome: Outcome;
    readonly gas: Gas;
    readonly elapsed: Duration;
    /** Of a real module: the limits that it ran under, and how many bytes it put out. */
    readonly program?: { readonly limits: LimitPreset; readonly bytes: number };
  };
  readonly [EXECUTION_ABORTED]: { readonly task: TaskId; readonly copy: number };
  readonly [COPY_CANCELLED]: OfCopy;
  readonly [VERDICT_REACHED]: {
    readonly task: TaskId;
    readonly node: PartyId;
    readonly copy: number;
    /** It became the result of the task. */
    readonly accepted: boolean;
    /** It agreed with that. */
    readonly right: boolean;
  };
  readonly [TASK_SETTLED]: {
    readonly task: TaskId;
    readonly status: TaskStatus;
    readonly reason: FailureReason;
    /** The node whose result was accepted, or NO_PARTY. */
    readonly winner: PartyId;
    /** The copy of it. */
    readonly copy: number;
    /** What it is; 0 if none. */
    readonly output: number;
  };
  readonly [RESULT_HELD]: {
    readonly task: TaskId;
    readonly status: TaskStatus;
    readonly submitted: Instant;
    /** Of a program that completed. */
    readonly answer?: Answer | undefined;
  };
  readonly [TOKENS_MOVED]: {
    readonly kind: TokensMoved;
    /** NO_TASK of movements that concern none. */
    readonly task: TaskId;
    /** The account that pays into escrow, or is paid from it; NO_PARTY is the treasury. */
    readonly account: PartyId;
    readonly amount: Amount;
  };
  readonly [NODE_REGISTERED]: { readonly node: PartyId; readonly epoch: number };
  readonly [NODE_OFFLINE]: { readonly node: PartyId };
  readonly [NODE_ONLINE]: { readonly node: PartyId };
  readonly [NODE_SUSPENDED]: { readonly node: PartyId };
  readonly [NODE_RESUMED]: { readonly node: PartyId };
  readonly [REPUTATION_CHANGED]: { readonly node: PartyId; readonly value: number };
  readonly [BREAKER_OPENED]: { readonly peers: number };
  readonly [BREAKER_CLOSED]: { readonly peers: number };
  readonly [MESSAGE_SENT]: Message;
  readonly [NODE_DEPLOYED]: {
    readonly node: PartyId;
    readonly name: string;
    readonly slots: number;
    readonly speed: GasRate;
    readonly idle?: Watts;
    readonly peak?: Watts;
    /** Of the whole device. */
    readonly gflops?: number;
    /** False if a behaviour makes it lie. */
    readonly honest: boolean;
  };
  readonly [NODE_CRASHED]: { readonly node: PartyId };
  /** `recovers`: what it had taken and not answered before it crashed. */
  readonly [NODE_RESTARTED]: { readonly node: PartyId; readonly recovers: boolean };
  readonly [SUBMISSIONS_ENDED]: { readonly submitted: number };
  readonly [TELEMETRY_RECEIVED]: { readonly node: PartyId; readonly health: number };
  readonly [POWER_CHANGED]: {
    readonly node: PartyId;
    readonly watts: Watts;
    /** Of the device at this instant. */
    readonly temperature: Celsius;
    /** Whether it is too hot for its load, and slowed down. */
    readonly throttled: boolean;
  };
  readonly [ENERGY_SPENT]: {
    readonly task: TaskId;
    readonly copy: number;
    /** Above what the node draws when idle: this copy's share of it. */
    readonly joules: number;
    /** False if the copy was stopped, or still ran when the run ended. */
    readonly finished: boolean;
  };
  readonly [GRID_CHANGED]: { readonly node: PartyId; readonly gramsPerKwh: number };
  readonly [INPUT_DECLARED]: { readonly task: TaskId; readonly from: TaskId };
  readonly [INPUT_ARRIVED]: { readonly task: TaskId; readonly from: TaskId; readonly output: number };
  readonly [INPUT_REFUSED]: { readonly task: TaskId; readonly from: TaskId; readonly sender: PartyId };
  readonly [BLOCK_FOUND]: { readonly height: number; readonly hash: string; readonly transactions: number };
  readonly [CHAIN_REORGED]: {
    /** Blocks that are gone. */
    readonly depth: number;
    /** Of the new tip. */
    readonly height: number;
    readonly why: 'fork' | 'attacker' | 'planned';
  };
  readonly [ANCHOR_COMMITTED]: { readonly epoch: number; readonly root: string; readonly leaves: number };
  readonly [ANCHOR_BROADCAST]: {
    readonly epoch: number;
    readonly txid: string;
    /** The coin that it spends, as `txid:vout`. */
    readonly spends: string;
    /** sat. */
    readonly fee: number;
    readonly vsize: number;
    /** Whether an earlier transaction of this epoch is replaced. */
    readonly replaces: boolean;
  };
  readonly [ANCHOR_SEEN]: { readonly epoch: number; readonly txid: string; readonly height: number };
  readonly [ANCHOR_REORGED]: { readonly epoch: number; readonly txid: string };
  readonly [ANCHOR_FINAL]: {
    readonly epoch: number;
    readonly root: string;
    readonly txid: string;
    readonly spends: string;
    readonly height: number;
    /** sat. */
    readonly fee: number;
    readonly leaves: number;
    /** When its root was known. */
    readonly committed: Instant;
  };
  readonly [SETTLEMENT_HALTED]: { readonly epoch: number };
  readonly [NODE_LIED]: {
    readonly node: PartyId;
    readonly task: TaskId;
    readonly copy: number;
    /** Name of its behaviour. */
    readonly behaviour: string;
    /** Whether it returned a wrong result, rather than none or a late one. */
    readonly wrong: boolean;
  };
  readonly [NODE_EXCLUDED]: { readonly node: PartyId };
  readonly [NODE_LEFT]: { readonly node: PartyId; readonly until: Instant };
  readonly [QUIZ_ANSWERED]: { readonly node: PartyId; readonly task: TaskId; readonly right: boolean };
  readonly [CERTIFICATE_FORMED]: {
    readonly task: TaskId;
    readonly output: number;
    readonly signers: readonly PartyId[];
  };
  readonly [PEG_REQUESTED]: { readonly id: number; readonly account: PartyId; readonly amount: Amount };
  readonly [PEG_PAID]: {
    readonly id: number;
    readonly amount: Amount;
    readonly txid: string;
    readonly requested: Instant;
  };
  readonly [PEG_REFUSED]: { readonly batch: number; readonly why: string; readonly rescue: boolean };
  readonly [RESERVES_CHANGED]: { readonly reserves: Amount };
  readonly [CLAIM_COMMITTED]: {
    readonly task: TaskId;
    readonly node: PartyId;
    readonly copy: number;
    readonly segments: number;
    /** Of them, those that are drawn to be executed. */
    readonly draws: number;
  };
  readonly [SEGMENT_REPEATED]: {
    readonly task: TaskId;
    /** Whose claim it is. */
    readonly node: PartyId;
    readonly segment: number;
    /** Whether it came to what the claim says. */
    readonly held: boolean;
    readonly gas: number;
    readonly examples: number;
  };
  readonly [AGGREGATOR_CRASHED]: { readonly client: PartyId };
  readonly [AGGREGATOR_RESTARTED]: { readonly client: PartyId };
  readonly [TRAINING_BEGUN]: { readonly client: PartyId };
  readonly [TRAINING_ENDED]: { readonly models: number; readonly why: EndOfTraining };
  readonly [TRAINING_FAKED]: OfCopy & { readonly bad: number };
  readonly [PROOF_STOLEN]: OfCopy;
  readonly [WORD_DISOWNED]: OfCopy & { readonly type: Message['type'] };
  readonly [CONTRADICTION_PROVEN]: Contradiction;
  readonly [PROOF_VERIFIED]: {
    readonly task: TaskId;
    readonly node: PartyId;
    readonly valid: boolean;
    /** Of the run, as its order has them. */
    readonly segments: number;
  };
  readonly [DISPUTE_OPENED]: { readonly task: TaskId; readonly prover: PartyId; readonly challenger: PartyId };
  readonly [DISPUTE_SETTLED]: {
    readonly task: TaskId;
    readonly loser: PartyId;
    /** NO_PARTY if nobody challenged. */
    readonly winner: PartyId;
    readonly why: Defeat;
    /** Of bisection. */
    readonly rounds: number;
    readonly segments: number;
  };
  readonly [MODEL_MADE]: {
    /** From 1. */
    readonly number: number;
    readonly model: Digest;
    /** On examples that nobody trained on. */
    readonly accuracy: number;
    /** Nats. */
    readonly loss: number;
    /** What it was made of; 0 if they were too few, and the model is the one before. */
    readonly contributions: number;
    /** The tasks whose updates it was made of, where the aggregator sees which they are. */
    readonly tasks: readonly TaskId[];
    /** Of them, those that the rule left out. */
    readonly rejected: number;
    /** Tasks that ended without a contribution. */
    readonly dropped: number;
    /** Models and updates, to and from trainers, since the one before. */
    readonly bytes: number;
  };
  readonly [MEMBER_DEPLOYED]: { readonly member: PartyId; readonly index: number; readonly honest: boolean };
  readonly [ENTRY_DECIDED]: {
    /** From 1. */
    readonly sequence: number;
    readonly digest: Digest;
    /** Of the member, when it executed it. */
    readonly view: number;
    /** What of it is executed: not what was before. */
    readonly asked: readonly { readonly from: PartyId; readonly number: number }[];
  };
  readonly [VIEW_CHANGED]: { readonly view: number; readonly primary: number };
  /** `member` is an index. */
  readonly [EQUIVOCATION_PROVEN]: { readonly member: number; readonly view: number; readonly sequence: number };
  readonly [MEMBER_CRASHED]: { readonly member: PartyId };
  readonly [MEMBER_RESTARTED]: { readonly member: PartyId };
  /** Those that stand out. */
  readonly [NODES_EXAMINED]: { readonly flagged: readonly PartyId[] };
  readonly [DEPOSITS_CONFIRMED]: { readonly account: PartyId; readonly total: Amount };
  readonly [PRIVACY_SPENT]: {
    readonly node: PartyId;
    /** Of the Gaussian noise, over the norm to which the contribution is clipped. */
    readonly noise: number;
    /** The chance with which it took part. */
    readonly sampling: number;
    /** What it has told so far, over all rounds and tasks, this one included. */
    readonly epsilon: number;
    readonly delta: number;
    /** Name of the conversion from Rényi divergence. */
    readonly conversion: string;
    /** The epsilon that it may reach. */
    readonly limit: number;
  };
}

export type FactCode = keyof Facts;
export type FactOf<K extends FactCode> = Facts[K];

/** A fold over facts subscribes to the kinds it reads. `at` is true time; `party` recorded the fact. */
export type FactHandler<K extends FactCode> = (fact: Facts[K], at: Instant, party: PartyId) => void;
export type FactHandlers = { readonly [K in FactCode]?: FactHandler<K> };
