// Where results that are held as claims stand or fall: their nodes commit to a trace, others look at it for a while, and
// what they contradict is fought out between the two. The games themselves are `Dispute`; here are their messages, their
// time limits, and what follows from them.

import {
  between,
  type Instant,
  later,
  MICROSECONDS_PER_SECOND,
  NO_PARTY,
  NO_TIMER,
  type PartyId,
  type TaskId,
} from '../foundation/index.ts';
import {
  type Agreement,
  CLAIM_COMMITTED,
  type Claimed,
  type Defeat,
  DISPUTE_OPENED,
  DISPUTE_SETTLED,
  type Host,
  type Message,
  type ModelledWork,
  type OpeningMessage,
  SEGMENT_REPEATED,
  type SegmentMessage,
} from '../protocol/index.ts';
import { Dispute, drawn, holds, type Machine, opensAt, type Terms } from '../verification/index.ts';
import type { Heard, OpenTask } from './open-task.ts';
import { Trial } from './trial.ts';
import { TRIAL, type Trials, type Usher } from './usher.ts';

/** Gas per second that a referee executes, which has an interpreter of its own: assumed. */
const REFEREE_SPEED = 6e7;

/** Microseconds that it takes a referee to execute work. */
export const refereeTime = ({ unit, amount }: ModelledWork): number =>
  unit === 'time' ? amount : (amount / REFEREE_SPEED) * MICROSECONDS_PER_SECOND;

export class Tribunal implements Trials {
  private readonly host: Host;
  private readonly terms: Terms;
  private readonly machine: Machine;
  private readonly usher: Usher;
  private readonly trials: Map<TaskId, Trial> = new Map<TaskId, Trial>();

  constructor(host: Host, terms: Terms, machine: Machine, usher: Usher) {
    this.host = host;
    this.terms = terms;
    this.machine = machine;
    this.usher = usher;
  }

  claim(task: OpenTask, result: Heard): void {
    const work = task.workOn(result.node);
    const most = this.terms.segments;
    const segments = this.machine.segmentsOf?.(work, result.message.answer, most) ?? most;
    const trial = new Trial(task, result, work, segments);
    this.trials.set(task.task, trial);
    this.ask(trial, result, 'ask-opening', segments);
    this.arm(trial, this.terms.answer);
  }

  heard(task: OpenTask): void {
    const trial = this.trials.get(task.task);
    if (trial?.phase === 'window') this.proceed(trial);
  }

  receive(from: PartyId, message: Message): void {
    if (message.type !== 'opening' && message.type !== 'agreement' && message.type !== 'segment') return;
    const trial = this.trials.get(message.task);
    if (trial === undefined || !trial.isAsked(from, message) || !this.host.verify(from, message)) return;
    if (this.closedByItsEnd(trial)) return;
    if (message.type !== 'segment' || this.hasBytes(trial)) this.take(trial, message);
    else if (trial.awaits(message.cut)) trial.early.set(message.cut, message);
  }

  fetched(): void {
    for (const trial of [...this.trials.values()]) {
      if (trial.early.size === 0 || this.closedByItsEnd(trial) || !this.hasBytes(trial)) continue;
      const early = [...trial.early.values()];
      trial.early.clear();
      for (const message of early) this.take(trial, message);
    }
  }

  private hasBytes({ claimed, prover, challenger }: Trial): boolean {
    return this.usher.hasBytes(claimed, challenger === undefined ? [prover.node] : [prover.node, challenger.node]);
  }

  private take(trial: Trial, message: OpeningMessage | Agreement | SegmentMessage): void {
    if (trial.phase === 'dispute') this.move(trial, message);
    else if (trial.phase === 'commitment' && message.type === 'opening') this.commit(trial, message);
    else if (trial.phase === 'draws' && message.type === 'segment') this.shown(trial, message);
  }

  wake(task: TaskId): void {
    const trial = this.trials.get(task);
    if (trial === undefined || this.closedByItsEnd(trial)) return;
    trial.timer = NO_TIMER;
    const { phase, dispute } = trial;
    // The bytes have not come. That is nobody's fault here, and the expiry of the task ends it.
    if (trial.early.size > 0 && !this.hasBytes(trial)) this.arm(trial, this.terms.answer);
    else if (phase === 'window') this.proceed(trial);
    else if (phase === 'execution') this.executed(trial);
    else if (phase === 'dispute') {
      dispute!.late();
      this.judge(trial);
    } else this.convict(trial, 'prover', 'late');
  }

