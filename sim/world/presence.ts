// Why nodes come and go by themselves, as states that alternate: churn, traces, and the hours of sleep.

import type { Random } from '../../core/protocol/index.ts';
import type { Churn, SleepHours } from '../scenario/cells.ts';
import { createSampler, residual, shareOfFirst } from '../workload/index.ts';

/** Two states in turn. */
export interface Alternation {
  readonly startsDown: boolean;
  /** How long the state that begins now lasts, in microseconds; Infinity for good. Asked once for each state, in turn. */
  next(down: boolean): number;
}

const DAY = 86_400_000_000;

export function churning({ up, down, start }: Churn, random: Random): Alternation {
  const samplers = { up: createSampler(up), down: createSampler(down) };
  const startsDown = start === 'equilibrium' && random.uniform() >= shareOfFirst(up, down);
  let met = start === 'equilibrium';
  return {
    startsDown,
    next: (isDown) => {
      const first = met;
      met = false;
      if (first) return residual(isDown ? down : up, random);
      return (isDown ? samplers.down : samplers.up).whole(random);
    },
  };
}

/** Online in these intervals, which are in order and do not touch. */
export function traced(online: readonly (readonly [from: number, until: number])[]): Alternation {
  const changes = online.flat();
  const startsDown = changes[0] !== 0;
  let now = 0;
  let next = startsDown ? 0 : 1;
  return {
    startsDown,
    next: () => {
      const at = changes[next++];
      if (at === undefined) return Infinity;
      const lasts = at - now;
      now = at;
      return lasts;
    },
  };
}

/** `localTime`: microseconds after midnight on the clocks of the node's region, when the run begins. */
export function sleeping({ from, until }: SleepHours, localTime: number): Alternation {
  const asleep = (until - from + DAY) % DAY;
  const since = (localTime - from + DAY) % DAY;
  const startsDown = since < asleep;
  let first = true;
  return {
    startsDown,
    next: (isDown) => {
      const begun = first ? since : 0;
      const rest = isDown ? asleep - begun : DAY - (first ? begun : asleep);
      first = false;
      return rest;
    },
  };
}
