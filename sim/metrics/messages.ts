// messages.perTask and probes.perTask: what the protocol says for each task.

import { MESSAGE_SENT } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const messages: MetricDefinition = {
  provides: [
    {
      name: 'messages.perTask',
      unit: 'number',
      description:
        'messages put on the network about a task, probes included; heartbeats, membership and agreement among coordinators are not',
    },
    { name: 'probes.perTask', unit: 'number', description: 'load probes put on the network; absent if none ever was' },
  ],
  create: ({ window }) => {
    let sent = 0;
    let probes = 0;
    return {
      on: {
        [MESSAGE_SENT]: (whole): void => {
          // Members of a federation are asked, and answer, each with a message of its own.
          const message = whole.type === 'asked' || whole.type === 'said' ? whole.message : whole;
          switch (message.type) {
            case 'heartbeat':
            case 'welcome':
            case 'register':
            case 'leave':
            case 'leaving':
            case 'close-epoch':
            case 'peg-out':
            case 'sign-peg':
            case 'peg-signed':
            case 'sign-rescue':
            case 'rescue-signed':
            case 'epoch':
            case 'secure-keys':
            case 'secure-roster':
            case 'secure-shares':
            case 'secure-delivery':
            case 'secure-masked':
            case 'secure-survivors':
            case 'secure-reveal':
            case 'ballot':
            case 'proposal':
            case 'prepare':
            case 'view-change':
            case 'new-view':
            case 'catch-up':
            case 'caught-up':
              return;
            case 'contradiction':
              if (window.contains(message.first.task)) sent++;
              return;
            default:
              if (!window.contains(message.type === 'job' ? message.first : message.task)) return;
              sent++;
              if (message.type === 'probe') probes++;
          }
        },
      },
      values: () => {
        const { submitted } = window;
        if (submitted === 0) return {};
        return {
          'messages.perTask': sent / submitted,
          ...(probes > 0 && { 'probes.perTask': probes / submitted }),
        };
      },
    };
  },
};
