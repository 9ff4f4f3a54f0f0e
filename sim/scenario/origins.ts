// Where each resolved value comes from, for people who ask.

import { strategies } from '../../core/scheduling/index.ts';
import { builtIn } from './catalogue.ts';
import type { PlainDocument } from './document.ts';
import { placeOf } from './place.ts';
import { isFree, type MapTree, nearest, type Origin, type Path, type Plain, pathText } from './tree.ts';

export interface ValueOrigin {
  /** `nodes[0].count` */
  readonly path: string;
  /** As written in resolved.yaml. */
  readonly value: string;
  /** `default`, `built-in device`, `file.yaml:7`, `env big (file.yaml:12)` or `--set nodes.0.count=5`. */
  readonly origin: string;
}

/** The origin of every single value of a document that was made from a tree. */
export function originsOf(document: PlainDocument, tree: MapTree): ValueOrigin[] {
  return leaves(document, []).map(({ path, value }) => ({
    path: pathText(path),
    value: typeof value === 'string' ? value : JSON.stringify(value),
    origin: originOf(tree, path),
  }));
}

function leaves(value: Plain, path: Path): { path: Path; value: Plain }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  if (Array.isArray(value)) {
    const items = value as readonly Plain[];
    if (items.every((item) => typeof item !== 'object')) return [{ path, value }];
    return items.flatMap((item, index) => leaves(item, [...path, index]));
  }
  const entries = Object.entries(value as Record<string, Plain>).filter(([key]) => !isFree(key));
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([key, part]) => leaves(part, [...path, key]));
}

function originOf(tree: MapTree, path: Path): string {
  const asked = asWritten(tree, path);
  const found = nearest(tree, asked);
  const isThere = found.depth === asked.length || (found.depth > 0 && found.tree.kind === 'scalar');
  if (isThere) return originText(found.tree.origin);
  return isBuiltIn(path) && found.depth < 2 ? 'built-in device' : 'default';
}

const isBuiltIn = ([section, name]: Path): boolean => section === 'devices' && Object.hasOwn(builtIn, String(name));

/** The path under which the file has what resolved.yaml says in another way. */
function asWritten(tree: MapTree, path: Path): Path {
  const [section, key] = path;
  if (section === 'seeds' && tree.entries.has('seed')) return ['seed'];
  const solved = path.indexOf('lognormal');
  if (solved >= 0) return path.slice(0, solved + 1);
  if (section !== 'scheduling' || path.length !== 2) return path;
  const aliases = strategies.flatMap(({ parameters }) => parameters[String(key)]?.aliases ?? []);
  const written = aliases.find((alias) => nearest(tree, [section, alias]).depth === 2);
  return written === undefined ? path : [section, written];
}

function originText({ source, start }: Origin): string {
  if (source.label.startsWith('--')) return source.via ?? source.label;
  const { file, line } = placeOf(source, start);
  return source.via === undefined ? `${file}:${line}` : `${source.via} (${file}:${line})`;
}
