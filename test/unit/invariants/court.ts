// A court for invariants: facts are told as verbs, one second apart, and the verdicts read at the end of the run.

import type { Amount, Gas, Instant, PartyId, TaskId, Watts } from '../../../core/foundation/index.ts';
import {
  celsius,
  gasRate,
  instant,
  NO_PARTY,
  NO_TASK,
  partyId,
  seconds,
  taskId,
  watts,
} from '../../../core/foundation/index.ts';
import type {
  Defeat,
  Digest,
  FactCode,
  FactOf,
  Outcome,
  TaskStatus,
  TokensMoved,
} from '../../../core/protocol/index.ts';
import {
  ANCHOR_COMMITTED,
  ANCHOR_FINAL,
  CERTIFICATE_FORMED,
  CLAIM_COMMITTED,
  CONTRADICTION_PROVEN,
  DEPOSITS_CONFIRMED,
  DISPUTE_OPENED,
  DISPUTE_SETTLED,
  ENERGY_SPENT,
  ENTRY_DECIDED,
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  INPUT_ARRIVED,
  INPUT_DECLARED,
  MEMBER_DEPLOYED,
  MODEL_MADE,
  NODE_DEPLOYED,
  NODE_EXCLUDED,
  NODE_LEFT,
  NODE_LIED,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_REGISTERED,
  NODE_RESTARTED,
  NODE_RESUMED,
  NODE_SUSPENDED,
  PEG_PAID,
  PEG_REQUESTED,
  POWER_CHANGED,
  PRIVACY_SPENT,
  PROOF_STOLEN,
  PROOF_VERIFIED,
  RESERVES_CHANGED,
  RESULT_HELD,
  SETTLEMENT_HALTED,
  TASK_ACCEPTED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TOKENS_MOVED,
  TRAINING_BEGUN,
  UNSIGNED,
  VERDICT_REACHED,
  WORD_DISOWNED,
} from '../../../core/protocol/index.ts';
import { type InvariantOutcome, invariants, watch } from '../../../sim/invariants/index.ts';

export const COORDINATOR: PartyId = partyId(0);
export const CLIENT: PartyId = partyId(1);
export const TASK: TaskId = taskId(CLIENT, 0);
export const OTHER: TaskId = taskId(CLIENT, 1);

const STANDINGS = {
  registered: NODE_REGISTERED,
  offline: NODE_OFFLINE,
  online: NODE_ONLINE,
  suspended: NODE_SUSPENDED,
  resumed: NODE_RESUMED,
} as const;

export class Court {
  private readonly watched = watch(invariants.map(({ name }) => name));
  private now = -1;

  fact<K extends FactCode>(code: K, fact: FactOf<K>, party: PartyId): this {
    this.now++;
    for (const { on } of this.watched.folds) on[code]?.(fact, this.instant(), party);
    return this;
  }

  deploy(node: number, slots: number, power?: { idle: number; peak: number }): this {
    const figures = power && { idle: watts(power.idle), peak: watts(power.peak) };
    const fact = { node: partyId(node), name: `node-${node}`, slots, speed: gasRate(1e9), honest: true, ...figures };
    return this.fact(NODE_DEPLOYED, fact, partyId(node));
  }

  node(node: number, change: keyof typeof STANDINGS): this {
    const fact = { node: partyId(node), epoch: 0 };
    return this.fact(STANDINGS[change], fact, COORDINATOR);
  }

  submit(task: TaskId = TASK, budget = 5n): this {
    return this.fact(TASK_SUBMITTED, { task, workload: 0, budget: budget as Amount, deadline: Infinity }, CLIENT);
  }

  need(from: TaskId, task: TaskId = OTHER): this {
    return this.fact(INPUT_DECLARED, { task, from }, CLIENT);
  }

  bring(node: number, output = 0): this {
    return this.fact(INPUT_ARRIVED, { task: OTHER, from: TASK, output }, partyId(node));
  }

  accept(task: TaskId = TASK): this {
    return this.fact(TASK_ACCEPTED, { task }, COORDINATOR);
  }

  assign(node: number, task: TaskId = TASK): this {
    return this.fact(TASK_ASSIGNED, { task, node: partyId(node), copy: 0 }, COORDINATOR);
  }

  start(node: number, task: TaskId = TASK): this {
    return this.fact(EXECUTION_STARTED, { task, copy: 0 }, partyId(node));
  }

  finish(node: number, task: TaskId = TASK): this {
    return this.fact(
      EXECUTION_FINISHED,
      { task, copy: 0, outcome: 'ok', gas: 0 as Gas, elapsed: seconds(1) },
      partyId(node),
    );
  }

