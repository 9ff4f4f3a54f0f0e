// The sections that frame the runs: seeds, the end, the warm-up, and what is judged.

import { z } from 'zod';
import type { Duration } from '../../core/foundation/index.ts';
import { defaults, limits } from './defaults.ts';
import { choice, count, leaf, listOf, mapping, report, text } from './kit.ts';
import * as messages from './messages.ts';
import { time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Stop, Warmup } from './types.ts';
import { duration } from './values.ts';

export interface SeedRange {
  readonly from: number;
  readonly count: number;
}

const SEED_MAX = Number.MAX_SAFE_INTEGER - limits.seeds;

/** `1..200`, both included. */
function seedRange(text: string): SeedRange | undefined {
  const parts = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text.trim());
  if (parts === null) return undefined;
  const from = Number(parts[1]);
  const count = Number(parts[2]) - from + 1;
  return count >= 1 && count <= limits.seeds ? { from, count } : undefined;
}

export const seeds: z.ZodType<SeedRange> = z
  .union([
    mapping('{ from, count }', {
      from: count('The first seed.', 0, SEED_MAX).prefault(defaults.seeds.from),
      count: count('How many seeds.', 1, limits.seeds).prefault(defaults.seeds.count),
    }),
    leaf('a range, such as 1..200', { type: 'string', description: 'From the first to the last.' }, (written) => {
      const range = typeof written === 'string' ? seedRange(written) : undefined;
      if (range !== undefined) return { ok: true, value: range };
      return {
        ok: false,
        failures: [typeof written === 'object' ? messages.wrongType('a range') : messages.badSeeds(limits.seeds)],
      };
    }),
  ])
  .meta({ description: 'The seeds that every cell is run with: one run for each.' })
  .prefault(defaults.seeds);

export const seed: z.ZodType<number> = count('The only seed, instead of "seeds".', 0, SEED_MAX);

export const stop: z.ZodType<Stop> = mapping('{ tasks } or { after }, or both', {
  tasks: count('Submissions end after so many tasks.', 1, limits.tasks).exactOptional(),
  after: duration('Submissions end after so long.', (value) =>
    value > 0 ? undefined : messages.outOfRange('more than 0'),
  ).exactOptional(),
  standstill: duration(
    `A run is given up, as failed, when nothing is submitted and nothing ends for so long. ${defaults.standstill} if absent.`,
    (value) => (value > 0 ? undefined : messages.outOfRange('more than 0')),
  ).exactOptional(),
})
  .transform((given, context) => {
    if (given.tasks === undefined && given.after === undefined && given.standstill === undefined)
      report(context, { failure: messages.noStop() });
    return given;
  })
  .meta({
    description:
      'Submissions end at whichever comes first; then open tasks drain. May be left out if all arrivals are traces.',
  });

export const writeStop = ({ tasks, after, standstill }: Stop): Plain => ({
  ...(tasks !== undefined && { tasks }),
  ...(after !== undefined && { after: writeTime(after) }),
  ...(standstill !== undefined && { standstill: writeTime(standstill) }),
});

const warmupMapping = mapping('{ tasks } or { after }', {
  tasks: count('The first so many tasks.', 0, limits.tasks).exactOptional(),
  after: duration('The tasks submitted before this.').exactOptional(),
}).transform((given, context): Warmup => {
  const keys = Object.keys(given);
  if (keys.length !== 1) report(context, { failure: messages.notOne('a warm-up', ['tasks', 'after'], keys) });
  if (given.tasks !== undefined) return { kind: 'tasks', tasks: given.tasks };
  return { kind: 'after', after: given.after! };
});

export const warmup: z.ZodType<Warmup> = z
  .union([
    choice('warm-up', 'Nothing, or found by a pilot.', ['none', 'auto']).transform((kind): Warmup => ({ kind })),
    warmupMapping,
  ])
  .meta({ description: 'What is left out of the figures, as part of the count of "stop".' })
  .prefault(defaults.warmup);

export function writeWarmup(warmup: Warmup): Plain {
  if (warmup.kind === 'tasks') return { tasks: warmup.tasks };
  if (warmup.kind === 'after') return { after: writeTime(warmup.after) };
  return warmup.kind;
}

const listOfTexts = (expected: string, item: string, description: string): z.ZodType<string[]> =>
  listOf(expected, text(item, `${item[0]!.toUpperCase()}${item.slice(1)}.`), limits.listItems).meta({ description });

export const invariants: z.ZodType<'all' | string[]> = z
  .union([
    choice('choice of invariants', 'Every invariant that applies.', ['all']),
    listOfTexts('a list of invariants', 'the name of an invariant', 'Only these.'),
  ])
  .meta({ description: 'What must hold in every run.' })
  .prefault(defaults.invariants);

export const primary: z.ZodType<string[]> = listOfTexts(
  'a list of metrics',
  'the name of a metric',
  `The metrics that verdicts are about; others are descriptive. Default: ${defaults.primary.join(', ')}.`,
);
export const thresholds: z.ZodType<string[]> = listOfTexts(
  'a list of thresholds',
  'a threshold, such as "latency.p99 < 250 ms"',
  'What the mean of each cell must fulfil: metric, comparison, bound.',
).prefault([]);
export const assumptions: z.ZodType<string[]> = listOfTexts(
  'a list of texts',
  'an assumption, in words',
  'What is taken for granted; reports repeat it.',
).prefault([]);

const writeTime = (value: Duration): string => writeQuantity(value, time);
