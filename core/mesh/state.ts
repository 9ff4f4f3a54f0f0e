// What every coordinator member agrees on: who belongs to the mesh, what was judged, who was paid. It changes by
// `apply(command)` alone, in one order; time enters as a field of the command. With one member there is nothing to
// agree on, and it is the same code.

import type { Amount, Instant, PartyId, Probability, TaskId } from '../foundation/index.ts';
import { assert, clientOf, IdMap, NO_PARTY, NO_TASK, sequenceOf, violated } from '../foundation/index.ts';
import { accountOf, Ledger, stateItems, stateRoot, TREASURY } from '../incentives/index.ts';
import type { Capabilities, Contradiction, Host, Needs, TokensMoved } from '../protocol/index.ts';
import {
  CONTRADICTION_PROVEN,
  NODE_EXCLUDED,
  NODE_LEFT,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_REGISTERED,
  NODE_RESUMED,
  NODE_SUSPENDED,
  REPUTATION_CHANGED,
  TASK_ACCEPTED,
  TASK_SETTLED,
  TOKENS_MOVED,
  VERDICT_REACHED,
} from '../protocol/index.ts';
import type { ReputationRule } from '../reputation/index.ts';
import type { Archive, Epoch } from '../settlement/index.ts';
import type { Command, Standing } from './command.ts';

const MILLION = 1_000_000;

/** Whether a node gets no more work for good, whatever it says and however often it comes back. */
export const isOut = (standing: Standing): boolean => standing === 'leaving' || standing === 'excluded';

export interface Member {
  readonly node: PartyId;
  readonly epoch: number;
  readonly capabilities: Capabilities;
  readonly standing: Standing;
}

export class MeshState {
  readonly ledger: Ledger = new Ledger();
  /** Keeps what was settled for the next anchor, if there is one. */
  archive: Archive | undefined;
  private readonly host: Host;
  private readonly reputation: ReputationRule;
  /** By node. */
  private readonly members: (Member | undefined)[] = [];
  /** By client: all tasks below this number were opened. Clients number their tasks in order. */
  private readonly opened: number[] = [];
  /** Those above it that were opened, since messages may overtake one another. */
  private readonly ahead: Map<PartyId, Set<number>> = new Map<PartyId, Set<number>>();

  /** Who has done tasks that their clients have not rated yet. */
  private readonly unrated: IdMap<PartyId> = new IdMap<PartyId>();

  /** By node that has left: when what it had at stake is its own. */
  private readonly unbonding: Map<PartyId, Instant> = new Map<PartyId, Instant>();

  /** By node: what has convicted it. */
  private readonly convictions: Map<PartyId, Contradiction> = new Map<PartyId, Contradiction>();

  private readonly feeMillionths: bigint;

  constructor(host: Host, reputation: ReputationRule, feeMillionths = 0n) {
    this.host = host;
    this.reputation = reputation;
    this.feeMillionths = feeMillionths;
  }

  member(node: PartyId): Member | undefined {
    return this.members[node];
  }

  reputationOf(node: PartyId): Probability {
    return this.reputation.value(node);
  }

  /** True if this task was opened once, whether or not it has ended. */
  knows(client: PartyId, task: TaskId): boolean {
    const sequence = sequenceOf(task);
    return sequence < (this.opened[client] ?? 0) || this.ahead.get(client)?.has(sequence) === true;
  }

  private note(client: PartyId, sequence: number): void {
    const next = this.opened[client] ?? 0;
    const ahead = this.ahead.get(client);
    if (sequence !== next) {
      if (ahead === undefined) this.ahead.set(client, new Set([sequence]));
      else ahead.add(sequence);
      return;
    }
    let reached = next + 1;
    while (ahead?.delete(reached) === true) reached++;
    this.opened[client] = reached;
  }

  /** When a node that has left may have its stake; undefined if it has not left, or has had it. */
  dueTo(node: PartyId): Instant | undefined {
    return this.unbonding.get(node);
  }

