// How warm a device is: one thermal resistance R to the room and one heat capacity C. While the power P is constant,
//   T(t) = Ta + P R + (T0 - Ta - P R) exp(-t / RC)
// exactly, so that temperatures need no ticks: they are known between events, and so is when a limit is reached.

import { exp, ln, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { ResolvedThermal } from '../scenario/cells.ts';

export class Heat {
  /** Degrees Celsius when last brought up to date. A device is as cold as its room when the run begins. */
  temperature: number;
  ambient: number;
  /** Where the device throttles; Infinity if it never does. */
  readonly limit: number;
  /** Watts that it can draw for ever without getting hotter than the limit: (limit - Ta) / R. */
  sustained: number;
  private readonly resistance: number;
  /** RC, in microseconds. */
  private readonly timeConstant: number;

  constructor({ resistance, capacity, ambient, throttle = Infinity as never }: ResolvedThermal) {
    this.temperature = ambient;
    this.ambient = ambient;
    this.limit = throttle;
    this.sustained = (throttle - ambient) / resistance;
    this.resistance = resistance;
    this.timeConstant = resistance * capacity * MICROSECONDS_PER_SECOND;
  }

  /** The room gets warmer, or cooler. */
  move(ambient: number): void {
    this.ambient = ambient;
    this.sustained = (this.limit - ambient) / this.resistance;
  }

  /** Lets microseconds pass at a constant power. */
  pass(elapsed: number, watts: number): void {
    const steady = this.ambient + watts * this.resistance;
    this.temperature = steady + (this.temperature - steady) * exp(-elapsed / this.timeConstant);
  }

  /** Microseconds until the limit is reached at this power, not rounded; Infinity if it never is. */
  untilLimit(watts: number): number {
    if (watts <= this.sustained) return Infinity;
    if (this.temperature >= this.limit) return 0;
    const steady = this.ambient + watts * this.resistance;
    return -this.timeConstant * ln((steady - this.limit) / (steady - this.temperature));
  }
}
