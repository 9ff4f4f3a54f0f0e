// A simulated device: how long a piece of work takes on it, and what its sensors say.

import type { Duration, Gas, TaskId } from '../../core/foundation/index.ts';
import { assert, bitRate, MICROSECONDS_PER_SECOND, watts } from '../../core/foundation/index.ts';
import type {
  Claimed,
  ModelledWork,
  ProgramContents,
  Telemetry,
  Trace,
  Work,
  WorkResult,
} from '../../core/protocol/index.ts';
import type { ResolvedDevice } from '../scenario/cells.ts';
import type { CopySource } from '../workload/index.ts';
import { type Execute, executeMemoised } from './executor.ts';
import type { AccessLink } from './network.ts';
import { type Reading, ROOM } from './powered-work.ts';

const UNMETERED: Reading = { watts: 0, temperature: ROOM, ambient: ROOM };
const GOLDEN = 0x9e3779b1;
const LOW_WORD = 2 ** 32;

/** What a node does with data of its own. */
export interface OwnWork {
  readonly execute: Execute;
  trace(claimed: Claimed): Trace;
}

export class Device {
  readonly spec: ResolvedDevice;
  /** Grams per kWh of the grid it hangs on, if any. */
  carbonIntensity = 0;
  private readonly link: AccessLink;
  private readonly copies: readonly (CopySource | undefined)[];
  private readonly program: Execute;
  /** Of programs that work on the data of the node itself, if it has any. */
  trainer: OwnWork | undefined;

  /** `copies` by workload: where copies that take a time of their own are drawn. */
  constructor(
    spec: ResolvedDevice,
    link: AccessLink,
    copies: readonly (CopySource | undefined)[],
    program: Execute = executeMemoised,
  ) {
    this.spec = spec;
    this.program = program;
    this.link = link;
    this.copies = copies;
  }

  /** The right result, after the time that it takes here. */
  execute(asked: Work): WorkResult {
    const { task, copy, work, contents } = asked;
    if (contents !== undefined) return this.run(asked, contents);
    const amount = work.independent ? this.copies[work.source]!.amount(task, copy) : work.amount;
    const elapsed = (work.unit === 'time' ? amount : this.timeOf(amount)) + this.provingTime(work);
    const gas = work.unit === 'gas' ? amount : 0;
    return {
      task,
      copy,
      outcome: 'ok',
      gas: gas as Gas,
      elapsed: elapsed as Duration,
      output: modelledOutput(task),
    };
  }

  private run({ task, copy, work }: Work, contents: ProgramContents): WorkResult {
    const { limits, own } = work.program!;
    if (own !== undefined) assert(this.trainer !== undefined, 'only nodes with data are asked to train', { task });
    const { outcome, output, answer } =
      own === undefined ? this.program(contents, limits) : this.trainer!.execute(contents, limits);
    const elapsed = (this.timeOf(answer.gas) + this.provingTime(work)) as Duration;
    return { task, copy, outcome, gas: answer.gas, elapsed, output, answer, limits };
  }

  /** What its sensors say with so many copies running; without power figures it has no meter and no thermometer. */
  sense(running: number, reading: Reading = UNMETERED): Telemetry {
    const { slots, gflops, memory } = this.spec;
    return {
      power: watts(reading.watts),
      heatRecovered: watts(0),
      temperature: reading.temperature,
      ambient: reading.ambient,
      carbonIntensity: this.carbonIntensity,
      gflops,
      cpu: Math.min(1, running / slots),
      gpu: 0,
      npu: 0,
      memoryFree: memory,
      up: bitRate(this.link.up),
      down: bitRate(this.link.down),
    };
  }

  /** Of what is proven where it is executed. */
  private provingTime({ proof }: ModelledWork): number {
    return proof === undefined ? 0 : this.timeOf(proof.gas * proof.segments);
  }

  private timeOf(gas: number): number {
    return gas === 0 ? 0 : Math.max(1, Math.round((gas / this.spec.speed) * MICROSECONDS_PER_SECOND));
  }
}

/** Stands for the digest of the right answer: equal for all who compute it, different for each task. */
export function modelledOutput(task: TaskId): number {
  return Math.imul((task | 0) ^ Math.imul(Math.floor(task / LOW_WORD), GOLDEN), GOLDEN) >>> 0;
}
