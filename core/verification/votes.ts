// Counting results that agree.

import { type Case, HOLD, ONE_MORE, type Returned, type Ruling, WAIT } from './policy.ts';

/** Whom votes rest on, in the words of reports. */
export const ONE_LIAR = 'that most of the nodes that are asked are honest and not in league';

/** Results by output, in the order in which each output first came. A node that returned nothing votes for nothing. */
export function tally(results: readonly Returned[]): Map<number, Returned[]> {
  const groups = new Map<number, Returned[]>();
  for (const result of results) {
    if (Number.isNaN(result.output)) continue;
    const group = groups.get(result.output);
    if (group === undefined) groups.set(result.output, [result]);
    else group.push(result);
  }
  return groups;
}

/** An output that so many agree on: the first to have come, should there be several. */
export function agreed(results: readonly Returned[], quorum: number): number | undefined {
  for (const [output, group] of tally(results)) if (group.length >= quorum) return output;
  return undefined;
}

/** Of policies that need more of the first result than that it has come. */
export function holdFirst({ results, out }: Case): Ruling {
  if (agreed(results, 1) !== undefined) return HOLD;
  return out > 0 ? WAIT : ONE_MORE;
}
