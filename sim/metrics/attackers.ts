// attacker.*: whether lying pays. The return on an attack is its profit over what was put in: the stakes, which may be
// lost, and the machines' time, at the price that honest machines get for theirs in the same run.

import type { PartyId } from '../../core/foundation/index.ts';
import { MICROSECONDS_PER_SECOND, MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import type { FactHandlers, TokensMoved } from '../../core/protocol/index.ts';
import { EXECUTION_FINISHED, NODE_DEPLOYED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { MetricDefinition, MetricFold } from './metric.ts';

export const attackers: MetricDefinition = {
  provides: [
    {
      name: 'attacker.income',
      unit: 'tokens',
      description: 'rewards and awards of all nodes that lie, less the stakes that were slashed; of the whole run',
    },
    {
      name: 'attacker.roi',
      unit: 'number',
      description:
        'return on investment: that income less the opportunity cost of machine time (at what honest nodes are paid for theirs), over stakes and that cost; above 0, lying pays better than honest work',
    },
  ],
  create: () => new Attackers(),
};

/** One side, honest or not. Minor units are counted as numbers: exact below 2^53. */
class Side {
  nodes = 0;
  /** Seconds of finished executions. */
  busy = 0;
  paid = 0;
  awarded = 0;
  slashed = 0;
  staked = 0;

  move(kind: TokensMoved, amount: number): void {
    if (kind === 'release') this.paid += amount;
    else if (kind === 'award') this.awarded += amount;
    else if (kind === 'slash') this.slashed += amount;
    else if (kind === 'bond') this.staked += amount;
  }

  get income(): number {
    return this.paid + this.awarded - this.slashed;
  }
}

class Attackers implements MetricFold {
  readonly on: FactHandlers;
  private readonly liars = new Side();
  private readonly others = new Side();
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
        if (liars.nodes > 0) sides.get(account)?.move(kind, Number(amount));
      },
    };
  }

  values(): Readonly<Record<string, number>> {
    const { liars, others } = this;
    if (liars.nodes === 0) return {};
    const time = others.busy > 0 ? (liars.busy * others.paid) / others.busy : 0;
    const invested = liars.staked + time;
    return {
      'attacker.income': liars.income / Number(MINOR_UNITS_PER_TOKEN),
      ...(invested > 0 && { 'attacker.roi': (liars.income - time) / invested }),
    };
  }
}