  /** The task has ended otherwise: by its expiry, most likely. */
  private closedByItsEnd(trial: Trial): boolean {
    if (this.usher.openTask(trial.task.task) !== undefined) return false;
    this.close(trial);
    return true;
  }

  private commit(trial: Trial, { cut, root, state, path }: OpeningMessage): void {
    const { claimed, prover } = trial;
    if (cut !== claimed.segments) return;
    const { machine } = this;
    const standing = { node: prover.node, answer: prover.message.answer };
    const last = { state, path };
    if (!opensAt(machine, claimed, root, cut, last) || machine.stands?.(claimed, standing, root, last) === false) {
      this.convict(trial, 'prover', 'bad-opening');
      return;
    }
    trial.root = root;
    const { task, node, copy } = { task: trial.task.task, ...prover };
    const draws = Math.min(this.terms.draws, claimed.segments);
    this.host.record(CLAIM_COMMITTED, { task, node, copy, segments: claimed.segments, draws });
    for (const segment of drawn(this.terms.draws, claimed.segments, this.host.random)) trial.drawn.add(segment);
    if (trial.drawn.size === 0) this.openWindow(trial);
    else {
      trial.phase = 'draws';
      this.hasBytes(trial);
      for (const segment of trial.drawn) this.ask(trial, prover, 'ask-segment', segment);
      this.arm(trial, this.terms.answer);
    }
  }

  /** One of the segments that were drawn. */
  private shown(trial: Trial, message: SegmentMessage): void {
    if (!trial.drawn.delete(message.cut)) return;
    if (!this.holds(trial, message)) trial.verdict = 'bad-segment';
    if (trial.drawn.size === 0) this.execute(trial, Math.min(this.terms.draws, trial.claimed.segments));
  }

  private holds(trial: Trial, message: SegmentMessage): boolean {
    const { machine } = this;
    const { gas = 0, examples = 0 } = machine.executed ?? {};
    const held = holds(machine, trial.claimed, trial.root!, message.cut, message);
    if (machine.executed === undefined) return held;
    const done = { gas: machine.executed.gas - gas, examples: machine.executed.examples - examples };
    const about = { task: trial.task.task, node: trial.prover.node, segment: message.cut };
    this.host.record(SEGMENT_REPEATED, { ...about, held, ...done });
    return held;
  }

  private openWindow(trial: Trial): void {
    const { window, watchers, rate } = this.terms;
    trial.phase = 'window';
    trial.closes = later(this.host.now(), window);
    if (watchers > 0 && this.host.random.uniform() < rate) this.usher.invite(trial.task, watchers);
    this.proceed(trial);
  }

  /** Takes up what contradicts the claim, if anything does; else waits for the end of the window, and accepts then. */
  private proceed(trial: Trial): void {
    const { task, prover, closes } = trial;
    trial.phase = 'window';
    const challenger = task.heard.find(({ output }) => !Number.isNaN(output) && output !== prover.output);
    if (challenger !== undefined) this.dispute(trial, challenger);
    else if (closes <= this.host.now()) {
      this.close(trial);
      this.usher.accept(task, prover);
    } else this.arm(trial, between(this.host.now(), closes));
  }

  private dispute(trial: Trial, challenger: Heard): void {
    trial.phase = 'dispute';
    trial.challenger = challenger;
    trial.dispute = new Dispute(this.machine, trial.claimed, trial.root!);
    this.hasBytes(trial);
    const { task, prover } = trial;
    this.host.record(DISPUTE_OPENED, { task: task.task, prover: prover.node, challenger: challenger.node });
    this.put(trial);
  }

  /** Asks for the next move. */
  private put(trial: Trial): void {
    const { prover, challenger } = trial;
    const { ask } = trial.dispute!;
    if (ask.kind === 'agreement') this.ask(trial, challenger!, 'ask-agreement', ask.cut, ask.state);
    else this.ask(trial, prover, ask.kind === 'opening' ? 'ask-opening' : 'ask-segment', ask.cut);
    this.arm(trial, this.terms.answer);
  }

