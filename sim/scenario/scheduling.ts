// The section `scheduling`: a strategy by name or by file, and its parameters.

import { z } from 'zod';
import { type Failure, failed, microseconds, type Result, success } from '../../core/foundation/index.ts';
import {
  findStrategy,
  type Parameter,
  type ParameterValue,
  type StrategyDefinition,
  strategies,
} from '../../core/scheduling/index.ts';
import { defaults } from './defaults.ts';
import type { SchemaFailure } from './issues.ts';
import { checked, choice, leaf, type Meta, type Rule, readCount } from './kit.ts';
import * as messages from './messages.ts';
import { readFraction, readQuantity, time, writeQuantity } from './quantities.ts';
import { isPath, type Plain } from './tree.ts';
import type { Cell } from './types.ts';

export interface WrittenScheduling {
  /** A name, or the absolute path of a file. */
  readonly strategy: string;
  readonly queue?: 'node' | 'central';
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Strategies from users' own files, by absolute path. */
export type OwnStrategies = ReadonlyMap<string, { readonly definition: StrategyDefinition; readonly sha256: string }>;

export interface ChosenScheduling {
  readonly chosen: Cell['scheduling'];
  /** Keys that do nothing here, and whose they are. */
  readonly notes: readonly string[];
}

const EXTENSION = /\.[cm]?[jt]s$/;

const strategy: z.ZodType<string> = leaf(
  'the name of a strategy, or the path of your own',
  {
    description: 'A strategy by name, or a file of your own (./mine.ts, .js or .mjs).',
    anyOf: [
      { enum: strategies.flatMap(({ name, aliases = [] }) => [name, ...aliases]) },
      { type: 'string', pattern: '^(\\.{1,2})?/|^[A-Za-z]:' },
    ],
  },
  (written) => {
    if (typeof written !== 'string')
      return failed(messages.wrongType('the name of a strategy, or the path of your own'));
    if (isPath(written)) return success(written);
    if (EXTENSION.test(written)) return failed(messages.missingDot(written));
    return findStrategy(written) === undefined
      ? failed(
          messages.unknownName(
            'strategy',
            written,
            strategies.map(({ name }) => name),
          ),
        )
      : success(written);
  },
);

const strategyMapping = z
  .looseObject(
    {
      strategy: strategy.prefault(defaults.scheduling),
      queue: choice('queue', 'Where tasks wait: at each node, or at the coordinator.', [
        'node',
        'central',
      ]).exactOptional(),
      ...parameterFields(),
    },
    { error: () => JSON.stringify({ expected: '{ strategy, … } with the parameters of the strategy' }) },
  )
  .transform(
    ({ strategy, queue, ...parameters }): WrittenScheduling => ({
      strategy,
      ...(queue !== undefined && { queue }),
      parameters,
    }),
  );

export const scheduling: z.ZodType<WrittenScheduling> = z
  .union([strategy.transform((strategy): WrittenScheduling => ({ strategy, parameters: {} })), strategyMapping])
  .meta({ description: 'Which node a task is given to.' })
  .prefault(defaults.scheduling);

/** The strategy with all of its parameters, or everything that is wrong with them. */
export function chooseScheduling(
  { strategy, queue, parameters }: WrittenScheduling,
  own: OwnStrategies,
): { value?: ChosenScheduling; failures: readonly SchemaFailure[] } {
  const file = own.get(strategy);
  const definition = file?.definition ?? findStrategy(strategy);
  if (definition === undefined) return { failures: [] };
  const failures: SchemaFailure[] = [];
  const notes: string[] = [];
  const given: Record<string, ParameterValue> = {};
  for (const [key, written] of Object.entries(parameters)) {
    const name = parameterName(definition, key);
    const failure = name === undefined ? strange(key, definition, own, notes) : undefined;
    if (failure !== undefined) failures.push({ path: [key], failure, key: true });
    if (name === undefined) continue;
    if (Object.hasOwn(given, name))
      failures.push({ path: [key], failure: messages.twice('parameter', name), key: true });
    const value = readParameter(written, definition.parameters[name]!);
    if (value.ok) given[name] = value.value;
    else failures.push(...value.failures.map((failure) => ({ path: [key], failure, key: false })));
  }
  const values = Object.entries(definition.parameters).map(([name, { default: usual }]) => [
    name,
    given[name] ?? usual,
  ]);
  const chosen: Cell['scheduling'] = {
    name: file === undefined ? definition.name : strategy,
    parameters: Object.fromEntries(values) as Record<string, ParameterValue>,
    ...(file && { sha256: file.sha256 }),
    ...(queue !== undefined && { queue }),
  };
  return { value: { chosen, notes }, failures };
}

function parameterName({ parameters }: StrategyDefinition, key: string): string | undefined {
  if (Object.hasOwn(parameters, key)) return key;
  return Object.keys(parameters).find((name) => parameters[name]!.aliases?.includes(key));
}

/** A key that the strategy does not have: inert if it is another strategy's, else a failure. */
function strange(
  key: string,
  definition: StrategyDefinition,
  own: OwnStrategies,
  notes: string[],
): Failure | undefined {
  const all = [...strategies, ...[...own.values()].map((file) => file.definition)];
  const owners = all.filter((other) => parameterName(other, key) !== undefined).map(({ name }) => name);
  if (owners.length === 0) {
    const known = all.flatMap(({ parameters }) => Object.keys(parameters));
    const near = Object.keys(definition.parameters);
    return messages.strangeParameter(key, definition.name, near, ['strategy', 'queue', ...near, ...new Set(known)]);
  }
  notes.push(messages.inertParameter(key, definition.name, owners));
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

export function writeScheduling({ name, parameters, queue }: Cell['scheduling'], own: OwnStrategies): Plain {
  const declared = (own.get(name)?.definition ?? findStrategy(name))?.parameters ?? {};
  const written = Object.entries(parameters).map(([key, value]): [string, Plain] => [
    key,
    declared[key]?.kind === 'duration' ? writeQuantity(Number(value), time) : value,
  ]);
  return { strategy: name, ...Object.fromEntries(written), ...(queue !== undefined && { queue }) };
}

/** Every parameter of every strategy, for editors: what is given is read once the strategy is known. */
function parameterFields(): Record<string, z.ZodExactOptional<z.ZodUnknown>> {
  const described = new Map<string, Meta>();
  for (const { name, parameters } of strategies) {
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
