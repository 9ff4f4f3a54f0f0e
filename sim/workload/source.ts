// One workload as the world meets it: when its tasks come and how much work each is. It draws from streams of its own
// name only, in the order of submission, so that every strategy meets the same arrivals and the same sizes.

import { assert, type Duration, type Instant, type TaskId } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { ResolvedWorkload } from '../scenario/cells.ts';
import { CounterRandom } from '../tasks/index.ts';
import { type ArrivalProcess, type BatchSize, createArrivals, createBatchSize } from './arrivals.ts';
import { createSampler, type Sampler } from './distribution.ts';

/** Opens the random stream of a name. */
export type OpenStream = (name: string) => Random;

/** An open workload: arrivals from stream `arrivals/NAME`, work from `work/NAME`. */
export class OpenSource {
  private readonly arrivals: ArrivalProcess;
  private readonly size: BatchSize;
  private readonly work: Sampler;
  private readonly arrivalStream: Random;
  private readonly workStream: Random;

  constructor(workload: ResolvedWorkload, open: OpenStream) {
    this.arrivals = createArrivals(workload.arrivals);
    this.size = createBatchSize(workload.arrivals);
    this.work = createSampler(workload.work.amount);
    this.arrivalStream = open(`arrivals/${workload.name}`);
    this.workStream = open(`work/${workload.name}`);
  }

  /** When the next submission comes; Infinity after the last one. */
  next(): Instant {
    return this.arrivals.next(this.arrivalStream);
  }

  /** How many tasks the submission that `next` has just given consists of. */
  batchSize(): number {
    return this.size(this.arrivalStream);
  }

  /** One of `count` inputs for the next task, counting from 0. */
  pick(count: number): number {
    return this.workStream.below(count);
  }

  /** Work of the next task, in the order of submission: whole microseconds or gas, at least 1 if positive. */
  amount(): number {
    return this.work.whole(this.workStream);
  }
}

/** One client of a closed workload: thinking and work from stream `client/NAME/INDEX`, the index counting from 0. */
export class ClosedSource {
  private readonly thinking: Sampler;
  private readonly work: Sampler;
  private readonly stream: Random;

  constructor(workload: ResolvedWorkload, index: number, open: OpenStream) {
    const { arrivals } = workload;
    assert(arrivals.kind === 'closed', 'only a closed workload has clients that think', { workload: workload.name });
    this.thinking = createSampler(arrivals.think);
    this.work = createSampler(workload.work.amount);
    this.stream = open(`client/${workload.name}/${index}`);
  }

  /** How long the client thinks before its next submission. */
  think(): Duration {
    return this.thinking.whole(this.stream) as Duration;
  }

  /** One of `count` inputs for its next task, counting from 0. */
  pick(count: number): number {
    return this.stream.below(count);
  }

  /** Work of its next task: whole microseconds or gas, at least 1 if positive. */
  amount(): number {
    return this.work.whole(this.stream);
  }
}

/** The work of copies that take a time of their own (`copies: independent`), keyed by stream `copies/NAME`. */
export class CopySource {
  private readonly work: Sampler;
  private readonly random: CounterRandom;

  constructor(workload: ResolvedWorkload, open: OpenStream) {
    const stream = open(`copies/${workload.name}`);
    this.work = createSampler(workload.work.amount);
    this.random = new CounterRandom(stream.bits(), stream.bits());
  }

  /** Work of one copy, in the workload's unit: the same whichever node asks, and when. */
  amount(task: TaskId, copy: number): number {
    return this.work.whole(this.random.at(task, copy));
  }
}
