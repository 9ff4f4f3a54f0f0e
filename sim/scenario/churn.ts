// How nodes come and go by themselves: distributions, published fits, traces, and the hours in which they sleep.

import { z } from 'zod';
import { type Failure, ln, microseconds } from '../../core/foundation/index.ts';
import { CsvReader, type CsvRow } from './csv.ts';
import { defaults } from './defaults.ts';
import { isAlwaysZero, timeDistribution, writeTimeDistribution } from './distributions.ts';
import { choice, filePath, leaf, mapping, report } from './kit.ts';
import * as messages from './messages.ts';
import { readQuantity, time } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Churn, SleepHours } from './types.ts';

export type WrittenChurn = Churn | { readonly trace: string };

const HOUR = 3_600_000_000;

interface Fit {
  readonly churn: Pick<Churn, 'up' | 'down'>;
  readonly source: string;
}

/** Published fits, by name. */
export const churnFits: Readonly<Record<string, Fit>> = {
  'seti-at-home': {
    churn: {
      up: { kind: 'weibull', shape: 0.393, scale: 2.964 * HOUR },
      down: { kind: 'lognormal', mu: -0.586 + ln(HOUR), sigma: 2.844 },
    },
    source: 'fit to SETI@home hosts, from the default parameters of ComBoS (arcos-combos, commit 1078912)',
  },
  rakesearch: {
    churn: {
      up: { kind: 'weibull', shape: 0.357, scale: 43.652 * HOUR },
      down: {
        kind: 'phases',
        phases: [
          { share: 0.338, mean: HOUR / 0.029 },
          { share: 0.39, mean: HOUR / 30.121 },
          { share: 0.272, mean: HOUR / 1.069 },
        ],
      },
    },
    source:
      'fit to RakeSearch hosts, from a fork of ComBoS (rolan018/combos, commit a4fc81a), whose parameters of the time offline are read as rates per hour',
  },
};

const start = choice(
  'the beginning of churn',
  'Whether a run meets nodes as at any moment of a long time (equilibrium), or just come online (up).',
  ['equilibrium', 'up'],
).prefault(defaults.churnStart);

const named: z.ZodType<WrittenChurn> = choice('the fit', 'A published fit.', Object.keys(churnFits)).transform(
  (fit): WrittenChurn => ({ ...churnFits[fit]!.churn, start: defaults.churnStart, fit }),
);

const described: z.ZodType<WrittenChurn> = mapping('{ up, down }, { fit } or { trace }', {
  up: timeDistribution('How long a node stays online.')
    .transform((up, context) => {
      if (isAlwaysZero(up)) report(context, { failure: messages.neverMoves('the time online') });
      return up;
    })
    .exactOptional(),
  down: timeDistribution('How long it then stays offline.').exactOptional(),
  fit: choice('the fit', 'A published fit, in place of "up" and "down".', Object.keys(churnFits)).exactOptional(),
  trace: filePath(
    'a path, such as ./online.csv',
    'In place of both: a file "node,from,until" that says when each node of the group is online.',
  ).exactOptional(),
  start,
}).transform(({ up, down, fit, trace, start }, context): WrittenChurn => {
  const own = up !== undefined || down !== undefined;
  const forms = [
    ...(own ? ['up'] : []),
    ...(fit === undefined ? [] : ['fit']),
    ...(trace === undefined ? [] : ['trace']),
  ];
  if (forms.length > 1) report(context, { failure: messages.notOne('churn', ['up and down', 'fit', 'trace'], forms) });
  if (trace !== undefined) return { trace };
  if (fit !== undefined) return { ...churnFits[fit]!.churn, start, fit };
  for (const [key, distribution] of Object.entries({ up, down })) {
    if (distribution === undefined)
      report(context, { failure: messages.missing('a distribution of a duration') }, [key]);
    else if (start === 'equilibrium' && distribution.kind === 'pareto' && distribution.shape <= 1) {
      report(context, { failure: messages.noEquilibrium(key) }, [key]);
    }
  }
  return up === undefined || down === undefined ? z.NEVER : { up, down, start };
});

export const churn: z.ZodType<WrittenChurn> = z
  .union([named, described])
  .meta({ description: 'Nodes leave and come back by themselves: { up, down }, a published fit, or { trace: FILE }.' });

export function writeChurn(churn: WrittenChurn): Plain {
  if ('trace' in churn) return { trace: churn.trace };
  if (churn.fit !== undefined) return { fit: churn.fit, start: churn.start };
  return { up: writeTimeDistribution(churn.up), down: writeTimeDistribution(churn.down), start: churn.start };
}

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** A time of day, in microseconds after midnight. */
const timeOfDay = (description: string): z.ZodType<number> =>
  leaf(
    'a time of day, such as 23:30',
    { type: 'string', pattern: CLOCK.source, description, example: '23:30' },
    (written) => {
      const parts = typeof written === 'string' ? CLOCK.exec(written) : null;
      if (parts === null) return { ok: false, failures: [messages.wrongType('a time of day, such as "23:30"')] };
      return { ok: true, value: Number(parts[1]) * HOUR + Number(parts[2]) * (HOUR / 60) };
    },
  );

export const sleep: z.ZodType<SleepHours> = mapping('{ from, until }', {
  from: timeOfDay('When nodes go offline each day, by the clocks of their region.'),
  until: timeOfDay('When they come back.'),
})
  .transform((given, context): SleepHours => {
    if (given.from === given.until) report(context, { failure: messages.sleepsNever() });
    return given;
  })
  .meta({
    description: 'Nodes are offline each day between these hours, by the clocks of their region (UTC if unknown).',
  });

export const writeSleep = ({ from, until }: SleepHours): Plain => ({ from: clock(from), until: clock(until) });

function clock(at: number): string {
  const minutes = Math.round(at / (HOUR / 60));
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** When each node of a group is online, by its number, in order. */
export type OnlineTrace = ReadonlyMap<number, readonly (readonly [from: number, until: number])[]>;

export const onlineTraces = (): CsvReader<OnlineTrace> => new CsvReader(['node', 'from', 'until'], onlineOf);

function onlineOf(rows: readonly CsvRow[], complain: (row: CsvRow, failure: Failure) => void): OnlineTrace {
  const online = new Map<number, (readonly [number, number])[]>();
  for (const row of rows) {
    const node = Number(row.fields[0]);
    const [from, until] = [row.fields[1]!, row.fields[2]!].map((field) => {
      const read = readQuantity(/[a-z]/i.test(field) ? field : `${field} s`, time);
      if (!read.ok) complain(row, { ...read.failures[0]!, got: field });
      return read.ok ? microseconds(read.value) : 0;
    }) as [number, number];
    if (!Number.isInteger(node) || node < 1) complain(row, messages.badNodeNumber());
    const known = online.get(node) ?? [];
    const last = known.at(-1)?.[1] ?? 0;
    if (until <= from || from < last || (known.length > 0 && from === last)) complain(row, messages.notAfter());
    known.push([from, until]);
    online.set(node, known);
  }
  return online;
}
