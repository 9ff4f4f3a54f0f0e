// What a node can say of itself.

import type { BitRate, Bytes, Celsius, Watts } from '../foundation/index.ts';

/** What a device's own sensors say. Self-reported, so it can be forged. */
export interface Telemetry {
  readonly power: Watts;
  readonly heatRecovered: Watts;
  readonly temperature: Celsius;
  readonly ambient: Celsius;
  /** gCO2 per kWh of the grid the device hangs on. */
  readonly carbonIntensity: number;
  readonly gflops: number;
  /** 0 to 1. */
  readonly cpu: number;
  readonly gpu: number;
  readonly npu: number;
  readonly memoryFree: Bytes;
  readonly up: BitRate;
  readonly down: BitRate;
}
