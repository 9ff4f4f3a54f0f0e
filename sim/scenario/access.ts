// Classes of access links: from a home or a street to the nearest exchange. One entry is one class.

import { type BitRate, bitRate } from '../../core/foundation/index.ts';

const BITS_PER_MEGABIT = 1_000_000;

export interface AccessClass {
  readonly summary: string;
  /** Round trip over the link, milliseconds. */
  readonly roundTrip: number;
  /** Mean of an exponential delay added to each message in each direction, milliseconds. */
  readonly jitter: number;
  /** Fraction of transmissions in each direction. */
  readonly loss: number;
  /** Mbps. */
  readonly up: number;
  readonly down: number;
  readonly source: string;
  /** The figures that nobody measured. */
  readonly assumed: string;
}

const FCC = 'round trip: FCC Measuring Broadband America, early 2010s, to the nearest server in the network';
const NOT_MEASURED = 'jitter and loss';

export const accessClasses: Readonly<Record<string, AccessClass>> = {
  fibre: {
    summary: 'fibre to the home',
    ...{ roundTrip: 24, jitter: 1, loss: 0.0001, up: 300, down: 500 },
    source: FCC,
    assumed: `${NOT_MEASURED}; bandwidth of a usual contract`,
  },
  cable: {
    summary: 'cable',
    ...{ roundTrip: 32, jitter: 2, loss: 0.0005, up: 26.59, down: 227.27 },
    source: `${FCC}; bandwidth: median of fixed lines in the US, 2023`,
    assumed: NOT_MEASURED,
  },
  dsl: {
    summary: 'DSL',
    ...{ roundTrip: 49, jitter: 3, loss: 0.0005, up: 10, down: 50 },
    source: FCC,
    assumed: `${NOT_MEASURED}; bandwidth of a usual contract`,
  },
  lte: {
    summary: 'LTE',
    ...{ roundTrip: 50, jitter: 10, loss: 0.001, up: 9.68, down: 111.01 },
    source: 'bandwidth: median of mobile links in the US, 2023',
    assumed: `round trip, ${NOT_MEASURED}`,
  },
  '5g': {
    summary: '5G',
    ...{ roundTrip: 30, jitter: 6, loss: 0.001, up: 21.08, down: 166.13 },
    source: 'bandwidth: global median of the third quarter of 2021',
    assumed: `round trip, ${NOT_MEASURED}`,
  },
  satellite: {
    summary: 'low-orbit satellite',
    ...{ roundTrip: 45, jitter: 8, loss: 0.005, up: 16.91, down: 117.74 },
    source: 'round trip and bandwidth: Starlink in the US, 2025',
    assumed: NOT_MEASURED,
  },
};

/** Of the links of a class, which there must be. */
export function bandwidthOf(access: string): { readonly up: BitRate; readonly down: BitRate } {
  const { up, down } = accessClasses[access]!;
  return { up: bitRate(up * BITS_PER_MEGABIT), down: bitRate(down * BITS_PER_MEGABIT) };
}
