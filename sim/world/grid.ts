// The grids that nodes hang on: their carbon intensity follows place and hour. Time begins at midnight UTC.

import { MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import { GRID_CHANGED } from '../../core/protocol/index.ts';
import type { Outlook } from '../../core/scheduling/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import { intensityAt, regions } from '../scenario/index.ts';
import type { Device } from './device.ts';
import type { SimHost } from './sim-host.ts';

/** Some clocks are half an hour off the others, so hours change at either half. */
const HALF_HOUR = 1_800 * MICROSECONDS_PER_SECOND;
const HALVES_PER_DAY = 48;

interface Consumer {
  readonly host: SimHost;
  readonly device: Device;
  readonly zone: string;
  readonly offset: number;
}

/** A forecast that is never wrong. */
export const gridOutlook: Outlook = {
  intensityAt: (region, at) => {
    if (!Object.hasOwn(regions, region)) return undefined;
    const { zone, offset } = regions[region]!;
    return intensityAt(zone, localHour(Math.floor(at / HALF_HOUR), offset));
  },
};

/** Microseconds after midnight on the clocks of a region, so many after midnight UTC. UTC for a region unknown. */
export function localTime(region: string, at: number): number {
  const offset = Object.hasOwn(regions, region) ? regions[region]!.offset : 0;
  return (at + (2 * offset + HALVES_PER_DAY) * HALF_HOUR) % (HALVES_PER_DAY * HALF_HOUR);
}

/** The hour of the day so many half hours after midnight UTC. */
function localHour(halves: number, offset: number): number {
  return Math.floor(((halves + 2 * offset + HALVES_PER_DAY) % HALVES_PER_DAY) / 2);
}

export class Grid implements Occurrence {
  private readonly kernel: Kernel;
  private readonly consumers: Consumer[] = [];
  private index = 0;
  private halves = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** A node without power figures, or in a region that is but a label, hangs on no grid. */
  connect(host: SimHost, device: Device, region: string): void {
    if (device.spec.power === undefined || !Object.hasOwn(regions, region)) return;
    const { zone, offset } = regions[region]!;
    this.consumers.push({ host, device, zone, offset });
  }

  start(): void {
    if (this.consumers.length === 0) return;
    this.index = this.kernel.know(this);
    this.occur();
  }

  occur(): void {
    for (const { host, device, zone, offset } of this.consumers) {
      const gramsPerKwh = intensityAt(zone, localHour(this.halves, offset));
      if (gramsPerKwh === device.carbonIntensity) continue;
      device.carbonIntensity = gramsPerKwh;
      host.record(GRID_CHANGED, { node: host.self, gramsPerKwh });
    }
    this.halves++;
    this.kernel.occurAt(this.halves * HALF_HOUR, AT_FAULT, this.index, 0);
  }
}
