// The key `behaviour` of a group of nodes: one or more ways of lying, by name or in a file, each with its parameters.

import { z } from 'zod';
import { failed, type Result, success } from '../../core/foundation/index.ts';
import {
  type BehaviourDefinition,
  behaviours,
  clientBehaviours,
  findBehaviour,
  findClientBehaviour,
  memberBehaviours,
} from '../adversary/index.ts';
import { type SchemaFailure } from './issues.ts';
import { leaf, report } from './kit.ts';
import * as messages from './messages.ts';
import { type Parametric, readParameters, writeParameters } from './parameters.ts';
import { isPath, type Path, type Plain } from './tree.ts';
import type { ChosenBehaviour } from './types.ts';

const EXPECTED = 'a behaviour, such as saboteur or { saboteur: { rate: 10 % } }, or a list of them';
const EXTENSION = /\.[cm]?[jt]s$/;

/** Behaviours from users' own files, by absolute path. */
export type OwnBehaviours = ReadonlyMap<string, { readonly definition: BehaviourDefinition; readonly sha256: string }>;

type Given = Readonly<Record<string, unknown>>;

interface Written {
  readonly name: string;
  readonly given: Given;
  /** Where its parameters are. */
  readonly path: Path;
}

/** Of a user's own file the parameters are read once it is loaded. */
export interface WrittenBehaviour extends ChosenBehaviour {
  readonly own?: Omit<Written, 'name'>;
}

/** A name, a mapping of names to parameters, or a list of those. */
function ofThese(
  all: readonly Parametric[],
  description: string,
  files: boolean,
): z.ZodType<readonly WrittenBehaviour[]> {
  const names = all.map(({ name }) => name);
  const file = { type: 'string', pattern: '^(\\.{1,2})?/|^[A-Za-z]:' };
  const name = files ? { anyOf: [{ enum: names }, file] } : { enum: names };
  const written: z.ZodType<readonly Written[]> = leaf(
    EXPECTED,
    {
      description: `${description}: see "ambient list behaviours" and docs/adversary.md. Several at once are worn one over the other.`,
      anyOf: [
        ...(files ? [{ enum: names }, file] : [name]),
        { type: 'object', propertyNames: name },
        { type: 'array' },
      ],
    },
    (value) => readWritten(value, files, names, []),
  );
  return written.transform((given, context) =>
    given.flatMap((each): WrittenBehaviour[] => {
      if (files && isPath(each.name)) return [{ name: each.name, parameters: {}, own: each }];
      const definition = all.find((one) => one.name === each.name);
      if (definition === undefined) {
        const failure = messages.unknownName('behaviour', each.name, names);
        report(context, { failure, key: true }, [...each.path]);
        return [];
      }
      const { parameters, failures } = read(each, definition);
      for (const { path, failure, key } of failures) report(context, { failure, key }, [...path]);
      return [{ name: each.name, parameters }];
    }),
  );
}

export const behaviour: z.ZodType<readonly WrittenBehaviour[]> = ofThese(
  behaviours,
  'How its nodes lie, by name or by a file of your own (./mine.ts, .js or .mjs)',
  true,
);
export const clientBehaviour: z.ZodType<readonly ChosenBehaviour[]> = ofThese(
  clientBehaviours,
  'How its clients cheat',
  false,
);
export const memberBehaviour: z.ZodType<readonly ChosenBehaviour[]> = ofThese(memberBehaviours, 'How it lies', false);

function readWritten(value: unknown, files: boolean, names: readonly string[], at: Path): Result<readonly Written[]> {
  if (typeof value === 'string') {
    if (names.includes(value) || (files && isPath(value))) return success([{ name: value, given: {}, path: at }]);
    return failed(
      files && EXTENSION.test(value) ? messages.missingDot(value) : messages.unknownName('behaviour', value, names),
    );
  }
  if (Array.isArray(value)) {
    const all: Written[] = [];
    for (const [index, item] of (value as unknown[]).entries()) {
      const each = readWritten(item, files, names, [...at, index]);
      if (!each.ok) return each;
      all.push(...each.value);
    }
    return success(all);
  }
  if (typeof value !== 'object' || value === null) return failed(messages.wrongType(EXPECTED));
  const entries = Object.entries(value as Given);
  const odd = entries.find(([, given]) => given !== null && typeof given !== 'object');
  if (odd !== undefined) return failed(messages.wrongType(`{ ${odd[0]}: { … } } with its parameters`));
  return success(entries.map(([name, given]) => ({ name, given: (given ?? {}) as Given, path: [...at, name] })));
}

function read({ given, path }: Omit<Written, 'name'>, definition: Parametric): Read {
  const surroundings = { section: 'behaviour', noun: 'behaviour', all: [definition], keys: [] };
  const { parameters, failures } = readParameters(given, definition, surroundings);
  return { parameters, failures: failures.map((failure) => ({ ...failure, path: [...path, ...failure.path] })) };
}

interface Read {
  readonly parameters: ChosenBehaviour['parameters'];
  readonly failures: readonly SchemaFailure[];
}

/** With the parameters of users' own, or what is wrong with them. Files that could not be loaded were complained of. */
export function chooseBehaviours(
  written: readonly WrittenBehaviour[],
  own: OwnBehaviours,
): { readonly chosen: readonly ChosenBehaviour[]; readonly failures: readonly SchemaFailure[] } {
  const failures: SchemaFailure[] = [];
  const chosen = written.flatMap(({ own: given, ...built }): ChosenBehaviour[] => {
    const file = own.get(built.name);
    if (given === undefined) return [built];
    if (file === undefined) return [];
    const found = read(given, file.definition);
    failures.push(...found.failures);
    return [{ name: built.name, parameters: found.parameters, sha256: file.sha256 }];
  });
  return { chosen, failures };
}

/** What a resolved scenario calls by this name. */
export const behaviourCalled = (name: string, own: OwnBehaviours): BehaviourDefinition | undefined =>
  own.get(name)?.definition ?? findBehaviour(name);

export const writeBehaviours = (written: readonly WrittenBehaviour[], own: OwnBehaviours): Plain =>
  write(chooseBehaviours(written, own).chosen, (name) => behaviourCalled(name, own));
export const writeClientBehaviours = (chosen: readonly ChosenBehaviour[]): Plain => write(chosen, findClientBehaviour);
export const writeMemberBehaviours = (chosen: readonly ChosenBehaviour[]): Plain =>
  write(chosen, (name) => memberBehaviours.find((one) => one.name === name));

const write = (chosen: readonly ChosenBehaviour[], find: (name: string) => Parametric | undefined): Plain =>
  chosen.map(({ name, parameters }) => ({ [name]: { ...writeParameters(parameters, find(name)!.parameters) } }));
