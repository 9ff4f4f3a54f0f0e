// Files of code that users wrote and a scenario names: strategies and behaviours, each loaded once.

import type { Result } from '../../core/foundation/index.ts';
import type { StrategyDefinition } from '../../core/scheduling/index.ts';
import type { BehaviourDefinition } from '../adversary/index.ts';
import type { OwnBehaviours, WrittenBehaviour } from './behaviour.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { CellTree } from './matrix.ts';
import type { OwnStrategies } from './scheduling.ts';
import type { SectionReader } from './sections.ts';
import { isPath, type Path } from './tree.ts';

interface Loaded<T> {
  readonly definition: T;
  /** Of the file. */
  readonly sha256: string;
}

export type LoadOwn<T> = (absolutePath: string) => Promise<Result<Loaded<T>>>;

export interface OwnLoaders {
  readonly loadStrategy: LoadOwn<StrategyDefinition>;
  readonly loadBehaviour: LoadOwn<BehaviourDefinition>;
}

/** By absolute path. */
export interface OwnFiles {
  readonly strategies: OwnStrategies;
  readonly behaviours: OwnBehaviours;
}

/** Those that the cells name and that can be loaded; of the others it is told what is wrong with them. */
export async function loadOwnFiles(
  cells: readonly CellTree[],
  sections: SectionReader,
  { loadStrategy, loadBehaviour }: OwnLoaders,
  diagnostics: Diagnostics,
): Promise<OwnFiles> {
  const strategies = new Shelf(loadStrategy, diagnostics);
  const behaviours = new Shelf(loadBehaviour, diagnostics);
  for (const cell of cells) {
    const scheduling = sections.peek(cell.tree, 'scheduling');
    if (scheduling.ok) await strategies.take(scheduling.value.strategy, cell, ['scheduling', 'strategy']);
    const nodes = sections.peek(cell.tree, 'nodes');
    for (const [index, { behaviour = [] }] of nodes.ok ? nodes.value.entries() : []) {
      for (const { name, own } of behaviour) {
        await behaviours.take(name, cell, ['nodes', index, 'behaviour', ...placeOf(own)]);
      }
    }
  }
  return { strategies: strategies.loaded, behaviours: behaviours.loaded };
}

const placeOf = (own: WrittenBehaviour['own']): Path => own?.path ?? [];

class Shelf<T> {
  readonly loaded: Map<string, Loaded<T>> = new Map<string, Loaded<T>>();
  private readonly tried = new Set<string>();
  private readonly load: LoadOwn<T>;
  private readonly diagnostics: Diagnostics;

  constructor(load: LoadOwn<T>, diagnostics: Diagnostics) {
    this.load = load;
    this.diagnostics = diagnostics;
  }

  async take(name: string, { tree }: CellTree, path: Path): Promise<void> {
    if (!isPath(name) || this.tried.has(name)) return;
    this.tried.add(name);
    const file = await this.load(name);
    if (file.ok) this.loaded.set(name, file.value);
    else for (const failure of file.failures) this.diagnostics.of(tree, path, failure);
  }
}

/** Digests by path: part of the inputs. */
export const digestsOf = ({ strategies, behaviours }: OwnFiles): readonly (readonly [string, string])[] =>
  [...strategies, ...behaviours].map(([path, { sha256 }]) => [path, sha256] as const);
