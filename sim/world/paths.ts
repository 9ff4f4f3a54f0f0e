// What lies between two parties beyond what all pairs have in common: distance between their regions, and the access
// links at their ends.

import type { PartyId } from '../../core/foundation/index.ts';
import type { AccessClass, ResolvedNetwork } from '../scenario/cells.ts';
import { accessClasses, oneWayBetween } from '../scenario/cells.ts';

/** Where a party is; the coordinator has no access link of its own. */
export interface Address {
  readonly region: string;
  readonly home: boolean;
  /** The class of its own access link, if it is another than that of the network. */
  readonly access?: string;
}

export interface Path {
  /** Microseconds, one way. */
  readonly latency: number;
  /** Means of the exponential delays on the way, microseconds. */
  readonly jitters: readonly number[];
  /** Of a transmission, over all links of the way. */
  readonly loss: number;
}

const MICROSECONDS_PER_MILLISECOND = 1_000;

/** The path between any two parties of a network. */
export function pathsOf(
  { regions, access, loss }: ResolvedNetwork,
  addressOf: (party: PartyId) => Address,
): (from: PartyId, to: PartyId) => Path {
  const accessOf = ({ home, access: own = access }: Address): readonly AccessClass[] =>
    home && own !== undefined ? [accessClasses[own]!] : [];
  return (from, to) => {
    const [a, b] = [addressOf(from), addressOf(to)];
    const links = [...accessOf(a), ...accessOf(b)];
    const distance = regions === undefined ? 0 : oneWayBetween(a.region, b.region);
    const halves = links.reduce((sum, { roundTrip }) => sum + roundTrip / 2, 0);
    return {
      latency: distance + halves * MICROSECONDS_PER_MILLISECOND,
      jitters: links.map(({ jitter }) => jitter * MICROSECONDS_PER_MILLISECOND),
      loss: links.length === 0 ? loss : 1 - links.reduce((through, link) => through * (1 - link.loss), 1 - loss),
    };
  };
}
