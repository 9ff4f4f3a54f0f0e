// energy.*: where the joules of the nodes with power figures went.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { CompensatedSum, IdMap, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import {
  ENERGY_SPENT,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  POWER_CHANGED,
  TASK_SETTLED,
  TASK_SUBMITTED,
} from '../../core/protocol/index.ts';
import type { MetricDefinition, MetricFold } from './metric.ts';
import type { Window } from './window.ts';
import { WindowIntegral } from './window-integral.ts';

export const energy: MetricDefinition = {
  provides: [
    {
      name: 'energy.perTask',
      unit: 'joules',
      ground: 'power',
      description: 'all energy of the nodes with power figures, idle included, over completed tasks',
    },
    {
      name: 'energy.task',
      unit: 'joules',
      ground: 'power',
      description: 'energy above idle that winners spent, to their end, over completed tasks',
    },
    {
      name: 'energy.waste',
      unit: 'joules',
      ground: 'power',
      description: 'energy above idle that aborted, failed and losing copies spent, to their end, over completed tasks',
    },
    {
      name: 'energy.idle',
      unit: 'joules',
      ground: 'power',
      description: 'what the nodes draw when idle, over completed tasks',
    },
  ],
  create: ({ window }) => new Energy(window),
};

/** A copy that has finished, while its task is open: it may yet turn out to be the winner. */
interface Candidate {
  readonly node: PartyId;
  readonly copy: number;
  readonly joules: number;
  readonly next: Candidate | undefined;
}

class Energy implements MetricFold {
  readonly on: FactHandlers;
  private readonly window: Window;
  private readonly drawn: WindowIntegral;
  private readonly idle: WindowIntegral;
  private readonly metered: PartyId[] = [];
  /** By node: watts when idle. */
  private readonly idleOf: number[] = [];
  private readonly open: IdMap<Candidate | null> = new IdMap<Candidate | null>();
  private readonly useful: CompensatedSum = new CompensatedSum();
  private readonly wasted: CompensatedSum = new CompensatedSum();

  constructor(window: Window) {
    this.window = window;
    this.drawn = new WindowIntegral(window);
    this.idle = new WindowIntegral(window);
    this.on = {
      [NODE_DEPLOYED]: ({ node, idle }, at): void => {
        if (idle === undefined) return;
        this.metered.push(node);
        this.idleOf[node] = idle;
        this.idle.set(node, idle, at);
      },
      [NODE_CRASHED]: ({ node }, at): void => this.idle.set(node, 0, at),
      [NODE_RESTARTED]: ({ node }, at): void => this.idle.set(node, this.idleOf[node] ?? 0, at),
      [POWER_CHANGED]: ({ node, watts }, at): void => this.drawn.set(node, watts, at),
      [TASK_SUBMITTED]: ({ task }): void => {
        if (this.metered.length > 0 && window.contains(task)) this.open.set(task, null);
      },
      [ENERGY_SPENT]: ({ task, copy, joules, finished }, _, node): void =>
        this.spent(task, node, copy, joules, finished),
      [TASK_SETTLED]: ({ task, winner, copy }): void => this.settled(task, winner, copy),
    };
  }

  values(): Readonly<Record<string, number>> {
    const { completed } = this.window;
    if (this.metered.length === 0 || completed === 0) return {};
    const pending = new CompensatedSum();
    this.open.forEach((first) => {
      for (let each = first; each; each = each.next ?? null) pending.add(each.joules);
    });
    return {
      'energy.perTask': this.joules(this.drawn) / completed,
      'energy.task': this.useful.value / completed,
      'energy.waste': (this.wasted.value + pending.value) / completed,
      'energy.idle': this.joules(this.idle) / completed,
    };
  }

  private spent(task: TaskId, node: PartyId, copy: number, joules: number, finished: boolean): void {
    if (!this.window.contains(task)) return;
    const first = finished ? this.open.get(task) : undefined;
    if (first === undefined) this.wasted.add(joules);
    else this.open.set(task, { node, copy, joules, next: first ?? undefined });
  }

  private settled(task: TaskId, winner: PartyId, copy: number): void {
    const first = this.open.get(task);
    if (first === undefined) return;
    this.open.delete(task);
    for (let each = first; each; each = each.next ?? null) {
      const won = each.node === winner && each.copy === copy;
      (won ? this.useful : this.wasted).add(each.joules);
    }
  }

  private joules(watts: WindowIntegral): number {
    const sum = new CompensatedSum();
    for (const node of this.metered) sum.add(watts.area(node));
    return sum.value / MICROSECONDS_PER_SECOND;
  }
}
