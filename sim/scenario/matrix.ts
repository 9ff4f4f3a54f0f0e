// From one tree to the trees of all cells: matrix, zip, exclude and include.

import { canonicalJson } from './canonical.ts';
import { limits } from './defaults.ts';
import type { Diagnostics } from './diagnostics.ts';
import { combinationText, factorTexts } from './factor-text.ts';
import { schemaFailures } from './issues.ts';
import { setAt, stepsOf } from './merge.ts';
import * as messages from './messages.ts';
import { type FactorSections, factorSections, runSections } from './schema.ts';
import { isFree, type MapTree, type Path, type Tree, toPlain, withoutKeys } from './tree.ts';

export interface CellTree {
  readonly tree: MapTree;
  /** The varied factors and the text of their values. */
  readonly factors: Readonly<Record<string, string>>;
}

export interface Expansion {
  readonly cells: readonly CellTree[];
  /** Top-level sections that some factor reaches into. */
  readonly varied: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** Values by factor: one cell to be. */
type Combination = ReadonlyMap<string, Tree>;

/** The cells of a tree, or undefined if its factors are wrong. */
export function expandCells(tree: MapTree, diagnostics: Diagnostics): Expansion | undefined {
  const before = diagnostics.count;
  checkShape(tree, diagnostics);
  if (diagnostics.count > before) return undefined;
  const factors = readFactors(tree, diagnostics);
  if (diagnostics.count > before) return undefined;
  const notes: string[] = [];
  const combined = include(tree, exclude(tree, combine(factors), notes), factors);
  if (combined.length > limits.cells) {
    diagnostics.of(tree, ['include'], messages.tooManyCells(combined.length, limits.cells));
  }
  const isVaried = factors.matrix.size + factors.zip.size + combinationsOf(tree, 'include').length > 0;
  if (isVaried && combined.length === 0) diagnostics.of(tree, ['exclude'], messages.noCells());
  if (diagnostics.count > before) return undefined;
  const plain = withoutKeys(tree, (key) => Object.hasOwn(factorSections, key));
  const chosen = isVaried ? combined : [new Map<string, Tree>()];
  const texts = factorTexts(chosen);
  const cells = chosen.map((combination, index) => ({
    tree: vary(plain, combination, diagnostics),
    factors: texts[index]!,
  }));
  if (diagnostics.count > before) return undefined;
  return { cells, varied: factorHeads(tree), notes };
}

/** The top-level sections that factors reach into. */
export function factorHeads(tree: MapTree): Set<string> {
  const keys = [
    ...listsOf(tree, 'matrix').keys(),
    ...listsOf(tree, 'zip').keys(),
    ...combinationsOf(tree, 'include').flatMap((combination) => [...combination.keys()]),
  ];
  return new Set(keys.map((key) => stepsOf(key, noOrigin, false)?.[0]?.text ?? key));
}

function checkShape(tree: MapTree, diagnostics: Diagnostics): void {
  for (const key of Object.keys(factorSections) as (keyof FactorSections)[]) {
    const written = tree.entries.get(key)?.value;
    if (written === undefined) continue;
    const plain = toPlain(written);
    const parsed = factorSections[key].safeParse(plain);
    for (const { path, failure } of parsed.success ? [] : schemaFailures(parsed.error.issues, plain)) {
      diagnostics.of(tree, [key, ...path], failure);
    }
  }
}

interface Factors {
  readonly matrix: ReadonlyMap<string, readonly Tree[]>;
  readonly zip: ReadonlyMap<string, readonly Tree[]>;
}

function readFactors(tree: MapTree, diagnostics: Diagnostics): Factors {
  const factors = { matrix: listsOf(tree, 'matrix'), zip: listsOf(tree, 'zip') };
  const keys = [...factors.matrix.keys(), ...factors.zip.keys()];
  for (const section of ['matrix', 'zip'] as const) {
    for (const key of factors[section].keys()) checkFactor(tree, [section, key], diagnostics);
  }
  for (const key of factors.zip.keys()) {
    if (factors.matrix.has(key)) diagnostics.ofKey(tree, ['zip', key], messages.factorTwice(key));
  }
  const lengths = [...factors.zip].map(([key, values]) => ({ key, length: values.length }));
  if (lengths.some(({ length }) => length !== lengths[0]!.length)) {
    const text = lengths.map(({ key, length }) => `${key}: ${length}`).join(', ');
    diagnostics.ofKey(tree, ['zip'], messages.unlikeLengths(text));
  }
  const count = [...factors.matrix.values()].reduce(
    (product, values) => product * values.length,
    lengths[0]?.length ?? 1,
  );
  if (count > limits.cells) diagnostics.ofKey(tree, ['matrix'], messages.tooManyCells(count, limits.cells));
  for (const [index, combination] of combinationsOf(tree, 'exclude').entries()) {
    for (const key of combination.keys()) {
      if (!keys.includes(key))
        diagnostics.ofKey(tree, ['exclude', index, key], messages.unknownName('factor', key, keys));
    }
  }
  for (const [index, combination] of combinationsOf(tree, 'include').entries()) {
    for (const key of combination.keys()) checkFactor(tree, ['include', index, key], diagnostics);
  }
  return factors;
}

function checkFactor(tree: MapTree, path: Path, diagnostics: Diagnostics): void {
  const key = String(path.at(-1));
  const steps = stepsOf(key, noOrigin, false);
  const allowed = Object.keys(runSections);
  if (steps === undefined) diagnostics.ofKey(tree, path, messages.badPath());
  else if (!allowed.includes(steps[0]!.text)) {
    diagnostics.ofKey(tree, path, messages.notAFactor(steps[0]!.text, allowed));
  }
}

const noOrigin = { source: { label: '', text: '', directory: '', order: 0 }, start: 0, end: 0 };

function entriesOf(tree: Tree | undefined): [string, Tree][] {
  if (tree?.kind !== 'map') return [];
  return [...tree.entries].filter(([key]) => !isFree(key)).map(([key, { value }]) => [key, value]);
}

function listsOf(tree: MapTree, section: string): Map<string, readonly Tree[]> {
  const entries = entriesOf(tree.entries.get(section)?.value);
  return new Map(entries.map(([key, value]) => [key, value.kind === 'list' ? value.items : []]));
}

function combinationsOf(tree: MapTree, section: string): Combination[] {
  const list = tree.entries.get(section)?.value;
  return list?.kind === 'list' ? list.items.map((item) => new Map(entriesOf(item))) : [];
}

/** The combinations of the matrix, the last factor running fastest, each with every row of the zip. */
function combine({ matrix, zip }: Factors): Combination[] {
  if (matrix.size === 0 && zip.size === 0) return [];
  let all: Combination[] = [new Map()];
  for (const [key, values] of matrix) {
    all = all.flatMap((combination) => values.map((value) => new Map(combination).set(key, value)));
  }
  if (zip.size === 0) return all;
  const rows = [...zip.values()][0]!.map((_, row) => [...zip].map(([key, values]) => [key, values[row]!] as const));
  return all.flatMap((combination) => rows.map((row) => new Map([...combination, ...row])));
}

function exclude(tree: MapTree, all: readonly Combination[], notes: string[]): readonly Combination[] {
  return combinationsOf(tree, 'exclude').reduce((left, unwanted) => {
    const kept = left.filter((combination) => !agrees(unwanted, combination, [...unwanted.keys()]));
    if (kept.length === left.length) notes.push(messages.excludesNothing(combinationText(factorTexts([unwanted])[0]!)));
    return kept;
  }, all);
}

/** Each mapping of `include` extends the combinations whose factors it does not contradict; else it is one itself. */
function include(tree: MapTree, original: readonly Combination[], { matrix, zip }: Factors): Combination[] {
  const extended = [...original];
  const alone: Combination[] = [];
  const isOriginal = (key: string): boolean => matrix.has(key) || zip.has(key);
  for (const added of combinationsOf(tree, 'include')) {
    let used = false;
    for (const [index, combination] of original.entries()) {
      if (!agrees(added, combination, [...added.keys()].filter(isOriginal))) continue;
      used = true;
      extended[index] = new Map([...extended[index]!, ...added]);
    }
    if (!used) alone.push(added);
  }
  return [...extended, ...alone];
}

function agrees(part: Combination, whole: Combination, keys: readonly string[]): boolean {
  return keys.every((key) => {
    const value = whole.get(key);
    return value !== undefined && canonicalJson(toPlain(value)) === canonicalJson(toPlain(part.get(key)!));
  });
}

/** A factor replaces the value at its path; a path above another one goes first. */
function vary(tree: MapTree, combination: Combination, diagnostics: Diagnostics): MapTree {
  const changes = [...combination].map(([key, value]) => ({ steps: stepsOf(key, value.origin, false)!, value }));
  changes.sort((a, b) => a.steps.length - b.steps.length);
  return changes.reduce((base, { steps, value }) => {
    const changed = setAt(base, steps, value, diagnostics);
    return changed?.kind === 'map' ? changed : base;
  }, tree);
}
