// What the schema of scenario files names: kinds of distributions and arrivals, and the device that is built in.

import { scenarioJsonSchema } from '../sim/scenario/index.ts';
import type { Entry, EntryParameter } from './entry.ts';

/** The part of JSON Schema that is read here. */
interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly not?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly $defs?: Readonly<Record<string, Node>>;
}

/** What stands below a definition of the schema, each as an entry. */
export function kindsOf(definition: 'distribution-of-time' | 'arrivals'): readonly Entry[] {
  return supported(definitionOf(definition)).map(([name, node]) => ({
    name,
    summary: node.description ?? '',
    parameters: parametersOf(node),
  }));
}

/** The device of those who name none. */
export function genericDevice(): Entry {
  const named = root().properties?.['nodes']?.items?.properties?.['device'];
  const summary = 'what a node is that names no device; describe others under "devices"';
  return { name: String(named?.default), summary, parameters: parametersOf(definitionOf('device')) };
}

const root = (): Node => scenarioJsonSchema();
const definitionOf = (name: string): Node => root().$defs?.[name] ?? {};

const supported = ({ properties = {} }: Node): readonly (readonly [string, Node])[] =>
  Object.entries(properties).filter(([, { not }]) => not === undefined);

function parametersOf(node: Node): readonly EntryParameter[] {
  return supported(node).map(([name, { description = '', default: value }]) => ({
    name,
    description,
    ...(value === undefined ? {} : { default: written(value) }),
  }));
}

function written(value: unknown): number | boolean | string {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return JSON.stringify(value);
}
