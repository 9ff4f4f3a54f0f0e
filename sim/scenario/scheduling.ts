// The section `scheduling`: a strategy by name or by file, and its parameters.

import { z } from 'zod';
import { failed, success } from '../../core/foundation/index.ts';
import { findStrategy, type StrategyDefinition, strategies } from '../../core/scheduling/index.ts';
import { defaults } from './defaults.ts';
import type { SchemaFailure } from './issues.ts';
import { choice, leaf } from './kit.ts';
import * as messages from './messages.ts';
import { parameterFields, readParameters, writeParameters } from './parameters.ts';
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
      ...parameterFields(strategies),
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
  const all = [...strategies, ...[...own.values()].map((each) => each.definition)];
  const read = readParameters(parameters, definition, {
    section: 'scheduling',
    noun: 'strategy',
    all,
    keys: ['strategy', 'queue'],
  });
  const chosen: Cell['scheduling'] = {
    name: file === undefined ? definition.name : strategy,
    parameters: read.parameters,
    ...(file && { sha256: file.sha256 }),
    ...(queue !== undefined && { queue }),
  };
  return { value: { chosen, notes: read.notes }, failures: read.failures };
}

export function writeScheduling({ name, parameters, queue }: Cell['scheduling'], own: OwnStrategies): Plain {
  const declared = (own.get(name)?.definition ?? findStrategy(name))?.parameters ?? {};
  return { strategy: name, ...writeParameters(parameters, declared), ...(queue !== undefined && { queue }) };
}
