// Which of the faults that a scenario plans come about in one seed, and when.

import type { Duration } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Fault } from '../scenario/cells.ts';

/** A fault, once: at one time, and without a question whether. */
export interface Happening {
  readonly fault: Fault;
  /** Of the fault in its scenario. */
  readonly index: number;
  /** The name of the stream that it draws from while it lasts. */
  readonly stream: string;
}

type Times = Pick<Fault, 'at' | 'for'>;

export function happening(faults: readonly Fault[], open: (name: string) => Random): readonly Happening[] {
  let drawing = 0;
  return faults.flatMap((planned, index) => {
    const { chance, stability, until, ...fault } = planned;
    const stream = `fault/${fault.kind === 'crash' ? 'crash' : drawing++}`;
    const drawn = (): Random => open(`faults/${index}`);
    const times =
      stability !== undefined && until !== undefined
        ? recurring(planned, stability, until, drawn())
        : chance === undefined || drawn().uniform() < chance
          ? [fault]
          : [];
    return times.map((each, time): Happening => {
      return { fault: { ...fault, ...each }, index, stream: time === 0 ? stream : `${stream}/${time}` };
    });
  });
}

function recurring(fault: Fault, stability: Duration, until: Duration, random: Random): readonly Times[] {
  const { chance = 1, for: length = 0 } = fault;
  const times: Times[] = [];
  for (let at: number = fault.at; at < until; at += stability) {
    if (random.uniform() >= chance) continue;
    const lasts = Math.min(length, until - at);
    times.push({ at: at as Duration, for: lasts as Duration });
    at += lasts;
  }
  return times;
}
