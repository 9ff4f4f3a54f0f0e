// carbon.perTask: the energy of the nodes, each joule at the carbon intensity of its node's grid when it was drawn.

import type { PartyId } from '../../core/foundation/index.ts';
import { CompensatedSum, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import { GRID_CHANGED, NODE_DEPLOYED, POWER_CHANGED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';
import { WindowIntegral } from './window-integral.ts';

const JOULES_PER_KWH = 3_600_000;

export const carbon: MetricDefinition = {
  provides: [
    {
      name: 'carbon.perTask',
      unit: 'grams',
      ground: 'grid',
      description:
        'CO2 equivalent of all energy of the nodes with power figures, idle included, by place and hour, over completed tasks',
    },
  ],
  create: ({ window }) => {
    const metered: PartyId[] = [];
    const watts: number[] = [];
    const grid: number[] = [];
    /** W * g/kWh. */
    const emitted = new WindowIntegral(window);
    const update = (node: PartyId, at: number): void => {
      const intensity = grid[node];
      if (intensity !== undefined) emitted.set(node, (watts[node] ?? 0) * intensity, at);
    };
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, idle }): void => {
          if (idle !== undefined) metered.push(node);
        },
        [POWER_CHANGED]: ({ node, watts: now }, at): void => {
          watts[node] = now;
          update(node, at);
        },
        [GRID_CHANGED]: ({ node, gramsPerKwh }, at): void => {
          grid[node] = gramsPerKwh;
          update(node, at);
        },
      },
      // A node without a grid would count as clean, so there is no figure unless all have one.
      values: () => {
        if (metered.length === 0 || window.completed === 0 || metered.some((node) => grid[node] === undefined))
          return {};
        const sum = new CompensatedSum();
        for (const node of metered) sum.add(emitted.area(node));
        return { 'carbon.perTask': sum.value / MICROSECONDS_PER_SECOND / JOULES_PER_KWH / window.completed };
      },
    };
  },
};
