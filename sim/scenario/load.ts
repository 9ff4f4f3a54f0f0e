// loadScenario: from a file to a scenario that is ready to run, or to everything that is wrong with it.

import { type Result, success } from '../../core/foundation/index.ts';
import { assumedGrounds } from './assumed-grounds.ts';
import { calibrationReader } from './calibration.ts';
import { assumptionsOf, builtInAmong } from './catalogue.ts';
import { type CellContext, resolveCell } from './cell.ts';
import { onlineTraces } from './churn.ts';
import { defectAssumptions } from './defects.ts';
import { Diagnostics } from './diagnostics.ts';
import { documentSha256, documentText, makeDocument } from './document.ts';
import { combinationText } from './factor-text.ts';
import { DataSetReader, type LoadDataSet } from './federated-data.ts';
import { readFrame } from './frame.ts';
import { GraphReader } from './graph-file.ts';
import { carbonTables } from './grid-section.ts';
import { type LayerOptions, readLayers } from './layers.ts';
import { type CellTree, expandCells, factorHeads } from './matrix.ts';
import * as messages from './messages.ts';
import { originsOf, type ValueOrigin } from './origins.ts';
import { digestsOf, loadOwnFiles, type OwnLoaders } from './own-files.ts';
import { placeAssumptions } from './place-assumptions.ts';
import { type RunSections, runSections, topLevel } from './schema.ts';
import { SectionReader } from './sections.ts';
import { type LoadTask, TaskReader } from './task.ts';
import type { MetricName } from './thresholds.ts';
import { traceReader } from './trace.ts';
import { isFree, type MapTree } from './tree.ts';
import type { Cell, ResolvedScenario } from './types.ts';
import { verificationAssumptions } from './verification-assumptions.ts';

export interface LoadOptions extends LayerOptions, OwnLoaders {
  /** Every metric that there is. */
  readonly metrics: readonly MetricName[];
  /** The name of every invariant that there is. */
  readonly invariants: readonly string[];
  /** Finds a real task. */
  readonly loadTask: LoadTask;
  /** Reads a data set of a user's own. */
  readonly loadDataSet: LoadDataSet;
}

export interface LoadedScenario {
  readonly scenario: ResolvedScenario;
  /** Where each value of resolved.yaml comes from. */
  readonly origins: readonly ValueOrigin[];
}

/** Loads a scenario file. Failures are in file order, all of them at once, each with its place in the text. */
export async function loadScenario(file: string, options: LoadOptions): Promise<Result<LoadedScenario>> {
  const diagnostics = new Diagnostics();
  const { metrics, invariants, loadTask, loadDataSet } = options;
  const tree = readLayers(file, options, diagnostics);
  if (tree === undefined) return diagnostics.result();
  const sections = new SectionReader();
  const layered = diagnostics.count === 0;
  const expansion = layered ? expandCells(tree, diagnostics) : undefined;
  checkKeys(tree, diagnostics);
  if (layered || tree.entries.has('version')) sections.read(tree, 'version', diagnostics);
  const frame = readFrame(tree, file, sections, metrics, diagnostics);
  if (expansion === undefined) {
    inspect(tree, sections, diagnostics);
    return diagnostics.result();
  }
  const { varied, notes } = expansion;
  const own = await loadOwnFiles(expansion.cells, sections, options, diagnostics);
  const readers = {
    traces: traceReader(),
    tasks: new TaskReader(loadTask),
    dataSets: new DataSetReader(loadDataSet),
    graphs: new GraphReader(),
    calibrations: calibrationReader(),
    online: onlineTraces(),
    carbon: carbonTables(),
  };
  const context: CellContext = { sections, own, ...readers, invariants, notes: new Set(notes) };
  const cells = resolveCells(tree, expansion.cells, context, diagnostics);
  if (diagnostics.count > 0 || frame === undefined) return diagnostics.result();
  const { traces, tasks, dataSets, graphs, calibrations, online, carbon } = context;
  const read = [traces, tasks, dataSets, graphs, calibrations, online, carbon].flatMap((reader) => reader.digests());
  const digests = Object.fromEntries([...digestsOf(own), ...read]);
  const builtIn = namedBuiltIn(expansion.cells, sections);
  const assumed = [
    ...assumptionsOf(builtIn),
    ...placeAssumptions(cells),
    ...verificationAssumptions(cells),
    ...defectAssumptions(cells),
  ];
  const assumptions = [...new Set([...frame.assumptions, ...assumed])];
  const parts = {
    tree,
    sections,
    own,
    calibrations,
    digests,
    varied,
    invariants,
    builtIn,
    frame: { ...frame, assumptions },
  };
  const document = makeDocument(parts);
  const { name, seeds, primary, judged } = frame;
  const scenario: ResolvedScenario = {
    name,
    sha256: documentSha256(document),
    seeds: Array.from({ length: seeds.count }, (_, index) => seeds.from + index),
    cells,
    primary,
    thresholds: judged,
    assumptions,
    assumed: assumedGrounds(cells, assumptions),
    notes: [...context.notes],
    yaml: documentText(document),
  };
  return success({ scenario, origins: originsOf(document, tree) });
}

/** Keys at the top that do not exist. */
function checkKeys(tree: MapTree, diagnostics: Diagnostics): void {
  const known = Object.keys(topLevel);
  for (const key of tree.entries.keys()) {
    if (!isFree(key) && !known.includes(key)) diagnostics.ofKey(tree, [key], messages.unknownKey(key, known));
  }
}

/** Looks at what is there when it is already clear that the scenario cannot be run. */
function inspect(tree: MapTree, sections: SectionReader, diagnostics: Diagnostics): void {
  const varied = factorHeads(tree);
  for (const key of Object.keys(runSections) as (keyof RunSections)[]) {
    if (tree.entries.has(key) && !varied.has(key)) sections.read(tree, key, diagnostics);
  }
}

/** The devices of the catalogue that nodes of any cell name. */
function namedBuiltIn(cells: readonly CellTree[], sections: SectionReader): string[] {
  const named = cells.flatMap(({ tree }) => {
    const nodes = sections.peek(tree, 'nodes');
    const devices = sections.peek(tree, 'devices');
    return nodes.ok && devices.ok ? builtInAmong(nodes.value, devices.value) : [];
  });
  return [...new Set(named)];
}

function resolveCells(
  tree: MapTree,
  cellTrees: readonly CellTree[],
  context: CellContext,
  diagnostics: Diagnostics,
): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { tree: varied, factors } of cellTrees) {
    const cell = resolveCell(varied, factors, context, diagnostics);
    if (cell === undefined) continue;
    const same = cells.get(cell.id);
    if (same === undefined) cells.set(cell.id, cell);
    else {
      const section = ['matrix', 'zip', 'include'].find((key) => tree.entries.has(key)) ?? 'matrix';
      diagnostics.ofKey(tree, [section], messages.sameCell(combinationText(same.factors), combinationText(factors)));
    }
  }
  return [...cells.values()];
}
