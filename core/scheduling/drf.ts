// Dominant Resource Fairness (Ghodsi et al., NSDI 2011): of the clients that wait, the one whose dominant share is least
// goes first, a dominant share being the largest share that a client has of any one resource of the whole mesh. Resources
// are processor cores and memory, as tasks say in `needs`, and slots, of which each copy takes one.

import type { PartyId } from '../foundation/index.ts';
import { clientOf } from '../foundation/index.ts';
import type { Pool } from './pool.ts';
import type { StrategyDefinition, TaskView } from './strategy.ts';

const CORES = 0;
const MEMORY = 1;
const SLOTS = 2;

type Amounts = [cores: number, memory: number, slots: number];

export const drf: StrategyDefinition = {
  name: 'drf',
  summary:
    'tasks wait at the coordinator; the client with the least dominant share of cores, memory or slots goes first (DRF)',
  parameters: {},
  scans: true,
  create: () => {
    const account = new Account();
    return {
      queue: 'central',
      share: (task, everyone) => account.dominantShare(clientOf(task.task), everyone),
      choose: (task, pool) => {
        const node = account.roomFor(task, pool);
        if (node !== undefined) account.take(task, node, 1);
        return node;
      },
      ended: (task, node) => account.take(task, node, -1),
    };
  },
};

/** What is taken, of each node and by each client. */
class Account {
  private readonly ofNodes: Map<PartyId, Amounts> = new Map<PartyId, Amounts>();
  private readonly byClients: Map<PartyId, Amounts> = new Map<PartyId, Amounts>();
  private total: Amounts = [0, 0, 0];
  private counted = -1;

  dominantShare(client: PartyId, everyone: Pool): number {
    const taken = this.byClients.get(client);
    if (taken === undefined) return 0;
    if (everyone.size !== this.counted) this.count(everyone);
    return Math.max(...taken.map((amount, resource) => (amount === 0 ? 0 : amount / this.total[resource]!)));
  }

  /** The node with room for a task that would be fullest with it: small gaps are filled, and large ones kept. */
  roomFor(task: TaskView, pool: Pool): PartyId | undefined {
    let best: PartyId | undefined;
    let bestLeft = Infinity;
    for (let index = 0; index < pool.size; index++) {
      const node = pool.at(index);
      const left = task.holders.includes(node) ? -1 : this.leftBeside(task, node, pool);
      if (left < 0 || left > bestLeft || (left === bestLeft && node > best!)) continue;
      best = node;
      bestLeft = left;
    }
    return best;
  }

  take(task: TaskView, node: PartyId, times: 1 | -1): void {
    const wanted = demandOf(task);
    for (const [accounts, owner] of [
      [this.ofNodes, node],
      [this.byClients, clientOf(task.task)],
    ] as const) {
      const taken = accounts.get(owner) ?? [0, 0, 0];
      accounts.set(owner, taken.map((amount, resource) => amount + times * wanted[resource]!) as Amounts);
    }
  }

  /** The share of a node's scarcest resource that is free beside the task; negative if there is no room for it. */
  private leftBeside(task: TaskView, node: PartyId, pool: Pool): number {
    const capacity = capacityOf(node, pool);
    const taken = this.ofNodes.get(node) ?? [0, 0, 0];
    const wanted = demandOf(task);
    return Math.min(
      ...capacity.map((amount, resource) => (amount - taken[resource]! - wanted[resource]!) / Math.max(1, amount)),
    );
  }

  private count(everyone: Pool): void {
    this.counted = everyone.size;
    this.total = [0, 0, 0];
    for (let index = 0; index < everyone.size; index++) {
      const capacity = capacityOf(everyone.at(index), everyone);
      for (const resource of [CORES, MEMORY, SLOTS] as const) this.total[resource] += capacity[resource];
    }
  }
}

function capacityOf(node: PartyId, pool: Pool): Amounts {
  const { cores = 0, memory = 0 } = pool.capabilities(node) ?? {};
  return [cores, memory, pool.slots(node)];
}

const demandOf = ({ needs }: TaskView): Amounts => [needs.cpu ?? 0, needs.memory ?? 0, 1];
