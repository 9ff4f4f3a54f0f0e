// The last hundred telemetry samples of a node, in one small typed ring: single precision is beyond any sensor's.

import type { Telemetry } from '../protocol/index.ts';

export const HISTORY_LENGTH = 100;
const FIELDS = ['power', 'temperature', 'carbonIntensity', 'gflops', 'cpu', 'memoryFree'] as const;
export type HistoryField = (typeof FIELDS)[number];

export class TelemetryHistory {
  private samples: Float32Array = new Float32Array(4 * FIELDS.length);
  private count = 0;
  private next = 0;

  get length(): number {
    return this.count;
  }

  add(telemetry: Telemetry): void {
    const width = FIELDS.length;
    if (this.next * width === this.samples.length && this.next < HISTORY_LENGTH) {
      const samples = new Float32Array(Math.min(this.next * 2, HISTORY_LENGTH) * width);
      samples.set(this.samples);
      this.samples = samples;
    }
    if (this.next === HISTORY_LENGTH) this.next = 0;
    const at = this.next++ * width;
    this.samples[at] = telemetry.power;
    this.samples[at + 1] = telemetry.temperature;
    this.samples[at + 2] = telemetry.carbonIntensity;
    this.samples[at + 3] = telemetry.gflops;
    this.samples[at + 4] = telemetry.cpu;
    this.samples[at + 5] = telemetry.memoryFree;
    if (this.count < HISTORY_LENGTH) this.count++;
  }

  /** Mean of a field over what is kept; undefined if nothing was reported. */
  mean(field: HistoryField): number | undefined {
    if (this.count === 0) return undefined;
    const offset = FIELDS.indexOf(field);
    let sum = 0;
    for (let sample = 0; sample < this.count; sample++) sum += this.samples[sample * FIELDS.length + offset]!;
    return sum / this.count;
  }
}
