// A coordinator on a fake host, and what nodes and clients would say to it.

import type { Duration, Instant, PartyId, TaskId } from '../../../core/foundation/index.ts';
import {
  amount,
  celsius,
  milliseconds,
  NO_PARTY,
  probability,
  seconds,
  taskId,
} from '../../../core/foundation/index.ts';
import type { CoordinatorSettings } from '../../../core/mesh/index.ts';
import { MeshCoordinator } from '../../../core/mesh/index.ts';
import type { Capabilities, FactOf, Heartbeat, Message, ResultMessage, Submit } from '../../../core/protocol/index.ts';
import { TASK_SETTLED } from '../../../core/protocol/index.ts';
import { findReputationRule } from '../../../core/reputation/index.ts';
import type { ParameterValue } from '../../../core/scheduling/index.ts';
import { findStrategy } from '../../../core/scheduling/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { FakeHost } from '../../fake-host.ts';
import { capabilities } from '../node/bench.ts';

export const CLIENT = 0 as PartyId;
const SELF = 1;

export interface BenchSettings extends Partial<CoordinatorSettings> {
  readonly name?: string;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** How many nodes join at once: 10, 11, … */
  readonly nodes?: number;
}

export class MeshBench {
  readonly host: FakeHost = new FakeHost(SELF);
  readonly mesh: MeshCoordinator;
  private sequence = 0;

  constructor({ name = 'round-robin', parameters = {}, nodes = 2, ...settings }: BenchSettings = {}) {
    const definition = findStrategy(name)!;
    const defaults = Object.entries(definition.parameters).map(([key, { default: value }]) => [key, value]);
    const given = { ...(Object.fromEntries(defaults) as Record<string, ParameterValue>), ...parameters };
    const strategy = definition.create(given, openStream(1, 'scheduling'));
    this.mesh = new MeshCoordinator(this.host, {
      strategy,
      queue: strategy.queue ?? 'node',
      reputation: findReputationRule('beta')!.create(probability(0.98)),
      safety: {
        temperature: { enter: celsius(85), leave: celsius(80) },
        latency: { enter: milliseconds(100), leave: milliseconds(80) },
        errors: 25,
      },
      breaker: { peers: 1, latency: seconds(2) },
      heartbeat: seconds(10),
      missed: 3,
      abandonAfter: seconds(60),
      patience: seconds(60),
      attempts: 3,
      grants: [{ account: CLIENT, amount: amount(1_000n) }],
      ...settings,
    });
    this.mesh.start();
    for (let node = 10; node < 10 + nodes; node++) this.register(node);
    this.host.take();
  }

  hear(from: number, ...messages: readonly Message[]): this {
    for (const message of messages) this.mesh.receive(from as PartyId, message);
    return this;
  }

  register(node: number, more: { epoch?: number; resumed?: boolean; capabilities?: Partial<Capabilities> } = {}): this {
    const { epoch = 0, resumed = false } = more;
    const offered = { ...capabilities(1), ...more.capabilities };
    return this.hear(node, { type: 'register', epoch, resumed, capabilities: offered });
  }

  /** A heartbeat that has just arrived, of a node that is `roundTrip` away. */
  beat(node: number, more: Partial<Heartbeat> = {}, roundTrip = 0): this {
    return this.hear(node, {
      type: 'heartbeat',
      epoch: 0,
      echo: (this.host.time - roundTrip) as Instant,
      held: 0 as Duration,
      telemetry: this.host.telemetry,
      running: 0,
      queued: 0,
      consecutiveErrors: 0,
      safetyMode: false,
      ...more,
    });
  }

  submission(more: Partial<Submit> = {}): Submit {
    return {
      type: 'submit',
      task: taskId(CLIENT, this.sequence++),
      work: { unit: 'time', amount: 1_000_000, source: 0, independent: false },
      budget: amount(10n),
      deadline: Infinity as Instant,
      expires: Infinity as Instant,
      needs: {},
      batch: 1,
      batchIndex: 0,
      ...more,
    };
  }

  /** Submits one task, and returns it. */
  submit(more: Partial<Submit> = {}): TaskId {
    const submission = this.submission(more);
    this.hear(CLIENT, submission);
    return submission.task;
  }

  /** A batch of tasks. */
  submitBatch(size: number, more: (index: number) => Partial<Submit> = () => ({})): TaskId[] {
    return Array.from({ length: size }, (_, batchIndex) =>
      this.submit({ batch: size, batchIndex, ...more(batchIndex) }),
    );
  }

  result(task: TaskId, copy: number, more: Partial<ResultMessage> = {}): ResultMessage {
    return {
      type: 'result',
      task,
      copy,
      epoch: 0,
      outcome: 'ok',
      elapsed: 1 as Duration,
      output: 5,
      signature: this.host.sign(),
      ...more,
    };
  }

  /** Lets virtual time pass to an instant, firing what is due; nodes that beat do so each ten seconds. */
  passTo(time: number, beating: readonly number[] = []): this {
    for (;;) {
      const next = Math.min(...[...this.host.timers.values()].map(({ at }) => at));
      if (next > time) break;
      // Whoever is alive is heard just before each sweep.
      this.host.time = next;
      for (const node of beating) this.beat(node);
      this.host.fire(this.mesh);
    }
    this.host.time = time;
    return this;
  }

  /** How tasks ended so far. */
  settled(): string[] {
    return this.host
      .factsOf(TASK_SETTLED)
      .map(({ task, status, reason, winner }: FactOf<typeof TASK_SETTLED>) =>
        status === 'completed' ? `${task} by ${winner}` : `${task} ${reason}${winner === NO_PARTY ? '' : '?'}`,
      );
  }
}