  /** A real module ends on a node, under strict limits. */
  sandbox(node: number, gas: number, bytes: number, outcome: Outcome = 'ok'): this {
    const program = { limits: 'strict', bytes } as const;
    const fact = { task: TASK, copy: 0, outcome, gas: gas as Gas, elapsed: seconds(1), program };
    return this.fact(EXECUTION_FINISHED, fact, partyId(node));
  }

  abort(node: number, task: TaskId = TASK): this {
    return this.fact(EXECUTION_ABORTED, { task, copy: 0 }, partyId(node));
  }

  draw(node: number, power: number): this {
    const fact = { node: partyId(node), watts: power as Watts, temperature: celsius(25), throttled: false };
    return this.fact(POWER_CHANGED, fact, partyId(node));
  }

  spend(node: number, joules: number, task: TaskId = TASK): this {
    return this.fact(ENERGY_SPENT, { task, copy: 0, joules, finished: true }, partyId(node));
  }

  train(): this {
    return this.fact(TRAINING_BEGUN, { client: CLIENT }, CLIENT);
  }

  model(number: number, tasks: readonly TaskId[] = [TASK]): this {
    const fact = { number, model: '' as Digest, accuracy: 0.5, loss: 1, contributions: tasks.length, tasks };
    return this.fact(MODEL_MADE, { ...fact, rejected: 0, dropped: 0, bytes: 0 }, CLIENT);
  }

  lie(node: number, task: TaskId = TASK): this {
    return this.fact(NODE_LIED, { node: partyId(node), task, copy: 0, behaviour: 'lazy', wrong: true }, partyId(node));
  }

  certify(output: number, signers: readonly number[], task: TaskId = TASK): this {
    return this.fact(CERTIFICATE_FORMED, { task, output, signers: signers.map(partyId) }, COORDINATOR);
  }

  federate(...honest: readonly number[]): this {
    for (const [index, member] of honest.entries()) {
      this.fact(MEMBER_DEPLOYED, { member: partyId(member), index, honest: true }, partyId(member));
    }
    return this;
  }

  /** `asked`: numbers of what the client asks in it. */
  decide(member: number, sequence: number, entry: string, ...asked: readonly number[]): this {
    const requests = asked.map((number) => ({ from: CLIENT, number }));
    return this.fact(ENTRY_DECIDED, { sequence, digest: entry as Digest, view: 0, asked: requests }, partyId(member));
  }

  challenge(prover: number, challenger: number, task: TaskId = TASK): this {
    const fact = { task, prover: partyId(prover), challenger: partyId(challenger) };
    return this.fact(DISPUTE_OPENED, fact, COORDINATOR);
  }

  defeat(loser: number, winner: number, why: Defeat, rounds = 3): this {
    const fact = { task: TASK, loser: partyId(loser), winner: partyId(winner), why, rounds, segments: 8 };
    return this.fact(DISPUTE_SETTLED, fact, COORDINATOR);
  }

  prove(node: number, task: TaskId = TASK): this {
    return this.fact(PROOF_VERIFIED, { task, node: partyId(node), valid: true, segments: 1 }, COORDINATOR);
  }

  steal(node: number, task: TaskId = TASK): this {
    return this.fact(PROOF_STOLEN, { task, node: partyId(node), copy: 0 }, partyId(node));
  }

  disown(node: number, type: 'result' | 'opening' | 'proof', task: TaskId = TASK): this {
    return this.fact(WORD_DISOWNED, { task, node: partyId(node), copy: 0, type }, partyId(node));
  }

  /** Two results, of these outputs. */
  convict(node: number, outputs: readonly [number, number] = [1, 2]): this {
    const about = { type: 'result', task: TASK, copy: 0, epoch: 0, outcome: 'ok', elapsed: seconds(1) } as const;
    const [first, second] = outputs.map((output) => ({ ...about, output, signature: UNSIGNED }));
    const fact = { type: 'contradiction', node: partyId(node), first: first!, second: second! } as const;
    return this.fact(CONTRADICTION_PROVEN, fact, COORDINATOR);
  }

  commitTo(node: number, task: TaskId = TASK): this {
    return this.fact(CLAIM_COMMITTED, { task, node: partyId(node), copy: 0, segments: 8, draws: 0 }, COORDINATOR);
  }

  restart(node: number, recovers: boolean): this {
    return this.fact(NODE_RESTARTED, { node: partyId(node), recovers }, partyId(node));
  }

