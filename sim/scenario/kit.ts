// The few building blocks of the schema: zod schemas whose complaints are failures of messages.ts, and whose
// descriptions become the JSON Schema and the reference.

import { z } from 'zod';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import * as messages from './messages.ts';
import { type Dimension, quantityPattern, readFraction, readQuantity } from './quantities.ts';
import { isPath } from './tree.ts';

/** What an editor and the reference show of a value. */
export type Meta = Readonly<Record<string, unknown>>;

/** Carried by zod's issues. */
export interface IssueParams {
  readonly failure: Failure;
  /** Whether the key is to blame, and not its value. */
  readonly key?: boolean;
}

/** A value without parts of its own. `expected` reads as in "a duration, such as 30 ms". */
export function leaf<T>(expected: string, meta: Meta, read: (written: unknown) => Result<T>): z.ZodType<T> {
  return z
    .unknown()
    .transform((written, context) => {
      const result = written === undefined || written === null ? absent(written, expected) : read(written);
      if (result.ok) return result.value;
      for (const failure of result.failures) report(context, { failure });
      return z.NEVER;
    })
    .meta(meta);
}

const absent = (written: unknown, expected: string): Result<never> =>
  failed(written === null ? messages.empty(expected) : messages.missing(expected));

export function report(context: z.RefinementCtx, params: IssueParams, path: (string | number)[] = []): void {
  context.addIssue({ code: 'custom', path, params: { ...params } });
}

/** Wording for zod's own issues of one schema: read back by issues.ts. */
export interface Wording {
  readonly expected: string;
  readonly allowed?: readonly string[];
}

/** A mapping with exactly these keys; those of `later` schemas exist, but are refused. */
export function mapping<S extends z.ZodRawShape>(expected: string, shape: S): z.ZodObject<S, z.core.$strict> {
  const allowed = Object.keys(shape).filter((key) => !refused.has(shape[key] as z.ZodType));
  const wording: Wording = { expected, allowed };
  return z.strictObject(shape, { error: () => JSON.stringify(wording) });
}

/** A mapping of one key, which says what kind of thing its value describes. */
export function oneOf<S extends Record<string, z.ZodType>>(
  expected: string,
  kinds: S,
): z.ZodType<z.output<S[keyof S]>> {
  const shape = Object.fromEntries(
    Object.entries(kinds).map(([kind, schema]) => [kind, refused.has(schema) ? schema : z.exactOptional(schema)]),
  );
  return mapping(expected, shape)
    .meta({ minProperties: 1, maxProperties: 1 })
    .transform((given, context) => {
      const keys = Object.keys(given);
      if (keys.length === 1) return given[keys[0]!] as z.output<S[keyof S]>;
      report(context, { failure: messages.notOne(expected, Object.keys(kinds), keys) });
      return z.NEVER;
    });
}

export function listOf<T>(expected: string, item: z.ZodType<T>, max: number, min = 0): z.ZodType<T[]> {
  const error = (): string => JSON.stringify({ expected } satisfies Wording);
  const items = z.array(item, { error }).max(max, { error });
  return min > 0 ? items.min(min, { error }) : items;
}

/** A mapping from names of a person's choice. */
export function mapOf<T>(expected: string, value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z.record(z.string(), value, { error: () => JSON.stringify({ expected } satisfies Wording) });
}

const refused = new Set<z.ZodType>();

/** A key that exists in the format, and that this version refuses by name. */
export function later(what: string, instead?: string): z.ZodType<undefined> {
  const failure = messages.notSupportedYet(what, instead);
  const schema = z.exactOptional(
    z.unknown().transform((_, context): undefined => {
      report(context, { failure, key: true });
    }),
  );
  const described = schema.meta({ not: {}, description: `Not supported yet: ${what}.` });
  refused.add(described);
  return described;
}

/** A dimensional value in its base unit. */
export function quantity(dimension: Dimension, description: string, rule: Rule<number> = any): z.ZodType<number> {
  const expected = `${dimension.noun}, such as ${dimension.example}`;
  return leaf(
    expected,
    {
      type: dimension.bare === true ? ['string', 'number'] : 'string',
      pattern: quantityPattern(dimension),
      description,
      example: dimension.example,
    },
    (written) => checked(readQuantity(written, dimension), rule),
  );
}

/** What a value must fulfil beyond its form: a failure, or nothing. */
export type Rule<T> = (value: T) => Failure | undefined;
const any: Rule<unknown> = () => undefined;
export const positive: Rule<number> = (value) => (value > 0 ? undefined : messages.outOfRange('more than 0'));

