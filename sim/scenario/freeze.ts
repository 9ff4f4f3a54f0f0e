// `warmup: auto`, once a pilot has found how long it is: the scenario as if the number had been written.

import { parse } from 'yaml';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { cellId } from './cell.ts';
import { documentSha256, documentText, type PlainDocument } from './document.ts';
import { combinationText } from './factor-text.ts';
import * as messages from './messages.ts';
import type { Plain } from './tree.ts';
import type { Cell, ResolvedScenario } from './types.ts';

/**
 * Replaces every `warmup: auto` by a number of tasks, in the cells and in resolved.yaml. Fails with `warmup-too-long`
 * if a cell would have nothing left to measure, and with `same-cell` if two cells then do the same.
 */
export function freezeWarmupTasks(scenario: ResolvedScenario, tasks: number): Result<ResolvedScenario> {
  const cells = scenario.cells.map((cell) => (cell.warmup.kind === 'auto' ? freezeCell(cell, tasks) : cell));
  const failures = cells.flatMap((cell) => problem(cell, cells));
  if (failures.length > 0) return failed(...failures);
  const document = freezeDocument(parse(scenario.yaml) as PlainDocument, tasks);
  return success({ ...scenario, cells, sha256: documentSha256(document), yaml: documentText(document) });
}

const WARMUP = 'warmup';

function freezeCell(cell: Cell, tasks: number): Cell {
  const told = cell.factors[WARMUP] === undefined ? {} : { [WARMUP]: `tasks=${tasks}` };
  const frozen: Cell = { ...cell, factors: { ...cell.factors, ...told }, warmup: { kind: 'tasks', tasks } };
  return { ...frozen, id: cellId(frozen) };
}

function problem(cell: Cell, cells: readonly Cell[]): Failure[] {
  const { tasks = Infinity } = cell.stop;
  if (cell.warmup.kind === 'tasks' && cell.warmup.tasks >= tasks) return [messages.warmupTooLong(`${tasks} tasks`)];
  const first = cells.find(({ id }) => id === cell.id)!;
  return first === cell ? [] : [messages.sameCell(combinationText(first.factors), combinationText(cell.factors))];
}

function freezeDocument(document: PlainDocument, tasks: number): PlainDocument {
  const { matrix, zip, exclude, include } = document;
  return {
    ...frozen(document, tasks),
    ...(matrix !== undefined && { matrix: frozen(matrix, tasks) }),
    ...(zip !== undefined && { zip: frozen(zip, tasks) }),
    ...(exclude !== undefined && { exclude: (exclude as readonly Plain[]).map((item) => frozen(item, tasks)) }),
    ...(include !== undefined && { include: (include as readonly Plain[]).map((item) => frozen(item, tasks)) }),
  };
}

/** A mapping whose `warmup` is no longer auto, be it one value or a list of them. */
function frozen(mapping: Plain, tasks: number): PlainDocument {
  const known = mapping as PlainDocument;
  const warmup = known[WARMUP];
  if (warmup === undefined) return known;
  const freeze = (value: Plain): Plain => (value === 'auto' ? { tasks } : value);
  return { ...known, [WARMUP]: Array.isArray(warmup) ? warmup.map(freeze) : freeze(warmup) };
}