  stake(kind: 'bond' | 'slash' | 'award' | 'unbond' | 'withdraw', node: number, amount: bigint): this {
    return this.tokens(kind, TASK, node, amount);
  }

  exclude(node: number): this {
    return this.fact(NODE_EXCLUDED, { node: partyId(node) }, COORDINATOR);
  }

  leave(node: number): this {
    return this.fact(NODE_LEFT, { node: partyId(node), until: instant(9) }, COORDINATOR);
  }

  judge(node: number, accepted: boolean, task: TaskId = TASK): this {
    return this.fact(VERDICT_REACHED, { task, node: partyId(node), copy: 0, accepted, right: accepted }, COORDINATOR);
  }

  settle(status: TaskStatus, node?: number, task: TaskId = TASK): this {
    const winner = node === undefined ? NO_PARTY : partyId(node);
    return this.fact(TASK_SETTLED, { task, status, reason: 'none', winner, copy: 0, output: 0 }, COORDINATOR);
  }

  hold(status: TaskStatus, task: TaskId = TASK): this {
    return this.fact(RESULT_HELD, { task, status, submitted: instant(0) }, CLIENT);
  }

  grant(account: number, amount: bigint): this {
    return this.tokens('grant', 0 as TaskId, account, amount);
  }

  put(amount: bigint, task: TaskId = TASK, account: number = CLIENT): this {
    return this.tokens('put', task, account, amount);
  }

  release(account: number, amount: bigint, task: TaskId = TASK): this {
    return this.tokens('release', task, account, amount);
  }

  refund(amount: bigint, account: number = CLIENT, task: TaskId = TASK): this {
    return this.tokens('refund', task, account, amount);
  }

  commit(epoch: number, root: string = 'ab'): this {
    return this.fact(ANCHOR_COMMITTED, { epoch, root, leaves: 2 }, COORDINATOR);
  }

  anchor(epoch: number, spends: string, root: string = 'ab'): this {
    const fact = { epoch, root, txid: `tx-${epoch}`, spends, height: 9, fee: 1_000, leaves: 2, committed: instant(0) };
    return this.fact(ANCHOR_FINAL, fact, COORDINATOR);
  }

  halt(epoch: number): this {
    return this.fact(SETTLEMENT_HALTED, { epoch }, COORDINATOR);
  }

  reserves(amount: bigint): this {
    return this.fact(RESERVES_CHANGED, { reserves: amount as Amount }, COORDINATOR);
  }

  /** A contribution without sampling, with noise 10 and a delta of 1e-5. */
  tell(node: number, epsilon: number, limit: number): this {
    const mechanism = { noise: 10, sampling: 1, delta: 1e-5, conversion: 'mironov-2017' };
    return this.fact(PRIVACY_SPENT, { node: partyId(node), epsilon, limit, ...mechanism }, partyId(node));
  }

  peg(kind: 'mint' | 'burn' | 'reverse', amount: bigint, account: number = CLIENT): this {
    return this.tokens(kind, NO_TASK, account, amount);
  }

  /** Deep enough in the chain: all that an account has ever brought. */
  deposit(total: bigint, account: number = CLIENT): this {
    return this.fact(DEPOSITS_CONFIRMED, { account: partyId(account), total: total as Amount }, COORDINATOR);
  }

  request(amount: bigint, account: number = CLIENT, id = 0): this {
    const fact = { id, account: partyId(account), amount: amount as Amount };
    return this.fact(PEG_REQUESTED, fact, COORDINATOR);
  }

  paid(amount: bigint, id = 0): this {
    const fact = { id, amount: amount as Amount, txid: 'tx', requested: instant(0) };
    return this.fact(PEG_PAID, fact, COORDINATOR);
  }

  /** Ends the run; what was broken. */
  broken(): readonly InvariantOutcome[] {
    for (const fold of this.watched.folds) fold.ended?.(this.instant());
    return this.watched.results().filter(({ held }) => !held);
  }

  divide(node: number, paid: bigint, fee: bigint, change: bigint, task: TaskId = TASK): this {
    return this.tokens('release', task, node, paid)
      .tokens('fee', task, NO_PARTY, fee)
      .tokens('change', task, CLIENT, change);
  }

  private tokens(kind: TokensMoved, task: TaskId, account: number, amount: bigint): this {
    return this.fact(TOKENS_MOVED, { kind, task, account: partyId(account), amount: amount as Amount }, COORDINATOR);
  }

  private instant(): Instant {
    return instant(seconds(Math.max(0, this.now)));
  }
}
