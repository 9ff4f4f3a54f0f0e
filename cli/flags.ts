// Reads flags into values; each mistake is a failure that names the flag.

import { type Failure, failed, type Result, success } from '../core/foundation/index.ts';
import type { Given } from './command.ts';

/** Whether a flag without a value is given, however often. */
export const isSet = (given: Given, name: string): boolean => list(given, name).includes(true);

/** Every value of a flag that may be repeated, or of a positional that takes several. */
export function texts(given: Given, name: string): readonly string[] {
  return list(given, name).map(String);
}

function list(given: Given, name: string): readonly unknown[] {
  const value = given[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The value of a flag that may be given once. */
export function text(given: Given, name: string): Result<string | undefined> {
  const values = texts(given, name);
  if (values.length > 1) return usage(name, 'is given more than once', 'one value', values.join(', '));
  return success(values[0]);
}

/** A whole number of at least `from`. */
export function whole(given: Given, name: string, from: number): Result<number | undefined> {
  const written = text(given, name);
  if (!written.ok || written.value === undefined) return written as Result<undefined>;
  const value = parseWhole(written.value);
  if (value === undefined || value < from)
    return usage(name, 'is no such number', `a whole number from ${from}`, written.value);
  return success(value);
}

/** A positive fraction, as `0.02` or `2 %`. */
export function fraction(given: Given, name: string): Result<number | undefined> {
  const written = text(given, name);
  if (!written.ok || written.value === undefined) return written as Result<undefined>;
  const parts = /^(\d*\.?\d+)\s*(%?)$/.exec(written.value.trim());
  const value = parts === null ? Number.NaN : Number(parts[1]) / (parts[2] === '%' ? 100 : 1);
  if (!(value > 0 && value < 1))
    return usage(name, 'is no such fraction', 'between 0 and 1, such as 2 %', written.value);
  return success(value);
}

/** A number between two others, in decimal or scientific notation. */
export function real(
  given: Given,
  name: string,
  { above, below, example }: { readonly above: number; readonly below: number; readonly example: string },
): Result<number | undefined> {
  const written = text(given, name);
  if (!written.ok || written.value === undefined) return written as Result<undefined>;
  const value = written.value.trim() === '' ? Number.NaN : Number(written.value);
  if (value > above && value < below) return success(value);
  return usage(
    name,
    'is no such number',
    `more than ${above} and less than ${below}, such as ${example}`,
    written.value,
  );
}

/** Values separated by commas, repeated, or both; each one of `choices`. */
export function choices<T extends string>(given: Given, name: string, known: readonly T[]): Result<readonly T[]> {
  const words = texts(given, name).flatMap((value) => value.split(',').map((word) => word.trim()));
  const wrong = words.filter((word) => !known.some((choice) => choice === word));
  if (wrong.length > 0) return usage(name, 'is unknown', known.join(', '), wrong.join(', '));
  return success(known.filter((choice) => words.includes(choice)));
}

/** One of some words; the first if none is given. */
export function word<T extends string>(given: Given, flag: string, known: readonly T[]): Result<T> {
  const written = text(given, flag);
  if (!written.ok) return written;
  const found = known.find((each) => each === (written.value ?? known[0]));
  return found === undefined ? usage(flag, 'is unknown', known.join(', '), written.value ?? '') : success(found);
}

function parseWhole(written: string): number | undefined {
  const value = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

export const usage = (flag: string, complaint: string, expected: string, got: string): Result<never> =>
  failed({ code: 'usage', message: `--${flag} ${complaint}`, expected, got });

/** The failures of a result, none if it has a value. */
export const failuresOf = (result: Result<unknown>): readonly Failure[] => (result.ok ? [] : result.failures);
