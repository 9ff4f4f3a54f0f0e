// utilisation.mean and fairness.jain: what the nodes did with the time of the window.

import type { PartyId } from '../../core/foundation/index.ts';
import {
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
} from '../../core/protocol/index.ts';
import { jain } from './jain.ts';
import type { MetricDefinition } from './metric.ts';
import { WindowIntegral } from './window-integral.ts';

interface Deployed {
  readonly node: PartyId;
  readonly slots: number;
}

export const meshTime: MetricDefinition = {
  provides: [
    { name: 'utilisation.mean', unit: 'fraction', description: 'busy slot-time over online slot-time of all nodes' },
    {
      name: 'fairness.jain',
      unit: 'fraction',
      description: "Jain's index of the busy fractions of the nodes that were online: 1 is even, 1/n is one-sided",
    },
  ],
  create: ({ window }) => {
    const deployed: Deployed[] = [];
    const busy = new WindowIntegral(window);
    const online = new WindowIntegral(window);
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, slots }, at): void => {
          deployed.push({ node, slots });
          online.add(node, 1, at);
        },
        [NODE_CRASHED]: ({ node }, at): void => online.add(node, -online.level(node), at),
        [NODE_RESTARTED]: ({ node }, at): void => online.add(node, 1 - online.level(node), at),
        [EXECUTION_STARTED]: (_, at, node): void => busy.add(node, 1, at),
        [EXECUTION_FINISHED]: (_, at, node): void => busy.add(node, -1, at),
        [EXECUTION_ABORTED]: (_, at, node): void => busy.add(node, -1, at),
      },
      values: () => loads(deployed, busy, online),
    };
  },
};

function loads(nodes: readonly Deployed[], busy: WindowIntegral, online: WindowIntegral): Record<string, number> {
  let busyTime = 0;
  let onlineTime = 0;
  const fractions: number[] = [];
  for (const { node, slots } of nodes) {
    const available = slots * online.area(node);
    if (available === 0) continue;
    busyTime += busy.area(node);
    onlineTime += available;
    fractions.push(busy.area(node) / available);
  }
  if (onlineTime === 0) return {};
  const values: Record<string, number> = { 'utilisation.mean': busyTime / onlineTime };
  if (busyTime > 0) values['fairness.jain'] = jain(fractions);
  return values;
}
