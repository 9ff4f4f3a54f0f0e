// Where a policy judges: it hears the results of each task and rules on it, and the court carries out what it rules.
// Without one (policy `none`) the coordinator takes the first result at its word, and there is no court.

import type { Duration, Instant, PartyId, TaskId } from '../foundation/index.ts';
import {
  CERTIFICATE_FORMED,
  type Host,
  type Message,
  type ModelledWork,
  QUIZ_ANSWERED,
  type ResultMessage,
  signed,
  UNSIGNED,
} from '../protocol/index.ts';
import type { Fleet } from '../scheduling/index.ts';
import type { Bench, Machine, ProofTerms, Ruling, Terms, VerificationPolicy } from '../verification/index.ts';
import type { Command } from './command.ts';
import { Inquest } from './inquest.ts';
import { Library } from './library.ts';
import { Notary } from './notary.ts';
import type { Heard, OpenTask } from './open-task.ts';
import { Quizzes } from './quizzes.ts';
import { Tribunal } from './tribunal.ts';
import type { Trials, Usher } from './usher.ts';

/** What the court asks of the coordinator. */
export interface Bailiff {
  openTask(task: TaskId): OpenTask | undefined;
  /** One result was judged: `accepted` is the one that is paid. */
  verdict(task: OpenTask, result: Heard, accepted: boolean, right: boolean): void;
  complete(task: OpenTask, winner: Heard): void;
  fail(task: OpenTask, reason: 'no-quorum' | 'outcome'): void;
  /** False if there are not so many nodes that have not seen the task. */
  send(task: OpenTask, copies: number): boolean;
  exclude(node: PartyId): void;
  epochOf(node: PartyId): number | undefined;
  apply(command: Command & { kind: 'bond' | 'slash' | 'quizzed' }): void;
}

export interface Verification {
  readonly policy: (bench: Bench) => VerificationPolicy;
  /** What a trusted machine comes to: the answers of quizzes. */
  readonly reference: (task: TaskId, work: ModelledWork) => number;
  /** Of traces, for policies that try claims. */
  readonly machine: Machine;
}

export class Court implements Bench {
  readonly random: Host['random'];
  private readonly host: Host;
  private readonly fleet: Fleet;
  private readonly bailiff: Bailiff;
  private readonly reference: Verification['reference'];
  private readonly machine: Machine;
  private readonly policy: VerificationPolicy;
  /** Of policies that hold results as claims. */
  private readonly trials: Trials | undefined;
  /** Of what is found out about claims that were paid. */
  private readonly inquest: Inquest | undefined;
  private readonly quizzes: Quizzes;
  private readonly library: Library;

  constructor(host: Host, fleet: Fleet, { policy, reference, machine }: Verification, bailiff: Bailiff) {
    this.host = host;
    this.random = host.random;
    this.fleet = fleet;
    this.bailiff = bailiff;
    this.reference = reference;
    this.machine = machine;
    this.quizzes = new Quizzes(host.self);
    this.library = new Library(host, this.quizzes);
    this.policy = policy(this);
    const { terms, proofs } = this.policy;
    if (terms !== undefined && terms.unbonding > 0) this.inquest = this.inquestOf(terms);
    if (terms !== undefined) this.trials = new Tribunal(host, terms, machine, this.usher(terms));
    else if (proofs !== undefined) this.trials = new Notary(host, proofs, machine, this.usher(proofs));
  }

  /** Takes a new task, with what its executions are to be proven by. False if they could not be. */
  take(task: OpenTask): boolean {
    const { copies, proofs } = this.policy;
    this.quizzes.note(task);
    if (proofs === undefined) {
      task.beJudged(copies, undefined);
      return true;
    }
    const segments = this.machine.segmentsToProve?.(task.work) ?? proofs.segmentsOf(task.work);
    task.beJudged(copies, { segments, gas: proofs.gas, nonce: this.random.bits() });
    return segments <= proofs.largest;
  }

  /** How long a node that leaves waits for its stake. */
  get unbonding(): Duration | undefined {
    return (this.policy.terms ?? this.policy.proofs)?.unbonding;
  }

