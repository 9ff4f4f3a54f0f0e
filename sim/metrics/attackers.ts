// attacker.*: whether lying pays. What nodes that lie are paid, and lose, against what they put in: their stake, and
// their machines' time at the rate at which honest machines earn in the same run.

import type { PartyId } from '../../core/foundation/index.ts';
import { MICROSECONDS_PER_SECOND, MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import { EXECUTION_FINISHED, NODE_DEPLOYED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { MetricDefinition, MetricFold } from './metric.ts';

export const attackers: MetricDefinition = {
  provides: [
    {
      name: 'attacker.income',
      unit: 'tokens',
      description: 'paid and awarded to a node that lies, less what it lost of its stake; of the whole run',
    },
    {
      name: 'attacker.roi',
      unit: 'number',
      description:
        'that income over the stake and the machine time put in, less 1; time counts what it earns honest nodes: above 0, lying pays',
    },
  ],
  create: () => new Attackers(),
};

/** One side, honest or not. Minor units are counted as numbers: exact below 2^53. */
interface Side {
  nodes: number;
  /** Seconds of finished executions. */
  busy: number;
  income: number;
  staked: number;
}

class Attackers implements MetricFold {
  readonly on: FactHandlers;
  private readonly liars: Side = { nodes: 0, busy: 0, income: 0, staked: 0 };
  private readonly others: Side = { nodes: 0, busy: 0, income: 0, staked: 0 };
  private readonly sides = new Map<PartyId, Side>();

  constructor() {
    const { liars, others, sides } = this;
    this.on = {
      [NODE_DEPLOYED]: ({ node, honest }): void => {
        const side = honest ? others : liars;
        side.nodes++;
        sides.set(node, side);
      },
      // A run without liars has nothing to count.
      [EXECUTION_FINISHED]: ({ elapsed }, _, node): void => {
        if (liars.nodes === 0) return;
        const side = sides.get(node);
        if (side !== undefined) side.busy += elapsed / MICROSECONDS_PER_SECOND;
      },
      [TOKENS_MOVED]: ({ kind, account, amount }): void => {
        if (liars.nodes === 0) return;
        const side = sides.get(account);
        if (side === undefined) return;
        if (kind === 'release' || kind === 'award') side.income += Number(amount);
        else if (kind === 'slash') side.income -= Number(amount);
        else if (kind === 'bond') side.staked += Number(amount);
      },
    };
  }

  values(): Readonly<Record<string, number>> {
    const { liars, others } = this;
    if (liars.nodes === 0) return {};
    const rate = others.busy > 0 ? others.income / others.busy : 0;
    const invested = liars.staked + liars.busy * rate;
    return {
      'attacker.income': liars.income / Number(MINOR_UNITS_PER_TOKEN) / liars.nodes,
      ...(invested > 0 && { 'attacker.roi': liars.income / invested - 1 }),
    };
  }
}
