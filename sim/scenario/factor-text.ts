// The short text by which a person knows the value of a factor.

import { basename } from 'node:path';
import { canonicalJson } from './canonical.ts';
import { isFree, isPath, type Tree, toPlain } from './tree.ts';

type Combination = ReadonlyMap<string, Tree>;

/** The texts of the values of all combinations. Two different values of one factor never share a text. */
export function factorTexts(combinations: readonly Combination[]): Readonly<Record<string, string>>[] {
  const values = new Map<string, Map<string, Tree>>();
  for (const combination of combinations) {
    for (const [key, value] of combination) {
      if (!values.has(key)) values.set(key, new Map());
      values.get(key)!.set(identity(value), value);
    }
  }
  const texts = new Map([...values].map(([key, distinct]) => [key, distinctTexts(distinct)]));
  return combinations.map((combination) => {
    const entries = [...combination].map(([key, value]) => [key, texts.get(key)!.get(identity(value))!] as const);
    return Object.fromEntries(entries);
  });
}

/** `scheduling=random, nodes.0.count=3`. */
export function combinationText(factors: Readonly<Record<string, string>>): string {
  const texts = Object.entries(factors).map(([key, value]) => `${key}=${value}`);
  return texts.length === 0 ? 'the only cell' : texts.join(', ');
}

const identity = (value: Tree): string => canonicalJson(toPlain(value));

/** The shortest form of each value that no other value has. */
function distinctTexts(values: ReadonlyMap<string, Tree>): Map<string, string> {
  const chosen = new Map<string, string>();
  const named = clashes([...values.values()].map(nameOf));
  const full = clashes([...values.values()].map(fullText));
  let number = 0;
  for (const [id, value] of values) {
    const name = nameOf(value);
    const text = fullText(value);
    number++;
    chosen.set(id, !named.has(name) ? name : full.has(text) ? `${text} #${number}` : text);
  }
  return chosen;
}

function clashes(texts: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(texts.filter((text) => seen.has(text) || !seen.add(text)));
}

const NAMES: readonly string[] = ['strategy', 'policy', 'rule'];

function nameOf(value: Tree): string {
  if (value.kind !== 'map') return fullText(value);
  const name = NAMES.map((key) => value.entries.get(key)?.value).find((found) => found !== undefined);
  return name === undefined ? fullText(value) : fullText(name);
}

/** `power-of-d d=2`, `exponential(mean=1 s)`, `[a, b]`: without the braces, and a file by its last name. */
function fullText(value: Tree): string {
  if (value.kind === 'scalar') {
    return typeof value.value === 'string' && isPath(value.value) ? basename(value.value) : String(value.value);
  }
  if (value.kind === 'list') return `[${value.items.map(fullText).join(', ')}]`;
  const parts = [...value.entries].filter(([key]) => !isFree(key));
  const texts = parts.map(([key, entry]) => {
    if (NAMES.includes(key)) return fullText(entry.value);
    return entry.value.kind === 'map' ? `${key}(${fullText(entry.value)})` : `${key}=${fullText(entry.value)}`;
  });
  return texts.join(' ');
}
