// The grids that nodes hang on: their carbon intensity follows place and hour. Time begins at midnight UTC unless the scenario says otherwise.

import { MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import { GRID_CHANGED } from '../../core/protocol/index.ts';
import type { Outlook } from '../../core/scheduling/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import { type Cell, intensityAt, regions, seriesAt } from '../scenario/cells.ts';
import type { Device } from './device.ts';
import type { SimHost } from './sim-host.ts';

/** Some clocks are half an hour off the others, so hours change at either half. */
const HALF_HOUR = 1_800 * MICROSECONDS_PER_SECOND;
const HALVES_PER_DAY = 48;
const HOUR = 2 * HALF_HOUR;

interface Consumer {
  readonly host: SimHost;
  readonly device: Device;
  readonly region: string;
}

/** Microseconds after midnight on the clocks of a region, so many after midnight UTC. UTC for a region unknown. */
export function localTime(region: string, at: number): number {
  const offset = Object.hasOwn(regions, region) ? regions[region]!.offset : 0;
  return (at + (2 * offset + HALVES_PER_DAY) * HALF_HOUR) % (HALVES_PER_DAY * HALF_HOUR);
}

/** The carbon intensity of each region's grid, as the scenario has it. */
export class Intensities implements Outlook {
  private readonly start: number;
  private readonly own: NonNullable<Cell['carbon']>;

  constructor({ start = 0, carbon = {} }: Pick<Cell, 'start' | 'carbon'>) {
    this.start = start;
    this.own = carbon;
  }

  /** In grams per kWh; undefined in a region that is but a label. As a forecast it is never wrong. */
  intensityAt(region: string, at: number): number | undefined {
    const now = this.start + at;
    if (!Object.hasOwn(regions, region)) return undefined;
    const { zone } = regions[region]!;
    const series = this.own[region] ?? this.own[zone];
    return series === undefined ? intensityAt(zone, Math.floor(localTime(region, now) / HOUR)) : seriesAt(series, now);
  }
}

export class Grid implements Occurrence {
  private readonly kernel: Kernel;
  private readonly intensities: Intensities;
  private readonly consumers: Consumer[] = [];
  private index = 0;
  private halves = 0;

  constructor(kernel: Kernel, intensities: Intensities) {
    this.kernel = kernel;
    this.intensities = intensities;
  }

  /** A node without power figures, or in a region that is but a label, hangs on no grid. */
  connect(host: SimHost, device: Device, region: string): void {
    if (device.spec.power === undefined || !Object.hasOwn(regions, region)) return;
    this.consumers.push({ host, device, region });
  }

  start(): void {
    if (this.consumers.length === 0) return;
    this.index = this.kernel.know(this);
    this.occur();
  }

  occur(): void {
    for (const { host, device, region } of this.consumers) {
      const gramsPerKwh = this.intensities.intensityAt(region, this.halves * HALF_HOUR)!;
      if (gramsPerKwh === device.carbonIntensity) continue;
      device.carbonIntensity = gramsPerKwh;
      host.record(GRID_CHANGED, { node: host.self, gramsPerKwh });
    }
    this.halves++;
    this.kernel.occurAt(this.halves * HALF_HOUR, AT_FAULT, this.index, 0);
  }
}
