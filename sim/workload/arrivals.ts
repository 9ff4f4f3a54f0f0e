// When tasks come. A process keeps its exact, fractional time and rounds only the instant it gives out, so that
// rounding never adds up; it allocates nothing for an arrival. Closed workloads have no arrival process: there the
// driver submits when a client holds its last result and has thought (source.ts).

import { assert, type Instant, MICROSECONDS_PER_SECOND, sin } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Arrivals, Distribution } from '../scenario/cells.ts';
import { createSampler, LARGEST_WHOLE, type Sampler } from './distribution.ts';
import { exponential } from './ziggurat.ts';

export interface ArrivalProcess {
  /** The next arrival, never before the last one. Infinity: there is none, now or later. The first gap begins at 0. */
  next(random: Random): Instant;
}

/** Draws how many tasks come together; 1 unless the arrivals are batches. */
export type BatchSize = (random: Random) => number;

/** Throws AssertionFailure if the arrivals, or those of the batches, are closed. */
export function createArrivals(arrivals: Arrivals): ArrivalProcess {
  switch (arrivals.kind) {
    case 'poisson':
      return new Renewal({ kind: 'exponential', mean: MICROSECONDS_PER_SECOND / arrivals.rate });
    case 'every':
      return new Renewal(arrivals.gap);
    case 'trace':
      return new Trace(arrivals.at);
    case 'diurnal':
      return new Diurnal(arrivals);
    case 'batch':
      return createArrivals(arrivals.arrivals);
    case 'closed':
      assert(false, 'a closed workload has no arrival process');
  }
}

/** Sizes are rounded to a whole number, and at least 1. A batch of batches has the sum of as many draws. */
export function createBatchSize(arrivals: Arrivals): BatchSize {
  if (arrivals.kind !== 'batch') return () => 1;
  const size = createSampler(arrivals.size);
  const batches = createBatchSize(arrivals.arrivals);
  return (random) => {
    let sum = 0;
    for (let left = batches(random); left > 0; left--) sum += Math.max(1, size.whole(random));
    return sum;
  };
}

class Renewal implements ArrivalProcess {
  private readonly gap: Sampler;
  private time = 0;

  constructor(gap: Distribution) {
    this.gap = createSampler(gap);
  }

  next(random: Random): Instant {
    this.time += this.gap.sample(random);
    return nearest(this.time);
  }
}

class Trace implements ArrivalProcess {
  private readonly at: readonly number[];
  private given = 0;

  constructor(at: readonly number[]) {
    this.at = at;
  }

  next(): Instant {
    return nearest(this.at[this.given++] ?? Infinity);
  }
}

/** Thinning, which is exact: a Poisson process at the peak rate, of which each arrival is kept with rate / peak rate. */
class Diurnal implements ArrivalProcess {
  private readonly amplitude: number;
  private readonly period: number;
  private readonly peak: number;
  private readonly gapAtPeak: number;
  private time = 0;

  constructor(arrivals: Extract<Arrivals, { kind: 'diurnal' }>) {
    const { amplitude, mean } = arrivals;
    assert(amplitude >= 0 && amplitude <= 1, 'a rate is never negative', { amplitude });
    this.amplitude = amplitude;
    this.period = arrivals.period;
    this.peak = arrivals.peak;
    this.gapAtPeak = MICROSECONDS_PER_SECOND / (mean * (1 + amplitude));
  }

  next(random: Random): Instant {
    do {
      this.time += this.gapAtPeak * exponential(random);
    } while (this.time < LARGEST_WHOLE && random.uniform() * (1 + this.amplitude) > this.relativeRate());
    return nearest(this.time);
  }

  private relativeRate(): number {
    const cycles = (this.time - this.peak) / this.period;
    return 1 + this.amplitude * sin(2 * Math.PI * (cycles - Math.floor(cycles) + 0.25));
  }
}

/** Beyond LARGEST_WHOLE is never. */
const nearest = (time: number): Instant => (time <= LARGEST_WHOLE ? Math.round(time) : Infinity) as Instant;
