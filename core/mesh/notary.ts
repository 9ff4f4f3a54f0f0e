// Where results wait for the proof of their execution, and stand or fall by it.

import { type Instant, NO_PARTY, NO_TIMER, type PartyId, type TaskId, type TimerHandle } from '../foundation/index.ts';
import {
  type Claimed,
  type Defeat,
  DISPUTE_SETTLED,
  type Host,
  type Message,
  PROOF_VERIFIED,
  type ProofMessage,
} from '../protocol/index.ts';
import type { Machine, ProofTerms } from '../verification/index.ts';
import type { Heard, OpenTask } from './open-task.ts';
import { TRIAL, type Trials, type Usher } from './usher.ts';

interface Proving {
  readonly task: OpenTask;
  readonly result: Heard;
  readonly claimed: Claimed;
  /** A proof that came before the bytes that it is about. */
  early: ProofMessage | undefined;
  /** Undefined until a proof was looked at. */
  valid: boolean | undefined;
  timer: TimerHandle;
}

export class Notary implements Trials {
  private readonly host: Host;
  private readonly terms: ProofTerms;
  private readonly machine: Machine;
  private readonly usher: Usher;
  private readonly open: Map<TaskId, Proving> = new Map<TaskId, Proving>();

  constructor(host: Host, terms: ProofTerms, machine: Machine, usher: Usher) {
    this.host = host;
    this.terms = terms;
    this.machine = machine;
    this.usher = usher;
  }

  claim(task: OpenTask, result: Heard): void {
    const { node, copy, output } = result;
    const work = task.workOn(node);
    const claimed = { task: task.task, work, output, segments: work.proof?.segments ?? this.terms.segmentsOf(work) };
    const proving: Proving = { task, result, claimed, early: undefined, valid: undefined, timer: NO_TIMER };
    this.open.set(task.task, proving);
    this.usher.hasBytes(claimed, [node]);
    this.host.send(node, { type: 'ask-proof', ...claimed, copy });
    this.arm(proving, this.terms.answer);
  }

  heard(): void {
    // Another result changes nothing: what counts is the proof.
  }

  disbelieve(node: PartyId): void {
    for (const [id, { task, result, timer }] of [...this.open]) {
      if (result.node !== node) continue;
      this.open.delete(id);
      this.host.cancel(timer);
      if (this.usher.openTask(id) === undefined) continue;
      this.usher.dismiss(task, result, false);
      this.usher.redo(task);
    }
  }

  receive(from: PartyId, message: Message): void {
    if (message.type !== 'proof') return;
    const proving = this.open.get(message.task);
    if (proving?.valid !== undefined || proving?.result.node !== from || proving.result.copy !== message.copy) return;
    if (!this.host.verify(from, message)) return;
    if (this.usher.hasBytes(proving.claimed, [from])) this.verify(proving, message);
    else proving.early ??= message;
  }

  fetched(): void {
    for (const proving of this.open.values()) {
      const { early, claimed, result } = proving;
      if (early === undefined || !this.usher.hasBytes(claimed, [result.node])) continue;
      proving.early = undefined;
      this.verify(proving, early);
    }
  }

  private verify(proving: Proving, { proof }: ProofMessage): void {
    const { claimed, result } = proving;
    proving.valid = this.machine.proves(claimed, result.node, proof);
    this.arm(proving, this.terms.verifying * claimed.segments);
  }

  wake(id: TaskId): void {
    const proving = this.open.get(id);
    if (proving === undefined) return;
    const { task, result, valid, early, claimed } = proving;
    const isOpen = this.usher.openTask(id) !== undefined;
    if (isOpen && early !== undefined && !this.usher.hasBytes(claimed, [result.node])) {
      // The bytes have not come. That is nobody's fault here, and the expiry of the task ends it.
      this.arm(proving, this.terms.answer);
      return;
    }
    this.open.delete(id);
    if (!isOpen) return;
    const { segments } = proving.claimed;
    if (valid !== undefined) this.host.record(PROOF_VERIFIED, { task: id, node: result.node, valid, segments });
    if (valid === true) this.usher.accept(task, result);
    else this.refuse(proving, valid === undefined ? 'late' : 'bad-proof');
  }

  private refuse({ task, result: { node }, result, claimed: { segments } }: Proving, why: Defeat): void {
    const lost = { task: task.task, loser: node, winner: NO_PARTY, why, rounds: 0, segments };
    this.host.record(DISPUTE_SETTLED, lost);
    this.usher.slash(task, node, NO_PARTY, why === 'late');
    this.usher.dismiss(task, result, why !== 'late');
    this.usher.redo(task);
  }

  private arm(proving: Proving, after: number): void {
    this.host.cancel(proving.timer);
    proving.timer = this.host.wakeAt((this.host.now() + after) as Instant, TRIAL, proving.task.task);
  }
}