  tick(now: Instant): void {
    const missing = this.library.askAgain();
    this.inquest?.giveUp(missing);
    this.policy.tick?.(now);
  }

  hear(task: OpenTask, node: PartyId, message: ResultMessage): void {
    if (task.settled) {
      this.late(task, node, message);
      return;
    }
    task.heard.push({ node, copy: message.copy, output: outputOf(message), message });
    if (!task.held) this.proceed(task);
    else this.trials?.heard(task);
  }

  /** A node is a member for the first time. */
  enrolled(node: PartyId): void {
    const terms = this.policy.terms ?? this.policy.proofs;
    if (terms === undefined) return;
    this.bailiff.apply({ kind: 'bond', at: this.host.now(), node, amount: terms.bond });
  }

  wake(task: TaskId): void {
    if (task < 0) this.inquest?.wake(task);
    else this.trials?.wake(task);
  }

  /** A node is gone, and with it what only the court has given to it. */
  gone(node: PartyId): void {
    for (const { work } of this.quizzes.lost(node)) this.fleet.freed(node, work.amount, work.unit, this.host.now());
  }

  /** A copy of a task that is open will not come back. */
  lost(task: OpenTask): void {
    if (!task.held) this.proceed(task);
  }

  /** A result of a task that has ended. */
  private late(task: OpenTask, node: PartyId, message: ResultMessage): void {
    if (Number.isNaN(task.accepted)) return;
    const output = outputOf(message);
    const right = output === task.accepted;
    const result = { node, copy: message.copy, output, message };
    const paid = task.heard.find((each) => each.output === task.accepted);
    if (!right && !Number.isNaN(output) && paid !== undefined && this.inquest !== undefined) {
      this.inquest.open(task, paid, result);
    } else this.judgeLate(task, result, right);
  }

  private judgeLate(task: OpenTask, result: Heard, right: boolean): void {
    this.bailiff.verdict(task, result, false, right);
    this.policy.judged?.(result.node, right, task.heard.length + 1);
  }

  accept(id: TaskId, output: number): void {
    const task = this.bailiff.openTask(id);
    if (task !== undefined) this.decide(task, output);
  }

  reopen(id: TaskId): void {
    const task = this.bailiff.openTask(id);
    if (task === undefined) return;
    task.throwOut();
    this.follow(task, { kind: 'more', copies: this.policy.copies });
  }

  quiz(node: PartyId, like: TaskId): void {
    const epoch = this.bailiff.epochOf(node);
    const open = this.bailiff.openTask(like);
    if (epoch === undefined || open === undefined) return;
    const { task, work } = this.quizzes.make(node, open);
    this.fleet.assigned(node, work.amount, work.unit, this.host.now());
    const assignment = { task, copy: 0, claim: task, epoch, work, announce: false, signature: UNSIGNED };
    this.host.send(node, signed(this.host, { type: 'assign', ...assignment }));
  }

  exclude(node: PartyId): void {
    this.bailiff.exclude(node);
  }

  /** A node is out, and nothing that it has said of these open tasks counts. */
  convicted(node: PartyId, open: readonly OpenTask[]): void {
    this.policy.answered?.(node, false, this.host.now());
    this.trials?.disbelieve(node);
    for (const task of open) {
      const result = task.heard.find((each) => each.node === node);
      if (result === undefined || task.settled || task.held) continue;
      this.dismiss(task, result, false);
      this.proceed(task);
    }
  }

  /** A result of no copy that is known: the answer of a quiz, perhaps. True if it is. */
  answered(node: PartyId, message: ResultMessage): boolean {
    const quiz = message.copy === 0 ? this.quizzes.of(node, message.task) : undefined;
    if (quiz === undefined) return false;
    this.quizzes.close(quiz);
    const { work } = quiz;
    this.fleet.freed(node, work.amount, work.unit, this.host.now());
    const output = outputOf(message);
    // A machine that could not run it has said nothing about it.
    if (Number.isNaN(output)) return true;
    const right = output === this.reference(message.task, work);
    this.host.record(QUIZ_ANSWERED, { node, task: message.task, right });
    this.bailiff.apply({ kind: 'quizzed', at: this.host.now(), node, right });
    this.policy.answered?.(node, right, this.host.now());
    return true;
  }

