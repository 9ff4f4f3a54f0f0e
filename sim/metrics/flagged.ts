// flagged.*: whom a statistical detector accuses. Only the world knows who lies.

import type { PartyId } from '../../core/foundation/index.ts';
import { NODE_DEPLOYED, NODES_EXAMINED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const flagged: MetricDefinition = {
  provides: [
    { name: 'flagged.honest', unit: 'fraction', description: 'of honest nodes, those that the detector accused' },
    { name: 'flagged.liars', unit: 'fraction', description: 'of nodes that lie, those that the detector accused' },
  ],
  create: () => {
    const deployed = new Map<PartyId, boolean>();
    const accused = new Set<PartyId>();
    let examined = false;
    const share = (honest: boolean): number => {
      const all = [...deployed].filter(([, yes]) => yes === honest);
      return all.filter(([node]) => accused.has(node)).length / all.length;
    };
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, honest }): void => void deployed.set(node, honest),
        [NODES_EXAMINED]: ({ flagged: some }): void => {
          examined = true;
          for (const node of some) accused.add(node);
        },
      },
      values: () => {
        const kinds = new Set(examined ? deployed.values() : []);
        return {
          ...(kinds.has(true) && { 'flagged.honest': share(true) }),
          ...(kinds.has(false) && { 'flagged.liars': share(false) }),
        };
      },
    };
  },
};
