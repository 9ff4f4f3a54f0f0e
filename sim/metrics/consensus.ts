// consensus.*: what agreement among the members of a federation of coordinators takes.

import { ENTRY_DECIDED, EQUIVOCATION_PROVEN, MESSAGE_SENT, VIEW_CHANGED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const consensus: MetricDefinition = {
  provides: [
    {
      name: 'consensus.decisions',
      unit: 'count',
      description: 'entries of the order that were decided, of the whole run',
    },
    {
      name: 'consensus.messages',
      unit: 'number',
      description: 'proposals and ballots to prepare and to commit, over decisions: 2n(n - 1) if none is repeated',
    },
    { name: 'consensus.views', unit: 'count', description: 'times that the members replaced their primary' },
    {
      name: 'consensus.equivocations',
      unit: 'count',
      description: 'places for which some member proved that a primary signed two proposals',
    },
  ],
  create: () => {
    let decisions = 0;
    let ballots = 0;
    let views = 0;
    const proven = new Set<string>();
    return {
      on: {
        [ENTRY_DECIDED]: ({ sequence }): void => {
          decisions = Math.max(decisions, sequence);
        },
        [MESSAGE_SENT]: (message): void => {
          const { type } = message;
          if (type === 'proposal' || type === 'prepare') ballots++;
          else if (type === 'ballot' && message.phase === 'commit') ballots++;
        },
        [VIEW_CHANGED]: ({ view }): void => {
          views = Math.max(views, view);
        },
        [EQUIVOCATION_PROVEN]: ({ view, sequence }): void => {
          proven.add(`${view}/${sequence}`);
        },
      },
      values: () => {
        if (decisions === 0) return {};
        return {
          'consensus.decisions': decisions,
          'consensus.messages': ballots / decisions,
          'consensus.views': views,
          'consensus.equivocations': proven.size,
        };
      },
    };
  },
};
