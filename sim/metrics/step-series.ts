// A step function over a run of unknown length in a fixed number of bins: whenever time outgrows them, neighbours
// merge and the width doubles. A change costs a multiplication and an addition.

import { assert, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';

/** Of every series in the course of a run, so that they share their time. */
export const COURSE_BINS = 200;

/** Of the first bins: 1 ms. */
const NARROWEST = 1000;

export class StepSeries {
  level: number = 0;
  private readonly areas: Float64Array;
  private width: number = NARROWEST;
  private since = 0;

  /** `bins` is even. */
  constructor(bins: number) {
    assert(bins % 2 === 0, 'bins merge in pairs', { bins });
    this.areas = new Float64Array(bins);
  }

  add(change: number, at: number): void {
    if (at !== this.since) this.advance(at);
    this.level += change;
  }

  set(level: number, at: number): void {
    if (at !== this.since) this.advance(at);
    this.level = level;
  }

  /** Mean level in each bin up to `end`; the last is the mean of the part that the run reached. */
  means(end: number): { readonly bin: number; readonly values: readonly number[] } {
    this.advance(end);
    const values: number[] = [];
    for (let bin = 0; bin * this.width < end; bin++) {
      values.push(this.areas[bin]! / Math.min(this.width, end - bin * this.width));
    }
    return { bin: this.width / MICROSECONDS_PER_SECOND, values };
  }

  private advance(to: number): void {
    const { areas } = this;
    while (to > this.width * areas.length) this.widen();
    if (this.level !== 0) {
      const { level, width } = this;
      let from = this.since;
      for (let bin = Math.floor(from / width); from < to; bin++) {
        const stop = Math.min(to, (bin + 1) * width);
        areas[bin] = areas[bin]! + level * (stop - from);
        from = stop;
      }
    }
    this.since = to;
  }

  private widen(): void {
    const { areas } = this;
    const half = areas.length / 2;
    for (let bin = 0; bin < half; bin++) areas[bin] = areas[2 * bin]! + areas[2 * bin + 1]!;
    areas.fill(0, half);
    this.width *= 2;
  }
}

/** How many events fell into each bin, as a rate, in the same bins as a StepSeries of the same number of bins. */
export class RateSeries {
  private readonly counts: Float64Array;
  private width: number = NARROWEST;

  constructor(bins: number) {
    this.counts = new Float64Array(bins);
  }

  count(at: number): void {
    const { counts } = this;
    while (at > this.width * counts.length) this.widen();
    const bin = Math.min(counts.length - 1, Math.floor(at / this.width));
    counts[bin] = counts[bin]! + 1;
  }

  /** Events a second. */
  means(end: number): readonly number[] {
    while (end > this.width * this.counts.length) this.widen();
    const values: number[] = [];
    for (let bin = 0; bin * this.width < end; bin++) {
      const span = Math.min(this.width, end - bin * this.width);
      values.push((this.counts[bin]! * MICROSECONDS_PER_SECOND) / span);
    }
    return values;
  }

  private widen(): void {
    const { counts } = this;
    const half = counts.length / 2;
    for (let bin = 0; bin < half; bin++) counts[bin] = counts[2 * bin]! + counts[2 * bin + 1]!;
    counts.fill(0, half);
    this.width *= 2;
  }
}
