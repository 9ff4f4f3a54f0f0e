// Copies that wait for the outputs of other tasks, and the outputs that came before the copies they are for. Whoever
// sends them, they are what the coordinator has named, or nothing.

import type { BitRate, Duration, PartyId, TaskId } from '../foundation/index.ts';
import { BITS_PER_BYTE, clientOf, Lately, MICROSECONDS_PER_SECOND } from '../foundation/index.ts';
import type { AssignAfter, Data, Host } from '../protocol/index.ts';
import { INPUT_ARRIVED, INPUT_REFUSED } from '../protocol/index.ts';

/** Tasks for which something may come ahead of them, and senders and outputs of each: more is forgotten, and asked for. */
const AHEAD = 65_536;
const OF_EACH = 1_024;
/** Tasks that wait for nothing more and are remembered for it: what comes for them again is not kept. */
const SERVED = 256;
/** Times that inputs may take longer than they should, if nothing else were on the way, before they are asked for. */
const PATIENCE = 3;

interface Came {
  readonly sender: PartyId;
  readonly data: Data;
}

interface Held {
  readonly entry: AssignAfter;
  readonly missing: Set<TaskId>;
  /** When what is missing is asked for, and how much later again. */
  due: number;
  patience: number;
}

export interface Reception {
  readonly heartbeat: Duration;
  readonly down: BitRate;
}

export class InputBuffer {
  private readonly host: Host;
  private readonly reception: Reception;
  /** In the order of assignment. */
  private readonly held: Held[] = [];
  /** By the task they are for, the oldest first. */
  private readonly ahead: Map<TaskId, Came[]> = new Map<TaskId, Came[]>();
  /** Tasks that wait for nothing more. */
  private readonly served: Lately<TaskId, true> = new Lately<TaskId, true>(SERVED);

  constructor(host: Host, reception: Reception) {
    this.host = host;
    this.reception = reception;
  }

  /** Copies that wait. */
  get waiting(): number {
    return this.held.length;
  }

  hold(entry: AssignAfter): void {
    const missing = new Set(entry.inputs.map(({ task }) => task));
    const patience = this.patienceFor(entry);
    const held = { entry, missing, due: this.host.now() + patience, patience };
    this.held.push(held);
    const came = this.ahead.get(entry.task) ?? [];
    this.ahead.delete(entry.task);
    for (const one of came) this.judge(held, one);
  }

  /** True if its task has all that it waits for. */
  arrived(sender: PartyId, data: Data): boolean {
    const held = this.held.find(({ entry }) => entry.task === data.target);
    if (held !== undefined) this.judge(held, { sender, data });
    else if (this.served.get(data.target) === undefined) this.keep({ sender, data });
    return held?.missing.size === 0;
  }

  private judge({ entry, missing }: Held, came: Came): void {
    const { task, target, output } = came.data;
    const asked = entry.inputs.find((input) => input.task === task);
    // What comes again is no news.
    if (asked?.output !== output) this.refuse(came);
    else if (missing.delete(task)) this.host.record(INPUT_ARRIVED, { task: target, from: task, output });
  }

  private refuse({ sender, data }: Came): void {
    this.host.record(INPUT_REFUSED, { task: data.target, from: data.task, sender });
  }

  private keep(came: Came): void {
    const { target } = came.data;
    const known = this.ahead.get(target);
    if (known === undefined) this.ahead.set(target, [came]);
    else if (known.length < OF_EACH) known.push(came);
    if (this.ahead.size <= AHEAD) return;
    const oldest = this.ahead.keys().next().value!;
    for (const one of this.ahead.get(oldest)!) this.refuse(one);
    this.ahead.delete(oldest);
  }

  /** Asks their client for inputs that had to be here by now. Each time they are given twice as long. */
  askAgain(): void {
    const now = this.host.now();
    for (const held of this.held) {
      if (now < held.due) continue;
      held.patience *= 2;
      held.due = now + held.patience;
      const target = held.entry.task;
      for (const task of held.missing) this.host.send(clientOf(target), { type: 'ask-data', task, target });
    }
  }

  private patienceFor({ inputs }: AssignAfter): number {
    const { heartbeat, down } = this.reception;
    const bits = inputs.reduce((sum, { bytes }) => sum + BITS_PER_BYTE * bytes, 0);
    const longest = Math.max(0, ...inputs.map(({ time }) => time));
    return PATIENCE * (longest + (bits / down) * MICROSECONDS_PER_SECOND + heartbeat);
  }

  /** Takes out the copies that may start now, in order. */
  release(): AssignAfter[] {
    const barred = new Set<TaskId>();
    const ready: AssignAfter[] = [];
    for (let at = 0; at < this.held.length; ) {
      const { entry, missing } = this.held[at]!;
      if (!barred.has(entry.order) && missing.size === 0) {
        ready.push(entry);
        this.held.splice(at, 1);
        this.served.note(entry.task, true);
      } else {
        barred.add(entry.order);
        at++;
      }
    }
    return ready;
  }

  /** Drops a copy that is not wanted any more. True if it waited here. */
  withdraw(task: TaskId, copy: number): boolean {
    const at = this.held.findIndex(({ entry }) => entry.task === task && entry.copy === copy);
    this.ahead.delete(task);
    if (at >= 0) this.held.splice(at, 1);
    return at >= 0;
  }
}
