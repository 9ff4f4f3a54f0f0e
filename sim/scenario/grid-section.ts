// The sections `grid` and `start`: carbon intensities of a user's own, and the hour at which a run begins.

import { z } from 'zod';
import type { Failure } from '../../core/foundation/index.ts';
import { CsvReader, type CsvRow } from './csv.ts';
import { zoneNames } from './grid.ts';
import { filePath, leaf, mapping } from './kit.ts';
import * as messages from './messages.ts';
import { carbonIntensity, readQuantity } from './quantities.ts';
import { regions } from './regions.ts';
import type { CarbonSeries } from './types.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface WrittenGrid {
  /** The path of a file. */
  readonly carbon?: string;
}

export const grid: z.ZodType<WrittenGrid> = mapping('{ carbon }', {
  carbon: filePath(
    'a path, such as ./carbon.csv',
    'A file "zone,time,intensity" of carbon intensities that win over the built-in ones.',
  ).exactOptional(),
})
  .transform((given): WrittenGrid => given)
  .meta({ description: 'The electricity grids that nodes hang on.' })
  .prefault({});

const INSTANT = /^(?:(\d{4})-(\d{2})-(\d{2})[T ])?([01]?\d|2[0-3]):([0-5]\d)Z?$/;

/** Microseconds since midnight UTC; since 1970 if the text names a date. Undefined if it is neither. */
export function readInstant(text: string): { readonly at: number; readonly dated: boolean } | undefined {
  const parts = INSTANT.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute] = parts;
  const time = Number(hour) * HOUR + Number(minute) * MINUTE;
  if (year === undefined) return { at: time, dated: false };
  const days = daysSince1970(Number(year), Number(month), Number(day));
  return days === undefined ? undefined : { at: days * DAY + time, dated: true };
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysSince1970(year: number, month: number, day: number): number | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && leap ? 29 : MONTH_LENGTHS[month - 1];
  if (length === undefined || day < 1 || day > length || year < 1970) return undefined;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  const months = MONTH_LENGTHS.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return (year - 1970) * 365 + leapDays + months + (leap && month > 2 ? 1 : 0) + day - 1;
}

/** When time 0 of a run is, in UTC: microseconds since 1970, or since midnight of a day without a date. */
export const start: z.ZodType<number> = leaf(
  'a time in UTC, such as 06:00 or 2020-06-21T06:00Z',
  {
    type: 'string',
    pattern: INSTANT.source,
    description:
      'When the run begins, in UTC: a time of day, with a date if carbon intensities of your own have dates.',
    example: '06:00',
  },
  (written) => {
    const instant = typeof written === 'string' ? readInstant(written) : undefined;
    return instant === undefined
      ? { ok: false, failures: [messages.wrongType('a time in UTC, such as "06:00" or "2020-06-21T06:00Z"')] }
      : { ok: true, value: instant.at };
  },
).prefault('00:00');

export function writeStart(at: number): string {
  const minutes = Math.floor((at % DAY) / MINUTE);
  const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const days = Math.floor(at / DAY);
  return days === 0 ? time : `${dateOf(days)}T${time}Z`;
}

function dateOf(days: number): string {
  let year = 1970 + Math.floor(days / 366);
  while (daysSince1970(year + 1, 1, 1)! <= days) year++;
  let month = 1;
  while (month < 12 && daysSince1970(year, month + 1, 1)! <= days) month++;
  return `${year}-${two(month)}-${two(days - daysSince1970(year, month, 1)! + 1)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** By zone or region. */
export type CarbonTable = Readonly<Record<string, CarbonSeries>>;

export const carbonTables = (): CsvReader<CarbonTable> => new CsvReader(['zone', 'time', 'intensity'], carbonOf);

interface Series {
  readonly dated: boolean;
  readonly at: number[];
  readonly grams: number[];
}

function carbonOf(rows: readonly CsvRow[], complain: (row: CsvRow, failure: Failure) => void): CarbonTable {
  const known = [...zoneNames, ...Object.keys(regions)];
  const table: Record<string, Series> = {};
  for (const row of rows) {
    const [zone, time, intensity] = row.fields as [string, string, string];
    const instant = readInstant(time);
    const grams = readQuantity(/[a-z]/i.test(intensity) ? intensity : `${intensity} g/kWh`, carbonIntensity);
    if (!known.includes(zone)) complain(row, messages.unknownName('zone or region', zone, known));
    if (instant === undefined) complain(row, { ...messages.badTime(), got: time });
    if (!grams.ok) complain(row, { ...grams.failures[0]!, got: intensity });
    if (instant === undefined || !grams.ok) continue;
    const series = (table[zone] ??= { dated: instant.dated, at: [], grams: [] });
    if (series.dated !== instant.dated) complain(row, messages.mixedTimes());
    else if (instant.at <= (series.at.at(-1) ?? -1)) complain(row, messages.notLater(zone));
    series.at.push(instant.at);
    series.grams.push(grams.value);
  }
  return table;
}
