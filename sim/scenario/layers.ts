// From files and options to one tree: extends < file < environment < settings.

import { basename, dirname, join, resolve } from 'node:path';
import { limits } from './defaults.ts';
import type { Diagnostics } from './diagnostics.ts';
import { readText } from './files.ts';
import { schemaFailures } from './issues.ts';
import { merge, type Step, setAt, stepsOf } from './merge.ts';
import * as messages from './messages.ts';
import { layerSections, topLevel } from './schema.ts';
import {
  directoryOf,
  isFree,
  type MapTree,
  type Origin,
  type Source,
  type Tree,
  toPlain,
  withoutKeys,
} from './tree.ts';
import { readYaml } from './yaml-source.ts';

export interface LayerOptions {
  readonly env?: string;
  readonly set?: readonly string[];
  readonly seed?: number;
  readonly seeds?: string;
}

/** The merged tree of a scenario file, without `extends` and `environments`; undefined if there is none. */
export function readLayers(file: string, options: LayerOptions, diagnostics: Diagnostics): MapTree | undefined {
  const chain = readChain(file, diagnostics);
  const [first, ...others] = chain.reverse();
  if (first === undefined) return undefined;
  const merged = others.reduce<Tree>((base, over) => merge(base, over), first);
  if (merged.kind !== 'map') return undefined;
  const changed = applyEnvironment(merged, options.env, diagnostics);
  const plain = withoutKeys(changed, (key) => Object.hasOwn(layerSections, key));
  return settings(options).reduce((tree, { label, text, order }) => {
    return applySetting(tree, { label, text, order, directory: resolve(), via: `${label} ${text}` }, diagnostics);
  }, plain);
}

/** The trees of a file and of those that it extends, the file itself first. */
function readChain(file: string, diagnostics: Diagnostics): MapTree[] {
  const chain: MapTree[] = [];
  const seen: string[] = [];
  let next: { label: string; says?: Origin } | undefined = { label: file };
  while (next !== undefined) {
    const { label, says }: { label: string; says?: Origin } = next;
    const path = resolve(label);
    const complain = (failure: ReturnType<typeof messages.badPath>): void => {
      if (says === undefined) diagnostics.add({ ...failure, place: { file: label, line: 1, column: 1 } });
      else diagnostics.at(says, failure, ['extends']);
    };
    const circle = seen.indexOf(path);
    if (circle >= 0) complain(messages.extendsCycle([...seen.slice(circle), path].map((one) => basename(one))));
    else if (seen.length > limits.extendsChain) complain(messages.extendsTooLong(limits.extendsChain));
    if (circle >= 0 || seen.length > limits.extendsChain) return chain;
    seen.push(path);
    const text = readText(path, label);
    if (!text.ok) {
      text.failures.forEach(complain);
      return chain;
    }
    const source: Source = { label, text: text.value, directory: directoryOf(path), order: seen.length };
    const tree = readMapping(source, diagnostics);
    if (tree === undefined) return chain;
    chain.push(tree);
    next = extended(tree, label, diagnostics);
  }
  return chain;
}

function readMapping(source: Source, diagnostics: Diagnostics): MapTree | undefined {
  const tree = readYaml(source, diagnostics);
  if (tree === undefined || tree.kind === 'map') return tree;
  diagnostics.at({ ...tree.origin, end: tree.origin.start + 1 }, messages.notAMapping());
  return undefined;
}

/** The file that a tree extends, named as seen from where the command runs. */
function extended(tree: MapTree, label: string, diagnostics: Diagnostics): { label: string; says: Origin } | undefined {
  const value = tree.entries.get('extends')?.value;
  if (value === undefined) return undefined;
  const given = value.kind === 'scalar' ? layerSections.extends.safeParse(value.value) : undefined;
  if (given?.success !== true) {
    diagnostics.of(tree, ['extends'], messages.wrongType('the path of one scenario file'));
    return undefined;
  }
  const isAbsolute = resolve(given.data) === given.data;
  return { label: isAbsolute ? given.data : join(dirname(label), given.data), says: value.origin };
}

