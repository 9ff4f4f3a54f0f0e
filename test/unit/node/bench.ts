// A node on a fake host, and the messages a coordinator would send it.

import type { PartyId, TaskId } from '../../../core/foundation/index.ts';
import { bitRate, bytes, gasRate, milliseconds, seconds } from '../../../core/foundation/index.ts';
import type { NodeSettings, SafetyLimits } from '../../../core/node/index.ts';
import { AmbientNode } from '../../../core/node/index.ts';
import type { Assign, Cancel, Capabilities, Message, Probe } from '../../../core/protocol/index.ts';
import { FakeHost } from '../../fake-host.ts';

export const COORDINATOR = 1 as PartyId;

export const limits: SafetyLimits = {
  temperature: { enter: 85 as never, leave: 80 as never },
  latency: { enter: milliseconds(100), leave: milliseconds(80) },
  errors: 25,
};

export const capabilities = (slots: number): Capabilities => ({
  slots,
  speed: gasRate(1e9),
  cores: 4,
  memory: bytes(1e9),
  up: bitRate(1e9),
  down: bitRate(1e9),
  gpu: false,
  npu: false,
  region: 'local',
});

export class Bench {
  readonly host: FakeHost;
  readonly node: AmbientNode;
  readonly epoch: number;

  constructor(more: Partial<NodeSettings> & { slots?: number; log?: Uint8Array[] } = {}) {
    const { slots = 1, log = [], ...settings } = more;
    this.epoch = settings.epoch ?? 0;
    this.host = new FakeHost(7);
    this.host.log = log;
    this.node = new AmbientNode(this.host, {
      coordinator: COORDINATOR,
      capabilities: capabilities(slots),
      epoch: 0,
      heartbeat: seconds(10),
      safety: limits,
      durable: false,
      ...settings,
    });
    this.node.start([...log]);
  }

  hear(...messages: readonly Message[]): this {
    for (const message of messages) this.node.receive(COORDINATOR, message);
    return this;
  }

  assign(task: number, copy = 0, more: Partial<Assign> = {}): Assign {
    return {
      type: 'assign',
      task: task as TaskId,
      copy,
      claim: task as TaskId,
      epoch: this.epoch,
      work: { unit: 'time', amount: 1_000, source: 0, independent: false },
      announce: false,
      signature: this.host.sign(),
      ...more,
    };
  }

  probe(name: number, copy = 0, epoch: number = this.epoch): Probe {
    return { type: 'probe', task: name as TaskId, copy, epoch };
  }

  cancel(task: number, copy = 0): Cancel {
    return { type: 'cancel', task: task as TaskId, copy };
  }

  /** Tasks that run, in the order in which they began. */
  get running(): number[] {
    return [...this.host.running.values()].map(({ task }) => task);
  }

  /** Lets what runs end, one after the other, until nothing is left; returns the order. */
  drain(): string[] {
    const order: string[] = [];
    while (this.host.running.size > 0) {
      const first = [...this.host.running.values()][0]!;
      order.push(`${first.task}/${first.copy}`);
      this.host.finish(this.node, first.task);
    }
    return order;
  }
}
