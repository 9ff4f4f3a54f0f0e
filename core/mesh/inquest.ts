// What comes out about a claim after it was accepted and paid: somebody who was to check it comes to something else, too
// late to stop it. The referee executes the task, and whoever was wrong loses what it still has at stake.

import { type Instant, NO_PARTY, type PartyId, type TaskId } from '../foundation/index.ts';
import { DISPUTE_OPENED, DISPUTE_SETTLED, type Host, type ModelledWork } from '../protocol/index.ts';
import type { Heard, OpenTask } from './open-task.ts';
import { refereeTime } from './tribunal.ts';
import { TRIAL, type Usher } from './usher.ts';

interface Case {
  readonly task: OpenTask;
  readonly work: ModelledWork;
  readonly paid: Heard;
  readonly witness: Heard;
}

export interface Bench {
  /** What a trusted machine comes to. */
  readonly reference: (task: TaskId, work: ModelledWork) => number;
  readonly slash: Usher['slash'];
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
    this.cases.set(this.name, { task, work, paid, witness });
    const at = (this.host.now() + Math.ceil(refereeTime(work))) as Instant;
    this.host.wakeAt(at, TRIAL, this.name--);
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
}