  /** What has to do with trials, and with the bytes of tasks. */
  receive(from: PartyId, message: Message): void {
    this.trials?.receive(from, message);
    if (!this.library.receive(from, message)) return;
    this.trials?.fetched();
    this.inquest?.fetched();
  }

  private usher({ award, late }: Terms | ProofTerms): Usher {
    return {
      openTask: (task) => this.bailiff.openTask(task),
      hasBytes: (of, others) => this.library.has(of, others),
      invite: (task, nodes) => this.invite(task, nodes),
      accept: (task, claim) => this.decide(task, claim.output),
      dismiss: (task, result, lied) => this.dismiss(task, result, lied),
      redo: (task) => {
        task.held = false;
        this.proceed(task);
      },
      slash: ({ task }, node, winner, wasLate) => {
        const at = this.host.now();
        this.bailiff.apply({ kind: 'slash', at, task, node, share: wasLate ? late : 1, winner, award });
      },
    };
  }

  private inquestOf(terms: Terms): Inquest {
    const usher = this.usher(terms);
    return new Inquest(this.host, {
      reference: this.reference,
      slash: (...given) => usher.slash(...given),
      hasBytes: (...given) => usher.hasBytes(...given),
      close: (task, witness, right, liar) => {
        this.judgeLate(task, witness, right);
        this.bailiff.exclude(liar);
      },
    });
  }

  private invite(task: OpenTask, nodes: number): void {
    for (let invited = 0; invited < nodes; invited++) {
      if (this.bailiff.send(task, 1)) continue;
      task.wanted--;
      return;
    }
  }

  private dismiss(task: OpenTask, result: Heard, lied: boolean): void {
    task.heard.splice(task.heard.indexOf(result), 1);
    task.dismissed = [...task.dismissed, result.node];
    this.bailiff.verdict(task, result, false, false);
    this.policy.judged?.(result.node, false, task.heard.length + 1);
    if (lied) this.bailiff.exclude(result.node);
  }

  private proceed(task: OpenTask): void {
    const { heard, copies, wanted } = task;
    const out = copies.length + wanted;
    const ruling = this.policy.rule({ task: task.task, results: heard, out, now: this.host.now() });
    this.follow(task, ruling);
  }

  private follow(task: OpenTask, ruling: Ruling): void {
    switch (ruling.kind) {
      case 'wait':
        return;
      case 'hold':
        task.held = true;
        this.policy.held?.(task.heard.at(-1)!.node, this.host.now());
        this.trials?.claim(task, task.heard.find((each) => !Number.isNaN(each.output))!);
        return;
      case 'more':
        if (!this.bailiff.send(task, ruling.copies)) this.bailiff.fail(task, 'no-quorum');
        return;
      case 'fail':
        this.bailiff.fail(task, 'no-quorum');
        return;
      case 'accept':
        if (ruling.certified === true) this.certify(task, ruling.output);
        this.decide(task, ruling.output);
    }
  }

  /** The signed results that agree are the certificate. */
  private certify(task: OpenTask, output: number): void {
    const signers = task.heard.filter((result) => result.output === output).map(({ node }) => node);
    this.host.record(CERTIFICATE_FORMED, { task: task.task, output, signers });
  }

  private decide(task: OpenTask, output: number): void {
    const winner = task.heard.find((result) => result.output === output)!;
    task.accepted = output;
    for (const result of task.heard) {
      const right = result.output === output;
      this.bailiff.verdict(task, result, result === winner && winner.message.outcome === 'ok', right);
    }
    for (const result of task.thrownOut) this.bailiff.verdict(task, result, false, result.output === output);
    const results = task.heard.length;
    for (const { node, output: own } of task.heard) this.policy.judged?.(node, own === output, results);
    if (winner.message.outcome === 'ok') this.bailiff.complete(task, winner);
    else this.bailiff.fail(task, 'outcome');
  }
}

/** A claim about a program binds its outcome, so a trap can be agreed on like any other result. */
const outputOf = ({ outcome, output, answer }: ResultMessage): number =>
  outcome === 'ok' || answer !== undefined ? output : Number.NaN;
