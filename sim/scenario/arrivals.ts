// Arrival processes: their schema, traces, and how they are written again.

import { z } from 'zod';
import type { Duration } from '../../core/foundation/index.ts';
import { defaults } from './defaults.ts';
import {
  countDistribution,
  gapDistribution,
  isAlwaysZero,
  timeDistribution,
  writeCountDistribution,
  writeTimeDistribution,
} from './distributions.ts';
import { count, filePath, fraction, listOf, mapping, oneOf, positive, quantity, report } from './kit.ts';
import * as messages from './messages.ts';
import { frequency, time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Arrivals } from './types.ts';
import { duration } from './values.ts';

/** As a file says it: a trace may be a file that is not yet read. */
export type WrittenArrivals = Arrivals | { readonly kind: 'trace-file'; readonly file: string };

const CLIENTS_MAX = 1_000_000;
export const TRACE_LENGTH_MAX = 1_000_000;

const rate = (description: string): z.ZodType<number> => quantity(frequency, description, positive);

const poisson: z.ZodType<Arrivals> = rate('A Poisson process with this rate.').transform(
  (given): Arrivals => ({ kind: 'poisson', rate: given }),
);

const every: z.ZodType<Arrivals> = gapDistribution('The gap between two arrivals.')
  .transform((gap, context): Arrivals => {
    if (isAlwaysZero(gap)) report(context, { failure: messages.neverMoves('the time between two arrivals') });
    return { kind: 'every', gap };
  })
  .meta({ description: 'Gaps of this length, or drawn from this distribution.' });

const traceList: z.ZodType<WrittenArrivals> = listOf(
  'a list of instants, such as 1.5 s',
  duration('An instant, from the start.'),
  TRACE_LENGTH_MAX,
  1,
).transform((at, context): WrittenArrivals => {
  const descent = firstDescent(at);
  if (descent !== undefined) report(context, { failure: messages.notAscending(descent + 1) }, [descent]);
  return { kind: 'trace', at };
});

const trace: z.ZodType<WrittenArrivals> = z
  .union([
    filePath(
      'a path, such as ./trace.csv',
      'A file with one instant on each line, in seconds or with a unit.',
    ).transform((file): WrittenArrivals => ({ kind: 'trace-file', file })),
    traceList,
  ])
  .meta({ description: 'Arrivals at given instants: a list, or a file with one on each line.' });

const diurnal: z.ZodType<Arrivals> = mapping('{ mean, amplitude, period, peak }', {
  mean: rate('The mean rate.'),
  amplitude: fraction('How far the rate swings around its mean.'),
  period: duration('The length of one swing.', positive).prefault(defaults.diurnal.period),
  peak: duration('When in the period the rate is greatest.').prefault(defaults.diurnal.peak),
})
  .transform((given): Arrivals => ({ kind: 'diurnal', ...given }))
  .meta({ description: 'A Poisson process of rate mean · (1 + amplitude · cos(2π (t − peak)/period)).' });

const closed: z.ZodType<Arrivals> = mapping('{ clients, think }', {
  clients: count('How many clients take part, each with one task at a time.', 1, CLIENTS_MAX),
  think: timeDistribution('From a result to the next submission.').prefault(defaults.think),
})
  .transform((given): Arrivals => ({ kind: 'closed', ...given }))
  .meta({ description: 'Clients that submit again only after their result has come.' });

const batch: z.ZodType<Arrivals> = mapping('{ size, poisson } or { size, every }', {
  size: countDistribution('How many tasks arrive together.'),
  poisson: poisson.exactOptional(),
  every: every.exactOptional(),
})
  .transform(({ size, poisson, every }, context): Arrivals => {
    const given = [poisson, every].filter((arrivals) => arrivals !== undefined);
    if (given.length !== 1) {
      const keys = [...(poisson ? ['poisson'] : []), ...(every ? ['every'] : [])];
      report(context, { failure: messages.notOne('the arrivals of batches', ['poisson', 'every'], keys) });
      return z.NEVER;
    }
    return { kind: 'batch', size, arrivals: given[0]! };
  })
  .meta({ description: 'Several tasks together at each arrival.' });

export const arrivals: z.ZodType<WrittenArrivals> = oneOf('arrivals', {
  poisson,
  every,
  trace,
  diurnal,
  closed,
  batch,
}).meta({
  id: 'arrivals',
  description: 'When tasks are submitted: a mapping with exactly one of these keys.',
});

/** The first instant that is before the one above it. */
export function firstDescent(at: readonly number[]): number | undefined {
  const index = at.findIndex((instant, position) => position > 0 && instant < at[position - 1]!);
  return index < 0 ? undefined : index;
}

export function writeArrivals(arrivals: WrittenArrivals): Plain {
  switch (arrivals.kind) {
    case 'poisson':
      return { poisson: writeQuantity(arrivals.rate, frequency) };
    case 'every':
      return { every: writeTimeDistribution(arrivals.gap) };
    case 'trace':
      return { trace: arrivals.at.map(writeTime) };
    case 'trace-file':
      return { trace: arrivals.file };
    case 'diurnal': {
      const { mean, amplitude, period, peak } = arrivals;
      return {
        diurnal: { mean: writeQuantity(mean, frequency), amplitude, period: writeTime(period), peak: writeTime(peak) },
      };
    }
    case 'closed':
      return { closed: { clients: arrivals.clients, think: writeTimeDistribution(arrivals.think) } };
    case 'batch':
      return {
        batch: { size: writeCountDistribution(arrivals.size), ...(writeArrivals(arrivals.arrivals) as object) },
      };
  }
}

const writeTime = (value: number | Duration): string => writeQuantity(value, time);
