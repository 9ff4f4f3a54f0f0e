// The catalogue of regions: where each is on the network, on which grid it hangs, and how its clocks differ from UTC.

export interface Region {
  /** Row and column of the round-trip matrix. */
  readonly site: number;
  /** A zone of grid.ts. */
  readonly zone: string;
  /** Hours ahead of UTC in winter; daylight saving time is not modelled. */
  readonly offset: number;
}

export const regions: Readonly<Record<string, Region>> = {
  dallas: { site: 0, zone: 'USA', offset: -6 },
  toronto: { site: 1, zone: 'CAN', offset: -5 },
  'washington-dc': { site: 2, zone: 'USA', offset: -5 },
  frankfurt: { site: 3, zone: 'DEU', offset: 1 },
  london: { site: 4, zone: 'GBR', offset: 0 },
  madrid: { site: 5, zone: 'ESP', offset: 1 },
  montreal: { site: 6, zone: 'CAN', offset: -5 },
  chennai: { site: 7, zone: 'IND', offset: 5.5 },
  mumbai: { site: 8, zone: 'IND', offset: 5.5 },
  osaka: { site: 9, zone: 'JPN', offset: 9 },
  sydney: { site: 10, zone: 'AUS', offset: 10 },
  tokyo: { site: 11, zone: 'JPN', offset: 9 },
  'sao-paulo': { site: 12, zone: 'BRA', offset: -3 },
};

/** The only published matrix so far, by the name that scenarios give it. */
export const MATRIX = 'ibm-cloud-2026';
export const MATRIX_SOURCE = 'IBM Cloud VPC network latency dashboard, averages of 18 July to 16 August 2026';

/**
 * Mean round trips in milliseconds, from row to column, in the order of the sites. Measured between data centres; they
 * break the triangle inequality here and there, as real routes do.
 */
const ROUND_TRIPS: readonly (readonly number[])[] = [
  [0, 35, 32, 123, 113, 119, 42, 248, 249, 152, 186, 145, 142],
  [34, 0, 19, 93, 83, 108, 11, 223, 200, 142, 216, 135, 126],
  [31, 19, 0, 86, 76, 89, 15, 240, 218, 147, 215, 142, 122],
  [124, 93, 86, 0, 13, 29, 89, 141, 118, 236, 250, 229, 191],
  [113, 83, 76, 13, 0, 26, 79, 141, 118, 245, 261, 238, 181],
  [118, 110, 88, 29, 26, 0, 104, 154, 130, 259, 276, 253, 215],
  [43, 10, 16, 89, 79, 106, 0, 219, 197, 150, 224, 143, 121],
  [248, 221, 244, 141, 140, 152, 219, 0, 24, 112, 126, 105, 363],
  [248, 201, 219, 121, 120, 129, 196, 24, 0, 139, 152, 132, 343],
  [152, 142, 147, 236, 246, 262, 150, 122, 139, 0, 108, 9, 291],
  [187, 214, 216, 249, 260, 275, 222, 126, 152, 108, 0, 101, 327],
  [145, 135, 139, 228, 239, 253, 143, 104, 131, 9, 101, 0, 284],
  [141, 125, 124, 192, 181, 211, 123, 369, 338, 289, 325, 283, 0],
];

/** Between two availability zones of one region: 1.8 to 2.4 ms in the same source. */
const WITHIN = 2;
const MICROSECONDS_PER_MILLISECOND = 1_000;

/** Microseconds one way between two regions of the catalogue: half of the mean round trip. */
export function oneWayBetween(from: string, to: string): number {
  const [a, b] = [regions[from]!.site, regions[to]!.site];
  const roundTrip = a === b ? WITHIN : ROUND_TRIPS[a]![b]!;
  return (roundTrip / 2) * MICROSECONDS_PER_MILLISECOND;
}