function applyEnvironment(tree: MapTree, env: string | undefined, diagnostics: Diagnostics): MapTree {
  const environments = tree.entries.get('environments')?.value;
  if (environments !== undefined) checkEnvironments(tree, environments, diagnostics);
  if (env === undefined) return tree;
  const known = environments?.kind === 'map' ? environments.entries : new Map<string, never>();
  const chosen = known.get(env)?.value;
  if (chosen === undefined) {
    const source: Source = { label: '--env', text: env, directory: resolve(), order: limits.extendsChain + 2 };
    diagnostics.at({ source, start: 0, end: env.length }, messages.unknownEnvironment(env, [...known.keys()]));
    return tree;
  }
  const merged = merge(tree, from(chosen, `env ${env}`));
  return merged.kind === 'map' ? merged : tree;
}

const NOT_IN_ENVIRONMENT: readonly string[] = ['version', 'extends', 'environments'];

function checkEnvironments(tree: MapTree, environments: Tree, diagnostics: Diagnostics): void {
  const plain = toPlain(environments);
  const parsed = layerSections.environments.safeParse(plain);
  for (const { path, failure } of parsed.success ? [] : schemaFailures(parsed.error.issues, plain)) {
    diagnostics.of(tree, ['environments', ...path], failure);
  }
  if (environments.kind !== 'map') return;
  const known = Object.keys(topLevel).filter((key) => !NOT_IN_ENVIRONMENT.includes(key));
  for (const [name, { value }] of environments.entries) {
    for (const key of value.kind === 'map' ? value.entries.keys() : []) {
      const path = ['environments', name, key];
      if (NOT_IN_ENVIRONMENT.includes(key)) diagnostics.ofKey(tree, path, messages.notInEnvironment(key));
      else if (!isFree(key) && !known.includes(key)) diagnostics.ofKey(tree, path, messages.unknownKey(key, known));
    }
  }
}

/** The same tree, whose values say that they come by way of `via`. */
function from(tree: Tree, via: string): Tree {
  const moved = (origin: Origin): Origin => ({ ...origin, source: { ...origin.source, via } });
  const origin = moved(tree.origin);
  if (tree.kind === 'scalar') return { ...tree, origin };
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => from(item, via)), origin };
  const entries = [...tree.entries].map(([key, entry]) => {
    return [key, { key: moved(entry.key), value: from(entry.value, via) }] as const;
  });
  return { kind: 'map', entries: new Map(entries), origin };
}

interface Setting {
  readonly label: string;
  readonly text: string;
  readonly order: number;
}

/** Everything that options of the command line set, in the order in which it applies. */
function settings({ set = [], seed, seeds }: LayerOptions): Setting[] {
  const all = [
    ...set.map((text) => ({ label: '--set', text })),
    ...(seeds === undefined ? [] : [{ label: '--seeds', text: seeds }]),
    ...(seed === undefined ? [] : [{ label: '--seed', text: String(seed) }]),
  ];
  return all.map((setting, index) => ({ ...setting, order: limits.extendsChain + 3 + index }));
}

function applySetting(tree: MapTree, source: Source, diagnostics: Diagnostics): MapTree {
  const { label, text } = source;
  const equals = label === '--set' ? text.indexOf('=') : -1;
  const path = label === '--set' ? text.slice(0, equals) : label.slice(2);
  if (label === '--set' && (equals < 1 || text.slice(equals + 1).trim() === '')) {
    diagnostics.at({ source, start: 0, end: text.length }, messages.badSetting());
    return tree;
  }
  const origin: Origin = { source, start: 0, end: label === '--set' ? equals : text.length };
  const steps = settingSteps(path, origin);
  if (steps === undefined) {
    diagnostics.at(origin, messages.badPath());
    return tree;
  }
  if (Object.hasOwn(layerSections, steps[0]!.text)) {
    diagnostics.at(steps[0]!.origin, messages.notSettable(steps[0]!.text));
    return tree;
  }
  const value = readYaml(source, diagnostics, ' '.repeat(equals + 1) + text.slice(equals + 1));
  const changed = value && setAt(tree, steps, value, diagnostics);
  return changed?.kind === 'map' ? changed : tree;
}

/** A factor of `matrix` or `zip` is one key, whatever dots it has. */
function settingSteps(path: string, origin: Origin): Step[] | undefined {
  const steps = stepsOf(path, origin, true);
  const [head, next] = steps ?? [];
  if (head === undefined || next === undefined || (head.text !== 'matrix' && head.text !== 'zip')) return steps;
  return [head, { text: path.slice(head.text.length + 1), origin: { ...next.origin, end: origin.end } }];
}
