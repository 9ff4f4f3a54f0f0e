// The document as it was written: values that remember where they came from, so that every later complaint can point
// at the text. Trees are immutable; merging and varying make new ones that share what did not change.

import { dirname, resolve } from 'node:path';

/** One text that values come from: a file, or an option of the command line. */
export interface Source {
  /** As shown to a person: the file's path as given, or `--set`. */
  readonly label: string;
  readonly text: string;
  /** The directory that relative paths in this text start from. */
  readonly directory: string;
  /** Position in the order in which a person is told of problems. */
  readonly order: number;
  /** How `ambient resolve` names a value that is not simply from this file: `--set a.b=c`, `env big`. */
  readonly via?: string;
}

export interface Origin {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

type Scalar = string | number | boolean | null;

interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly origin: Origin;
}
interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly origin: Origin;
}
export interface Entry {
  readonly key: Origin;
  readonly value: Tree;
}
export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly origin: Origin;
}
export type Tree = ScalarTree | ListTree | MapTree;

/** Steps from the root: a key of a mapping or an index of a list. */
export type Path = readonly (string | number)[];

export type Plain = Scalar | readonly Plain[] | { readonly [key: string]: Plain };

/** `nodes[0].churn.up`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** Keys that a person may use as they like. */
export const isFree = (key: string): boolean => key.startsWith('x-');

/** Text that names a file: absolute, or relative to the file that says it. */
export const isPath = (text: string): boolean => /^(\.{1,2})?[/\\]/.test(text) || /^[A-Za-z]:[\\/]/.test(text);

const fileOf = (text: string, origin: Origin): string => resolve(origin.source.directory, text);

export const directoryOf = (file: string): string => dirname(resolve(file));

/** Plain data: free keys are dropped, paths are made absolute. */
export function toPlain(tree: Tree): Plain {
  if (tree.kind === 'scalar') {
    return typeof tree.value === 'string' && isPath(tree.value) ? fileOf(tree.value, tree.origin) : tree.value;
  }
  if (tree.kind === 'list') return tree.items.map(toPlain);
  const plain: Record<string, Plain> = {};
  for (const [key, entry] of tree.entries) if (!isFree(key)) plain[plainKey(key, entry)] = toPlain(entry.value);
  return plain;
}

/** A key may name a file, too. */
const plainKey = (key: string, { key: origin }: Entry): string => (isPath(key) ? fileOf(key, origin) : key);

/** The entry of a key as it is written, or as `toPlain` gives it. */
export function entryAt({ entries }: MapTree, key: string): Entry | undefined {
  const found = entries.get(key);
  if (found !== undefined || !isPath(key)) return found;
  return [...entries].find(([written, entry]) => plainKey(written, entry) === key)?.[1];
}

function child(tree: Tree | undefined, step: string | number): Tree | undefined {
  if (tree?.kind === 'map') return entryAt(tree, String(step))?.value;
  if (tree?.kind === 'list' && typeof step === 'number') return tree.items[step];
  return undefined;
}

/** The deepest tree on the way to `path`, and how many steps of the path lead to it. */
export function nearest(root: Tree, path: Path): { tree: Tree; depth: number } {
  let tree = root;
  for (const [depth, step] of path.entries()) {
    const next = child(tree, step);
    if (next === undefined) return { tree, depth };
    tree = next;
  }
  return { tree, depth: path.length };
}

export function withEntry(map: MapTree, key: string, entry: Entry): MapTree {
  return { ...map, entries: new Map(map.entries).set(key, entry) };
}

export function withoutKeys(map: MapTree, unwanted: (key: string) => boolean): MapTree {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !unwanted(key))) };
}