  /**
   * Returns false if the command does not apply: an `open` that its client cannot pay, a `withdraw` before its time, a
   * second conviction of one node.
   */
  apply(command: Command): boolean {
    switch (command.kind) {
      case 'open':
        return this.open(command.task, command.client, command.budget);
      case 'verdict':
        this.judge(command);
        return true;
      case 'rated':
        return this.rate(command);
      case 'quizzed':
        this.experience(command.node, command.right);
        return true;
      case 'settle':
        this.settle(command);
        return true;
      case 'enrol':
        this.enrol(command.node, command.epoch, command.capabilities);
        return true;
      case 'standing':
        this.stand(command.node, command.standing);
        return true;
      case 'grant':
        this.ledger.grant(command.account, command.amount);
        this.moved('grant', NO_TASK, command.account, command.amount);
        return true;
      case 'bond':
        this.bond(command.node, command.amount);
        return true;
      case 'slash':
        this.slash(command);
        return true;
      case 'convict':
        return this.convict(command.at, command.evidence);
      case 'unbond':
        return this.unbond(command.node, command.until);
      case 'withdraw':
        return this.withdraw(command.node, command.at);
    }
  }

  private open(task: TaskId, client: PartyId, budget: Amount): boolean {
    if (this.knows(client, task)) violated('a task is opened once', { task });
    this.note(client, sequenceOf(task));
    if (!this.ledger.put(task, client, budget)) {
      this.host.record(TASK_SETTLED, {
        task,
        status: 'failed',
        reason: 'insufficient-funds',
        winner: NO_PARTY,
        copy: 0,
        output: 0,
      });
      return false;
    }
    this.host.record(TASK_ACCEPTED, { task });
    this.moved('put', task, client, budget);
    return true;
  }

  private judge({ task, node, copy, accepted, right }: Command & { kind: 'verdict' }): void {
    this.host.record(VERDICT_REACHED, { task, node, copy, accepted, right });
    this.experience(node, right);
  }

  /** Whether there is a member, online or not, that may still be given such a task. */
  hasCandidate({ exclude = [] }: Needs, but: readonly PartyId[]): boolean {
    return this.members.some(
      (member) =>
        member !== undefined && !isOut(member.standing) && !exclude.includes(member.node) && !but.includes(member.node),
    );
  }

  /** Whether clients are asked for their word. */
  get takesRatings(): boolean {
    return this.reputation.rated !== undefined;
  }

  /** One word for each task, of its client, about the node that has done it. */
  private rate({ by, task, node, good }: Command & { kind: 'rated' }): boolean {
    if (clientOf(task) !== by || this.unrated.get(task) !== node) return false;
    this.unrated.delete(task);
    this.reputation.rated?.(by, node, good);
    this.host.record(REPUTATION_CHANGED, { node, value: this.reputation.value(node) });
    return true;
  }

  private experience(node: PartyId, right: boolean): void {
    if (right) this.reputation.succeeded(node);
    else this.reputation.failed(node);
    this.host.record(REPUTATION_CHANGED, { node, value: this.reputation.value(node) });
  }

  private settle(command: Command & { kind: 'settle' }): void {
    const { task, status, reason, winner, copy, output, earned } = command;
    this.archive?.add({ task, status, winner, copy, paid: earned ?? this.ledger.escrowOf(task)! });
    this.host.record(TASK_SETTLED, { task, status, reason, winner, copy, output });
    if (status === 'completed' && this.takesRatings) this.unrated.set(task, winner);
    if (status === 'completed') this.pay(task, winner, earned);
    else {
      const { payer, value } = this.ledger.refund(task);
      this.moved('refund', task, payer, value);
    }
  }

  /** Ends an epoch of the archive; undefined if nothing was settled in it. */
  closeEpoch(): Epoch | undefined {
    if (this.archive === undefined || this.archive.pending === 0) return undefined;
    const reputations = this.members.flatMap((member) =>
      member === undefined ? [] : [[member.node, this.reputation.value(member.node)] as const],
    );
    return this.archive.close(stateRoot(stateItems(this.ledger, reputations)));
  }

