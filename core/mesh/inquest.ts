// What comes out about a claim after it was accepted and paid: somebody who was to check it comes to something else, too
// late to stop it. The referee executes the task, and whoever was wrong loses what it still has at stake.

import { type Duration, later, NO_PARTY, type PartyId, type TaskId } from '../foundation/index.ts';
import { DISPUTE_OPENED, DISPUTE_SETTLED, type Digest, type Host, type ModelledWork } from '../protocol/index.ts';
import type { Heard, OpenTask } from './open-task.ts';
import { refereeTime } from './tribunal.ts';
import { TRIAL, type Usher } from './usher.ts';

interface Case {
  readonly task: OpenTask;
  readonly work: ModelledWork;
  readonly paid: Heard;
  readonly witness: Heard;
  /** The referee has what it takes, and is at it. */
  isTried: boolean;
}

export interface Bench {
  /** What a trusted machine comes to. */
  readonly reference: (task: TaskId, work: ModelledWork) => number;
  readonly slash: Usher['slash'];
  readonly hasBytes: Usher['hasBytes'];
  /** The witness is known to have been right, or not; and who lied gets no more work. */
  readonly close: (task: OpenTask, witness: Heard, right: boolean, liar: PartyId) => void;
}

export class Inquest {
  private readonly host: Host;
  private readonly bench: Bench;
  private readonly cases: Map<number, Case> = new Map<number, Case>();
  /** Below zero: no task is called that. */
  private name = -1;

  constructor(host: Host, bench: Bench) {
    this.host = host;
    this.bench = bench;
  }

  open(task: OpenTask, paid: Heard, witness: Heard): void {
    const work = task.workOn(paid.node);
    const name = this.name--;
    const one: Case = { task, work, paid, witness, isTried: false };
    this.cases.set(name, one);
    this.proceed(name, one);
  }

  fetched(): void {
    for (const [name, one] of this.cases) if (!one.isTried) this.proceed(name, one);
  }

  /** Nobody gives these bytes. A client that has paid loses nothing more if it does not want to know. */
  giveUp(missing: readonly Digest[]): void {
    for (const [name, { isTried, work }] of this.cases) {
      if (isTried) continue;
      const { module, input } = work.program!;
      if (missing.includes(module) || missing.includes(input)) this.cases.delete(name);
    }
  }

  wake(name: number): void {
    const { task, work, paid, witness } = this.cases.get(name)!;
    this.cases.delete(name);
    const truth = this.bench.reference(task.task, work);
    const isLie = paid.output !== truth;
    const right = witness.output === truth;
    const loser = isLie ? paid.node : witness.node;
    const winner = right ? witness.node : isLie ? NO_PARTY : paid.node;
    this.host.record(DISPUTE_OPENED, { task: task.task, prover: paid.node, challenger: witness.node });
    const why = isLie ? 'bad-segment' : 'false-challenge';
    this.host.record(DISPUTE_SETTLED, { task: task.task, loser, winner, why, rounds: 0, segments: 1 });
    this.bench.slash(task, loser, winner, false);
    this.bench.close(task, witness, right, loser);
  }

  /** The referee executes it once it has what it takes. */
  private proceed(name: number, one: Case): void {
    const { task, work, paid, witness } = one;
    if (!this.bench.hasBytes({ task: task.task, work }, [paid.node, witness.node])) return;
    one.isTried = true;
    this.host.wakeAt(later(this.host.now(), Math.ceil(refereeTime(work)) as Duration), TRIAL, name);
  }
}