export function checked<T>(result: Result<T>, rule: Rule<T>): Result<T> {
  const failure = result.ok ? rule(result.value) : undefined;
  return failure === undefined ? result : failed(failure);
}

export function count(description: string, min: number, max: number): z.ZodType<number> {
  const expected = `a whole number from ${min} to ${max}`;
  return leaf(expected, { type: 'integer', minimum: min, maximum: max, description }, (written) =>
    readCount(written, min, max),
  );
}

/** A whole number from `min` to `max`. `1_000` is one, too. */
export function readCount(written: unknown, min: number, max: number): Result<number> {
  const expected = `a whole number from ${min} to ${max}`;
  const grouped = typeof written === 'string' && /^\d{1,3}(_\d{3})+$/.test(written);
  const value = grouped ? Number(written.replaceAll('_', '')) : written;
  if (typeof value !== 'number') return failed(messages.wrongType(expected));
  if (!Number.isFinite(value)) return failed(messages.outOfRange(expected));
  if (!Number.isInteger(value)) return failed(messages.notWhole(expected));
  return value >= min && value <= max ? success(value) : failed(messages.outOfRange(expected));
}

/** A bare number. */
export function number(description: string, expected: string, rule: Rule<number> = any): z.ZodType<number> {
  return leaf(expected, { type: 'number', description }, (written) => {
    if (typeof written !== 'number') return failed(messages.wrongType(expected));
    return Number.isFinite(written) ? checked(success(written), rule) : failed(messages.outOfRange(expected));
  });
}

export function fraction(description: string, rule: Rule<number> = any): z.ZodType<number> {
  return leaf(
    'a fraction from 0 to 1, such as 5 % or 0.05',
    { type: ['string', 'number'], description, example: '5 %' },
    (written) => checked(readFraction(written), rule),
  );
}

export function flag(description: string): z.ZodType<boolean> {
  return leaf('true or false', { type: 'boolean', description }, (written) =>
    typeof written === 'boolean' ? success(written) : failed(messages.wrongType('true or false')),
  );
}

/** One of a few words. `later` ones are refused by name. */
export function choice<const T extends string>(
  noun: string,
  description: string,
  words: readonly T[],
  laterWords: readonly string[] = [],
): z.ZodType<T> {
  return leaf(words.join(' or '), { type: 'string', enum: words, description }, (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType(words.join(' or ')));
    if (laterWords.includes(written))
      return failed(messages.notSupportedYet(`${noun} "${written}"`, `use ${words.join(' or ')}`));
    const word = words.find((candidate) => candidate === written);
    return word === undefined ? failed(messages.unknownName(noun, written, words)) : success(word);
  });
}

const TEXT_LENGTH_MAX = 1_000;

export function text(expected: string, description: string): z.ZodType<string> {
  return leaf(expected, { type: 'string', description }, (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType(expected));
    if (written.trim() === '') return failed(messages.empty(expected));
    return written.length <= TEXT_LENGTH_MAX
      ? success(written)
      : failed(messages.outOfRange(`at most ${TEXT_LENGTH_MAX} characters`));
  });
}

/** Words of any script: they stand in paths, names of files and reports as they are. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N}]*([-_][\p{L}\p{M}\p{N}]+)*$/u;
/** Of what stands in no path: points are those of paths. */
const TITLE = /^\p{L}[\p{L}\p{M}\p{N}]*([-_.][\p{L}\p{M}\p{N}]+)*$/u;
const NAME_LENGTH_MAX = 64;

export const isName = (text: string): boolean => NAME.test(text) && text.length <= NAME_LENGTH_MAX;

/** A name that the user chooses. `noun` reads as in "a group". */
export const name = (noun: string, description: string): z.ZodType<string> => named(noun, description, NAME);

/** The name of a scenario, in which figures may stand, as in mm1-0.8. */
export const title = (noun: string, description: string): z.ZodType<string> => named(noun, description, TITLE);

function named(noun: string, description: string, pattern: RegExp): z.ZodType<string> {
  return leaf(
    `a name for ${noun}`,
    { type: 'string', pattern: pattern.source, maxLength: NAME_LENGTH_MAX, description },
    (written) => {
      if (typeof written !== 'string') return failed(messages.wrongType(`a name for ${noun}`));
      const fits = pattern.test(written) && written.length <= NAME_LENGTH_MAX;
      return fits ? success(written) : failed(messages.badName(noun));
    },
  );
}

export function filePath(expected: string, description: string): z.ZodType<string> {
  return leaf(expected, { type: 'string', description }, (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType(expected));
    return isPath(written) ? success(written) : failed(messages.missingDot(written));
  });
}
