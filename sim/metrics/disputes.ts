// disputes.*, stake.*: how often results are fought over, how long it takes, and what is lost by it.

import {
  type Instant,
  MICROSECONDS_PER_SECOND,
  MINOR_UNITS_PER_TOKEN,
  type PartyId,
  type TaskId,
} from '../../core/foundation/index.ts';
import { CLAIM_COMMITTED, DISPUTE_OPENED, DISPUTE_SETTLED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const disputes: MetricDefinition = {
  provides: [
    { name: 'disputes.perTask', unit: 'number', description: 'claims that were challenged, over completed tasks' },
    { name: 'disputes.rounds', unit: 'number', description: 'mean rounds of bisection in a dispute' },
    { name: 'disputes.time', unit: 'seconds', description: 'mean time from a challenge to who has lost' },
    {
      name: 'stake.locked',
      unit: 'tokens',
      description: 'tokens at stake at the end, over the nodes that staked some',
    },
    {
      name: 'stake.returned',
      unit: 'tokens',
      description: 'tokens that nodes which left were given back of their stakes, over those nodes',
    },
    { name: 'stake.lost', unit: 'tokens', description: 'tokens that nodes lost of their stakes, over completed tasks' },
  ],
  create: ({ window }) => {
    const opened = new Map<TaskId, Instant>();
    let claims = 0;
    let challenged = 0;
    let settled = 0;
    let rounds = 0;
    let time = 0;
    let lost = 0n;
    let locked = 0n;
    let returned = 0n;
    const leavers = new Set<PartyId>();
    const stakers = new Set<PartyId>();
    return {
      on: {
        [CLAIM_COMMITTED]: ({ task }): void => {
          if (window.contains(task)) claims++;
        },
        [DISPUTE_OPENED]: ({ task }, at): void => {
          if (!window.contains(task)) return;
          challenged++;
          opened.set(task, at);
        },
        [DISPUTE_SETTLED]: ({ task, rounds: played }, at): void => {
          const since = opened.get(task);
          if (since === undefined) return;
          opened.delete(task);
          settled++;
          rounds += played;
          time += at - since;
        },
        [TOKENS_MOVED]: ({ kind, task, account, amount }): void => {
          if (kind === 'bond') {
            stakers.add(account);
            locked += amount;
          } else if (kind === 'slash') {
            locked -= amount;
            if (window.contains(task)) lost += amount;
          } else if (kind === 'withdraw') {
            leavers.add(account);
            locked -= amount;
            returned += amount;
          }
        },
      },
      values: () => {
        if (stakers.size === 0 || window.completed === 0) return {};
        return {
          ...(claims > 0 && { 'disputes.perTask': challenged / window.completed }),
          ...(settled > 0 && {
            'disputes.rounds': rounds / settled,
            'disputes.time': time / settled / MICROSECONDS_PER_SECOND,
          }),
          'stake.locked': Number(locked) / Number(MINOR_UNITS_PER_TOKEN) / stakers.size,
          ...(leavers.size > 0 && {
            'stake.returned': Number(returned) / Number(MINOR_UNITS_PER_TOKEN) / leavers.size,
          }),
          'stake.lost': Number(lost) / Number(MINOR_UNITS_PER_TOKEN) / window.completed,
        };
      },
    };
  },
};
