// The key `behaviour` of a group of nodes: one or more ways of lying, by name, each with its parameters.

import { z } from 'zod';
import { failed, type Result, success } from '../../core/foundation/index.ts';
import { behaviours, memberBehaviours } from '../adversary/index.ts';
import { type SchemaFailure } from './issues.ts';
import { leaf, report } from './kit.ts';
import * as messages from './messages.ts';
import { type Parametric, readParameters, writeParameters } from './parameters.ts';
import type { Plain } from './tree.ts';
import type { ChosenBehaviour } from './types.ts';

const EXPECTED = 'a behaviour, such as saboteur or { saboteur: { rate: 10 % } }, or a list of them';

type Written = readonly { readonly name: string; readonly parameters: Readonly<Record<string, unknown>> }[];

/** A name, a mapping of names to parameters, or a list of those. */
function ofThese(all: readonly Parametric[], description: string): z.ZodType<readonly ChosenBehaviour[]> {
  const names = all.map(({ name }) => name);
  const written: z.ZodType<Written> = leaf(
    EXPECTED,
    {
      description: `${description}: see "ambient list behaviours". Several at once are worn one over the other.`,
      anyOf: [{ enum: names }, { type: 'object', propertyNames: { enum: names } }, { type: 'array' }],
    },
    (value) => readWritten(value, names),
  );
  return written.transform((given, context) => {
    const failures: SchemaFailure[] = [];
    const chosen = given.flatMap(({ name, parameters }): ChosenBehaviour[] => {
      const definition = all.find((one) => one.name === name);
      if (definition === undefined) {
        failures.push({ path: [name], failure: messages.unknownName('behaviour', name, names), key: true });
        return [];
      }
      const surroundings = { section: 'behaviour', noun: 'behaviour', all: [definition], keys: [] };
      const read = readParameters(parameters, definition, surroundings);
      failures.push(...read.failures.map((failure) => ({ ...failure, path: [name, ...failure.path] })));
      return [{ name, parameters: read.parameters }];
    });
    for (const { path, failure, key } of failures) report(context, { failure, key }, [...path]);
    return chosen;
  });
}

export const behaviour: z.ZodType<readonly ChosenBehaviour[]> = ofThese(behaviours, 'How its nodes lie');
export const memberBehaviour: z.ZodType<readonly ChosenBehaviour[]> = ofThese(memberBehaviours, 'How it lies');

function readWritten(value: unknown, names: readonly string[]): Result<Written> {
  if (typeof value === 'string') {
    return names.includes(value)
      ? success([{ name: value, parameters: {} }])
      : failed(messages.unknownName('behaviour', value, names));
  }
  if (Array.isArray(value)) {
    const all: Written[number][] = [];
    for (const item of value as unknown[]) {
      const read = readWritten(item, names);
      if (!read.ok) return read;
      all.push(...read.value);
    }
    return success(all);
  }
  if (typeof value !== 'object' || value === null) return failed(messages.wrongType(EXPECTED));
  const entries = Object.entries(value as Record<string, unknown>);
  const odd = entries.find(([, given]) => given !== null && typeof given !== 'object');
  if (odd !== undefined) return failed(messages.wrongType(`{ ${odd[0]}: { … } } with its parameters`));
  return success(entries.map(([name, given]) => ({ name, parameters: (given ?? {}) as Record<string, unknown> })));
}

export const writeBehaviours = (chosen: readonly ChosenBehaviour[]): Plain => write(chosen, behaviours);
export const writeMemberBehaviours = (chosen: readonly ChosenBehaviour[]): Plain => write(chosen, memberBehaviours);

const write = (chosen: readonly ChosenBehaviour[], all: readonly Parametric[]): Plain =>
  chosen.map(({ name, parameters }) => ({
    [name]: { ...writeParameters(parameters, all.find((one) => one.name === name)!.parameters) },
  }));
