// Turns what is wrong into what a person sees: file, line, column, path, what was got, and the line with a caret.

import type { Failure, Result } from '../../core/foundation/index.ts';
import { EMPTY, tooManyFailures } from './messages.ts';
import { locate, printable } from './place.ts';
import { entryAt, nearest, type Origin, type Path, pathText, type Tree } from './tree.ts';

const SHOWN_AT_MOST = 100;
const GOT_LENGTH_MAX = 60;

interface Recorded {
  readonly failure: Failure;
  readonly origin?: Origin;
}

/** Collects everything that is wrong with a scenario; hands it out in file order, each thing once. */
export class Diagnostics {
  private readonly recorded = new Map<string, Recorded>();
  private readonly blamed = new Set<string>();

  get count(): number {
    return this.recorded.size;
  }

  /** A failure at a piece of text. */
  at(origin: Origin, failure: Failure, path?: Path): void {
    const place = `${origin.source.order} ${origin.start}`;
    // What is refused while reading becomes an empty value: one complaint is enough.
    if (failure.code === EMPTY && this.blamed.has(place)) return;
    this.blamed.add(place);
    this.record(place, { failure: path === undefined ? failure : { ...failure, path: pathText(path) }, origin });
  }

  /** A failure of the value at `path`; of what should hold it, if it is missing. */
  of(root: Tree, path: Path, failure: Failure): void {
    if (failure.place !== undefined) {
      this.add({ ...failure, path: pathText(path) });
      return;
    }
    const { tree, depth } = nearest(root, path);
    // A single word can stand for a whole mapping: then it is to blame.
    const missing = depth < path.length && tree.kind !== 'scalar';
    const origin = missing ? (keyOrigin(root, path.slice(0, depth)) ?? start(tree.origin)) : tree.origin;
    const got = failure.got ?? (missing ? 'nothing' : describe(tree));
    this.at(origin, { ...failure, got }, path);
  }

  /** A failure of the key that `path` ends with. */
  ofKey(root: Tree, path: Path, failure: Failure): void {
    this.at(keyOrigin(root, path) ?? nearest(root, path).tree.origin, failure, path);
  }

  /** A failure that already knows its place, or has none. */
  add(failure: Failure): void {
    this.record('', { failure });
  }

  result(): Result<never> {
    const sorted = [...this.recorded.values()].sort(
      (a, b) => order(a) - order(b) || (a.origin?.start ?? 0) - (b.origin?.start ?? 0),
    );
    const shown = sorted
      .slice(0, SHOWN_AT_MOST)
      .map(({ failure, origin }) => printableFailure(origin ? locate(origin, failure) : failure));
    const hidden = sorted.length - shown.length;
    return { ok: false, failures: hidden > 0 ? [...shown, tooManyFailures(hidden)] : shown };
  }

  private record(place: string, recorded: Recorded): void {
    const { code, path = '', message } = recorded.failure;
    const id = `${place} ${code} ${path} ${message}`;
    if (!this.recorded.has(id)) this.recorded.set(id, recorded);
  }
}

const order = ({ origin }: Recorded): number => origin?.source.order ?? -1;

/** The value as written, or what kind of thing it is. */
function describe(tree: Tree): string {
  if (tree.kind === 'map') return tree.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (tree.kind === 'list') return tree.items.length === 0 ? 'an empty list' : 'a list';
  if (tree.value === null) return 'nothing';
  const { source, start: from, end } = tree.origin;
  const written = source.text.slice(from, end).trim();
  const text = written === '' ? String(tree.value) : written;
  return text.length > GOT_LENGTH_MAX ? `${text.slice(0, GOT_LENGTH_MAX)}…` : text;
}

function keyOrigin(root: Tree, path: Path): Origin | undefined {
  const last = path.at(-1);
  if (typeof last !== 'string') return undefined;
  const { tree, depth } = nearest(root, path.slice(0, -1));
  return depth === path.length - 1 && tree.kind === 'map' ? entryAt(tree, last)?.key : undefined;
}

const start = (origin: Origin): Origin => ({ ...origin, end: origin.start });

/** Without characters that would do something to a terminal. */
function printableFailure(failure: Failure): Failure {
  const entries = Object.entries(failure).map(([key, value]) => {
    return [key, typeof value === 'string' && key !== 'frame' ? printable(value) : value] as const;
  });
  return Object.fromEntries(entries) as unknown as Failure;
}
