// Files that a scenario names: each is read once, however many cells use it, and complaints about one are placed in it.

import type { z } from 'zod';
import { type Result, success } from '../../core/foundation/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { readText, sha256 } from './files.ts';
import { schemaFailures } from './issues.ts';
import { directoryOf, type Source, type Tree, toPlain } from './tree.ts';
import { readYaml } from './yaml-source.ts';

export class FileReader<T extends { readonly sha256: string }> {
  private readonly known = new Map<string, Result<T>>();
  private readonly open: (file: string) => Result<T>;

  constructor(open: (file: string) => Result<T>) {
    this.open = open;
  }

  read(file: string): Result<T> {
    const content = this.known.get(file) ?? this.open(file);
    this.known.set(file, content);
    return content;
  }

  /** The SHA-256 of every file that was read, by absolute path. */
  digests(): [string, string][] {
    return [...this.known].flatMap(([file, content]) => (content.ok ? [[file, content.value.sha256]] : []));
  }
}

export interface YamlFile<T> {
  readonly data: T;
  readonly tree: Tree;
  readonly sha256: string;
}

export function readYamlFile<T>(file: string, schema: z.ZodType<T>): Result<YamlFile<T>> {
  const text = readText(file, file);
  if (!text.ok) return text;
  const source: Source = { label: file, text: text.value, directory: directoryOf(file), order: 0 };
  const diagnostics = new Diagnostics();
  const tree = readYaml(source, diagnostics);
  if (tree === undefined || diagnostics.count > 0) return diagnostics.result();
  const plain = toPlain(tree);
  const parsed = schema.safeParse(plain);
  if (parsed.success) return success({ data: parsed.data, tree, sha256: sha256(text.value) });
  for (const { path, failure, key } of schemaFailures(parsed.error.issues, plain)) {
    if (key) diagnostics.ofKey(tree, path, failure);
    else diagnostics.of(tree, path, failure);
  }
  return diagnostics.result();
}
