// Carbon intensity of electricity by zone and hour of the day, in grams of CO2 equivalent per kWh.

interface Zone {
  readonly name: string;
  /** Of a whole year (mlco2/codecarbon global_energy_mix, from Our World in Data). */
  readonly mean: number;
  readonly year: number;
}

const zones: Readonly<Record<string, Zone>> = {
  AUS: { name: 'Australia', mean: 548.692, year: 2023 },
  BRA: { name: 'Brazil', mean: 98.348, year: 2023 },
  CAN: { name: 'Canada', mean: 170.043, year: 2023 },
  DEU: { name: 'Germany', mean: 380.95, year: 2023 },
  ESP: { name: 'Spain', mean: 174.05, year: 2023 },
  FRA: { name: 'France', mean: 56.039, year: 2023 },
  GBR: { name: 'United Kingdom', mean: 237.589, year: 2023 },
  IND: { name: 'India', mean: 713.441, year: 2023 },
  JPN: { name: 'Japan', mean: 485.392, year: 2023 },
  USA: { name: 'United States', mean: 369.473, year: 2023 },
};

export const zoneNames: readonly string[] = Object.keys(zones);

/**
 * Means of 2020 by hour of the day (dos-group/lets-wait-awhile; Wiesner et al., Middleware 2021, arXiv 2110.13234),
 * recomputed from its half-hourly series. Taken as local hours.
 */
const measured: Readonly<Record<string, readonly number[]>> = {
  DEU: [
    308.8, 304.9, 305.5, 311.9, 321.8, 328.5, 326.5, 315.9, 301.1, 288.1, 279.3, 274.9, 275.8, 282.7, 295.5, 313.0,
    331.3, 345.3, 349.6, 346.8, 340.6, 334.8, 324.4, 314.7,
  ],
  FRA: [
    52.9, 51.9, 51.3, 52.2, 54.2, 56.2, 57.6, 58.3, 58.6, 58.9, 59.3, 58.6, 58.0, 57.4, 56.9, 56.9, 57.6, 57.8, 57.3,
    56.5, 56.9, 57.4, 55.5, 53.7,
  ],
  GBR: [
    183.4, 183.2, 180.1, 179.3, 181.0, 189.9, 207.6, 220.5, 222.1, 218.9, 214.0, 212.3, 212.6, 212.8, 216.0, 223.0,
    237.0, 247.7, 252.4, 250.3, 243.1, 228.7, 206.2, 188.5,
  ],
};

const HOURS = 24;
/** Whose daily shape a zone without a measured one borrows. */
const BORROWED = 'DEU';
const shapes: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  Object.entries(measured).map(([zone, hours]) => {
    const mean = hours.reduce((sum, value) => sum + value, 0) / HOURS;
    return [zone, hours.map((value) => value / mean)];
  }),
);

/** Grams per kWh in a zone during an hour of its local day (0 to 23). */
export function intensityAt(zone: string, hour: number): number {
  return measured[zone]?.[hour] ?? zones[zone]!.mean * shapes[BORROWED]![hour]!;
}

/** In words, for a list and for the assumptions of a scenario. */
export function aboutZone(zone: string): string {
  const { name, mean, year } = zones[zone]!;
  if (measured[zone] !== undefined) return `${name}: hourly means of 2020, measured, taken as local hours`;
  return `${name}: ${mean} g/kWh, the mean of ${year}, times the daily shape of ${zones[BORROWED]!.name} (assumed)`;
}
