// Reads sections of trees: each distinct piece of text once, however many cells share it.

import type { z } from 'zod';
import type { Diagnostics } from './diagnostics.ts';
import { type SchemaFailure, schemaFailures } from './issues.ts';
import { type FrameSections, frameSections, type RunSections, runSections } from './schema.ts';
import { type MapTree, type Path, type Tree, toPlain } from './tree.ts';

type Sections = RunSections & FrameSections;

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failures: readonly SchemaFailure[] };

/** Reads sections, and remembers what it read. */
export class SectionReader {
  private readonly known = new Map<string, WeakMap<object, Read<unknown>>>();

  /** The value of a section, or undefined after telling what is wrong with it. */
  read<K extends keyof Sections>(tree: MapTree, key: K, diagnostics: Diagnostics): Sections[K] | undefined {
    const read = this.peek(tree, key);
    if (read.ok) return read.value;
    reportAt(tree, [key], read.failures, diagnostics);
    return undefined;
  }

  /** The same without telling. */
  peek<K extends keyof Sections>(tree: MapTree, key: K): Read<Sections[K]> {
    const written: Tree | undefined = tree.entries.get(key)?.value;
    const ofSection = this.known.get(key) ?? new WeakMap<object, Read<unknown>>();
    this.known.set(key, ofSection);
    const before = ofSection.get(written ?? nothing);
    if (before !== undefined) return before as Read<Sections[K]>;
    const schema = { ...runSections, ...frameSections }[key] as unknown as z.ZodType<Sections[K]>;
    const plain = written === undefined ? undefined : toPlain(written);
    const parsed = schema.safeParse(plain);
    const read: Read<Sections[K]> = parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, failures: schemaFailures(parsed.error.issues, plain) };
    ofSection.set(written ?? nothing, read);
    return read;
  }
}

const nothing = {};

export function reportAt(tree: Tree, above: Path, failures: readonly SchemaFailure[], diagnostics: Diagnostics): void {
  for (const { path, failure, key } of failures) {
    if (key) diagnostics.ofKey(tree, [...above, ...path], failure);
    else diagnostics.of(tree, [...above, ...path], failure);
  }
}