  private move(trial: Trial, message: OpeningMessage | Agreement | SegmentMessage): void {
    const dispute = trial.dispute!;
    const before = dispute.ask;
    const { cut } = message;
    if (message.type === 'agreement') dispute.agreement(cut, message.agrees);
    else if (message.type === 'segment') dispute.segment(cut, message);
    else dispute.opening(cut, message);
    if (dispute.judgement === undefined) {
      if (dispute.ask !== before) this.put(trial);
    } else if (message.type === 'segment') this.execute(trial, 1);
    else this.judge(trial);
  }

  /** The referee takes its time for so many segments; what they come to is known to it at their end. */
  private execute(trial: Trial, segments: number): void {
    trial.phase = 'execution';
    this.arm(trial, Math.ceil((refereeTime(trial.claimed.work) / trial.claimed.segments) * segments));
  }

  private executed(trial: Trial): void {
    if (trial.dispute !== undefined) this.judge(trial);
    else if (trial.verdict !== undefined) this.convict(trial, 'prover', trial.verdict);
    else this.openWindow(trial);
  }

  private judge(trial: Trial): void {
    const { loser, why } = trial.dispute!.judgement!;
    this.convict(trial, loser, why);
  }

  private convict(trial: Trial, side: 'prover' | 'challenger', why: Defeat): void {
    const { task, prover, challenger } = trial;
    const [loser, winner] = side === 'prover' ? [prover, challenger] : [challenger!, prover];
    this.settle(trial, loser, winner, why);
    this.usher.slash(task, loser.node, winner?.node ?? NO_PARTY, why === 'late');
    // The trial is closed first: that its node is excluded must not touch it.
    if (side === 'prover') this.close(trial);
    this.usher.dismiss(task, loser, why !== 'late');
    if (side === 'prover') this.replace(task);
    else this.proceed(trial);
    if (why !== 'late') this.disbelieve(loser.node);
  }

  private settle(trial: Trial, loser: Heard, winner: Heard | undefined, why: Defeat): void {
    this.host.record(DISPUTE_SETTLED, {
      task: trial.task.task,
      loser: loser.node,
      winner: winner?.node ?? NO_PARTY,
      why,
      rounds: trial.dispute?.rounds ?? 0,
      segments: trial.claimed.segments,
    });
    trial.dispute = undefined;
    trial.challenger = undefined;
    trial.early.clear();
  }

  /** What contradicted a claim that fell is the next one. */
  private replace(task: OpenTask): void {
    const next = task.heard.find(({ output }) => !Number.isNaN(output));
    if (next === undefined) this.usher.redo(task);
    else this.claim(task, next);
  }

  /** Whoever was found to lie is believed nowhere else: what it claims or challenges falls. */
  disbelieve(node: PartyId): void {
    for (const trial of [...this.trials.values()]) {
      const { task, prover, challenger } = trial;
      if (this.trials.get(task.task) !== trial || this.closedByItsEnd(trial)) continue;
      const result = task.heard.find((each) => each.node === node);
      if (result === undefined) continue;
      const isParty = result === prover || result === challenger;
      if (isParty && trial.dispute !== undefined) {
        this.settle(trial, result, result === prover ? challenger : prover, 'disbelieved');
      }
      if (result === prover) this.close(trial);
      this.usher.dismiss(task, result, false);
      if (result === prover) this.replace(task);
      else if (result === challenger) this.proceed(trial);
    }
  }

  private close(trial: Trial): void {
    this.host.cancel(trial.timer);
    this.trials.delete(trial.task.task);
  }

  private arm(trial: Trial, after: number): void {
    this.host.cancel(trial.timer);
    const at = (this.host.now() + after) as Instant;
    trial.timer = this.host.wakeAt(at, TRIAL, trial.task.task);
  }

  private ask(
    trial: Trial,
    of: Heard,
    type: 'ask-opening' | 'ask-agreement' | 'ask-segment',
    cut: number,
    state: Uint8Array = NO_STATE,
  ): void {
    const claimed: Claimed = { ...trial.claimed, output: of.output };
    const about = { ...claimed, copy: of.copy, cut };
    this.host.send(of.node, type === 'ask-agreement' ? { type, ...about, state } : { type, ...about });
  }
}

const NO_STATE = new Uint8Array(0);
