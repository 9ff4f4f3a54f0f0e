// Putting one tree over another: maps merge, everything else replaces. Values that can only stand alone (one kind of
// distribution, one way of arriving) replace one another, so that a file can choose another kind than its base.

import { defaults, limits } from './defaults.ts';
import type { Diagnostics } from './diagnostics.ts';
import * as messages from './messages.ts';
import { type Entry, type MapTree, type Origin, pathText, type Tree, withEntry, withoutKeys } from './tree.ts';

/** One step of a path as a person wrote it: a key, an index, or the name of an element. */
export interface Step {
  readonly text: string;
  readonly origin: Origin;
}

/** Keys of one mapping that exclude those in the other groups. */
const rivalries: readonly (readonly string[])[][] = [
  groups('constant uniform exponential erlang hyperexponential lognormal weibull pareto empirical'),
  groups('poisson every trace diurnal closed batch'),
  groups('time gas'),
  groups('seed seeds'),
  groups('median,p99 mu,sigma,unit'),
  groups('mean,scv phases'),
];
const warmupRivalry = groups('tasks after');

function groups(text: string): string[][] {
  return text.split(' ').map((group) => group.split(','));
}

/** What a single word stands for where a mapping could be, too. */
const shorthand: ReadonlyMap<string, string | null> = new Map([
  ['scheduling', 'strategy'],
  ['verification', 'policy'],
  ['reputation', 'rule'],
  ['detector', 'rule'],
  ['network', null],
  ['warmup', null],
]);

/** `over` on top of `base`, both the value of `key`. */
export function merge(base: Tree, over: Tree, key = ''): Tree {
  if (over.kind !== 'map') return over;
  const under = asMap(base, key);
  if (under === undefined) return over;
  let merged: MapTree = { ...over, entries: under.entries };
  for (const [name, entry] of over.entries) {
    const before = under.entries.get(name);
    const value = before === undefined ? entry.value : merge(before.value, entry.value, name);
    const kept = withoutRivals(merged, name, key, (rival) => over.entries.has(rival));
    merged = withEntry(kept, name, { key: entry.key, value });
  }
  return merged;
}

function asMap(tree: Tree, key: string): MapTree | undefined {
  if (tree.kind === 'map') return tree;
  if (tree.kind === 'list') return undefined;
  const { origin, value } = tree;
  const full = shorthand.get(key);
  if (full === undefined || value === null) return undefined;
  return { kind: 'map', entries: new Map(full === null ? [] : [[full, { key: origin, value: tree }]]), origin };
}

function withoutRivals(map: MapTree, name: string, parent: string, spared: (key: string) => boolean): MapTree {
  if (parent === 'devices') return map;
  const rivals = [...rivalries, ...(parent === 'warmup' ? [warmupRivalry] : [])]
    .filter((rivalry) => rivalry.some((group) => group.includes(name)))
    .flatMap((rivalry) => rivalry.filter((group) => !group.includes(name)).flat());
  const unwanted = (key: string): boolean => rivals.includes(key) && !spared(key);
  return rivals.some((key) => map.entries.has(key) && unwanted(key)) ? withoutKeys(map, unwanted) : map;
}

/** The steps of `nodes.pi.count`; `start` is where the text begins in its source. */
export function stepsOf(text: string, origin: Origin, exact: boolean): Step[] | undefined {
  const dotted = text.replaceAll(/\[(\d+)\]/g, '.$1');
  const words = dotted.split('.');
  if (words.length > limits.depth || words.some((word) => word === '' || word !== word.trim())) return undefined;
  let start = origin.start;
  return words.map((word) => {
    const step = { text: word, origin: exact ? { ...origin, start, end: start + word.length } : origin };
    start += word.length + 1;
    return step;
  });
}

/** The tree with `value` at the end of `steps`, made where it is missing. Undefined if there is no such place. */
export function setAt(root: Tree, steps: readonly Step[], value: Tree, diagnostics: Diagnostics): Tree | undefined {
  return set(root, steps, 0, value, diagnostics);
}

function set(
  tree: Tree,
  steps: readonly Step[],
  depth: number,
  value: Tree,
  diagnostics: Diagnostics,
): Tree | undefined {
  const step = steps[depth];
  if (step === undefined) return value;
  const parent = steps[depth - 1]?.text ?? '';
  const above = pathText(steps.slice(0, depth).map(({ text }) => text));
  if (tree.kind === 'list') {
    const names = tree.items.map((item) => nameOf(item, parent));
    const index = indexOf(step.text, names);
    if (index === undefined) {
      const known = names.filter((name) => name !== undefined);
      diagnostics.at(step.origin, messages.noSuchElement(step.text, known, names.length), [above]);
      return undefined;
    }
    const changed = set(tree.items[index]!, steps, depth + 1, value, diagnostics);
    return changed && { ...tree, items: tree.items.with(index, changed) };
  }
  const map = asMap(tree, parent);
  if (map === undefined) {
    diagnostics.at(step.origin, messages.nothingInside(step.text, above), [above]);
    return undefined;
  }
  const below: Tree = map.entries.get(step.text)?.value ?? { kind: 'map', entries: new Map(), origin: step.origin };
  const changed = set(below, steps, depth + 1, value, diagnostics);
  if (changed === undefined) return undefined;
  const entry: Entry = { key: step.origin, value: changed };
  return withEntry(
    withoutRivals(map, step.text, parent, () => false),
    step.text,
    entry,
  );
}

/** How an element of a list is called in a path. */
function nameOf(item: Tree, list: string): string | undefined {
  if (item.kind !== 'map') return undefined;
  const name = item.entries.get(list === 'nodes' ? 'group' : 'name')?.value;
  if (name?.kind === 'scalar' && typeof name.value === 'string') return name.value;
  if (name !== undefined) return undefined;
  return list === 'nodes' ? defaults.group : list === 'workload' ? defaults.workloadName : undefined;
}

function indexOf(text: string, names: readonly (string | undefined)[]): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return named;
  const index = /^\d{1,9}$/.test(text) ? Number(text) : names.length;
  return index < names.length ? index : undefined;
}
