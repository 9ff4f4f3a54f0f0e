// Parameters of what a scenario names: strategies, policies, behaviours. Each declares its own; a file gives some.

import { z } from 'zod';
import { type Failure, failed, microseconds, type Result, success } from '../../core/foundation/index.ts';
import type { Parameter, ParameterValue } from '../../core/scheduling/index.ts';
import type { SchemaFailure } from './issues.ts';
import { checked, type Meta, type Rule, readCount } from './kit.ts';
import * as messages from './messages.ts';
import { readFraction, readQuantity, time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';

/** Something with parameters. */
export interface Parametric {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/** Where parameters are read, and what else could be meant there. */
export interface Surroundings {
  readonly section: string;
  readonly noun: string;
  /** Parameters of the others are inert. */
  readonly all: readonly Parametric[];
  /** Keys of the mapping that are not parameters. */
  readonly keys: readonly string[];
}

export interface ReadParameters {
  /** All of them, those that were not given at their defaults. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly failures: readonly SchemaFailure[];
  /** Keys that do nothing here, and whose they are. */
  readonly notes: readonly string[];
}

export function readParameters(
  written: Readonly<Record<string, unknown>>,
  definition: Parametric,
  surroundings: Surroundings,
): ReadParameters {
  const failures: SchemaFailure[] = [];
  const notes: string[] = [];
  const given: Record<string, ParameterValue> = {};
  for (const [key, value] of Object.entries(written)) {
    const name = parameterName(definition, key);
    const failure = name === undefined ? strange(key, definition, surroundings, notes) : undefined;
    if (failure !== undefined) failures.push({ path: [key], failure, key: true });
    if (name === undefined) continue;
    if (Object.hasOwn(given, name))
      failures.push({ path: [key], failure: messages.twice('parameter', name), key: true });
    const read = readParameter(value, definition.parameters[name]!);
    if (read.ok) given[name] = read.value;
    else failures.push(...read.failures.map((each) => ({ path: [key], failure: each, key: false })));
  }
  const values = Object.entries(definition.parameters).map(([name, { default: usual }]) => [
    name,
    given[name] ?? usual,
  ]);
  return { parameters: Object.fromEntries(values) as Record<string, ParameterValue>, failures, notes };
}

export function writeParameters(
  parameters: Readonly<Record<string, ParameterValue>>,
  declared: Parametric['parameters'],
): Readonly<Record<string, Plain>> {
  const written = Object.entries(parameters).map(([key, value]): [string, Plain] => [
    key,
    declared[key]?.kind === 'duration' ? writeQuantity(Number(value), time) : value,
  ]);
  return Object.fromEntries(written);
}

function parameterName({ parameters }: Parametric, key: string): string | undefined {
  if (Object.hasOwn(parameters, key)) return key;
  return Object.keys(parameters).find((name) => parameters[name]!.aliases?.includes(key));
}

/** A key that this one does not have: inert if it is another one's, else a failure. */
function strange(
  key: string,
  definition: Parametric,
  { section, noun, all, keys }: Surroundings,
  notes: string[],
): Failure | undefined {
  const owners = all.filter((other) => parameterName(other, key) !== undefined).map(({ name }) => name);
  if (owners.length === 0) {
    const known = all.flatMap(({ parameters }) => Object.keys(parameters));
    const near = Object.keys(definition.parameters);
    return messages.strangeParameter(key, noun, definition.name, near, [...keys, ...near, ...new Set(known)]);
  }
  notes.push(messages.inertParameter(`${section}.${key}`, definition.name, owners));
  return undefined;
}

function readParameter(written: unknown, parameter: Parameter): Result<ParameterValue> {
  const { kind, min, choices = [] } = parameter;
  const least: Rule<number> = (value) =>
    min !== undefined && value < min ? messages.outOfRange(`at least ${min}`) : undefined;
  if (written === null) return failed(messages.empty(expectation(parameter)));
  if (kind === 'count') return readCount(written, min ?? 0, COUNT_MAX);
  if (kind === 'fraction') return checked(readFraction(written), least);
  if (kind === 'duration') {
    const read = checked(readQuantity(written, time), least);
    return read.ok ? success(microseconds(read.value)) : read;
  }
  if (kind === 'number') {
    const finite = typeof written === 'number' && Number.isFinite(written);
    return finite ? checked(success(written), least) : failed(messages.wrongType(expectation(parameter)));
  }
  if (kind === 'flag') {
    return typeof written === 'boolean' ? success(written) : failed(messages.wrongType(expectation(parameter)));
  }
  if (typeof written !== 'string') return failed(messages.wrongType(expectation(parameter)));
  return choices.includes(written) ? success(written) : failed(messages.unknownName('choice', written, choices));
}

const COUNT_MAX = 1_000_000;

function expectation({ kind, choices = [] }: Parameter): string {
  if (kind === 'choice') return choices.join(' or ');
  return {
    count: 'a whole number',
    fraction: 'a fraction, such as 5 %',
    duration: 'a duration, such as 30 ms',
    number: 'a number',
    flag: 'true or false',
  }[kind];
}

/** Every parameter of all of them, for editors: what is given is read once it is known whose it is. */
export function parameterFields(all: readonly Parametric[]): Record<string, z.ZodExactOptional<z.ZodUnknown>> {
  const described = new Map<string, Meta>();
  for (const { name, parameters } of all) {
    for (const [key, parameter] of Object.entries(parameters)) {
      for (const spelling of [key, ...(parameter.aliases ?? [])]) {
        const before = described.get(spelling)?.['description'];
        const text = `${name}: ${parameter.description} (default ${defaultText(parameter)}).`;
        const description = typeof before === 'string' ? `${before} ${text}` : `Of ${text}`;
        described.set(spelling, { ...jsonOf(parameter), description });
      }
    }
  }
  const fields = [...described].map(([key, meta]) => [key, z.unknown().meta(meta).exactOptional()] as const);
  return Object.fromEntries(fields);
}

function defaultText({ kind, default: usual }: Parameter): string {
  return kind === 'duration' ? writeQuantity(Number(usual), time) : String(usual);
}

function jsonOf({ kind, min, choices }: Parameter): Meta {
  const minimum = min === undefined ? {} : { minimum: min };
  if (kind === 'count') return { type: 'integer', ...minimum };
  if (kind === 'number') return { type: 'number', ...minimum };
  if (kind === 'fraction') return { type: ['string', 'number'], example: '5 %' };
  if (kind === 'flag') return { type: 'boolean' };
  return kind === 'choice' ? { enum: choices } : { type: 'string', example: '30 ms' };
}