  /** A new node has nothing yet: what it bonds is granted to it. */
  private bond(node: PartyId, amount: Amount): void {
    this.ledger.grant(node, amount);
    this.moved('grant', NO_TASK, node, amount);
    this.ledger.bond(node, amount);
    this.moved('bond', NO_TASK, node, amount);
  }

  private slash({ task, node, share, winner, award }: Command & { kind: 'slash' }): void {
    const lost = partOf(this.ledger.atStake(node), share);
    const awarded = winner === NO_PARTY ? (0n as Amount) : partOf(lost, award);
    this.ledger.slash(node, TREASURY, (lost - awarded) as Amount, task);
    this.moved('slash', task, node, lost);
    if (awarded === 0n) return;
    this.ledger.slash(node, accountOf(winner), awarded, task);
    this.moved('award', task, winner, awarded);
  }

  private convict(at: Instant, evidence: Contradiction): boolean {
    const { node, first } = evidence;
    if (this.members[node] === undefined || this.convictions.has(node)) return false;
    this.convictions.set(node, evidence);
    this.host.record(CONTRADICTION_PROVEN, evidence);
    this.experience(node, false);
    if (this.ledger.atStake(node) === 0n) return true;
    this.slash({ kind: 'slash', at, task: first.task, node, share: 1, winner: NO_PARTY, award: 0 });
    return true;
  }

  private unbond(node: PartyId, until: Instant): boolean {
    const member = this.members[node];
    if (member === undefined || member.standing === 'leaving' || this.unbonding.has(node)) return false;
    this.unbonding.set(node, until);
    this.moved('unbond', NO_TASK, node, this.ledger.unbond(node));
    if (member.standing === 'excluded') return true;
    this.members[node] = { ...member, standing: 'leaving' };
    this.host.record(NODE_LEFT, { node, until });
    return true;
  }

  private withdraw(node: PartyId, at: Instant): boolean {
    const due = this.unbonding.get(node);
    if (due === undefined || at < due) return false;
    this.unbonding.delete(node);
    this.moved('withdraw', NO_TASK, node, this.ledger.withdraw(node));
    return true;
  }

  private pay(task: TaskId, winner: PartyId, earned: Amount | undefined): void {
    if (earned === undefined) {
      this.moved('release', task, winner, this.ledger.release(task, winner));
      return;
    }
    const { paid, fee, change, payer } = this.ledger.divide(task, winner, earned, this.feeMillionths);
    this.moved('release', task, winner, paid);
    if (fee > 0n) this.moved('fee', task, NO_PARTY, fee);
    if (change > 0n) this.moved('change', task, payer, change);
  }

  private enrol(node: PartyId, epoch: number, capabilities: Capabilities): void {
    const before = this.members[node]?.standing ?? 'online';
    this.members[node] = { node, epoch, capabilities, standing: isOut(before) ? before : 'online' };
    this.host.record(NODE_REGISTERED, { node, epoch });
  }

  private stand(node: PartyId, standing: Standing): void {
    const member = this.members[node];
    assert(member !== undefined, 'only members have a standing', { node });
    if (member.standing === standing) return;
    this.members[node] = { ...member, standing };
    if (standing === 'offline') this.host.record(NODE_OFFLINE, { node });
    else if (standing === 'suspended') this.host.record(NODE_SUSPENDED, { node });
    else if (standing === 'excluded') this.host.record(NODE_EXCLUDED, { node });
    else if (member.standing === 'offline') this.host.record(NODE_ONLINE, { node });
    else this.host.record(NODE_RESUMED, { node });
  }

  private moved(kind: TokensMoved, task: TaskId, account: PartyId, amount: Amount): void {
    this.host.record(TOKENS_MOVED, { kind, task, account, amount });
  }
}

/** Rounded down. */
const partOf = (amount: Amount, share: number): Amount =>
  ((amount * BigInt(Math.round(share * MILLION))) / BigInt(MILLION)) as Amount;
