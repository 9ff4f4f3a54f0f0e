// The part of a workload that names a real task: a module, its inputs, and what a run of it may use.

import type { z } from 'zod';
import type { Failure } from '../../core/foundation/index.ts';
import { type LimitPreset, limitPresetNames } from '../../core/protocol/index.ts';
import { defaults } from './defaults.ts';
import type { SchemaFailure } from './issues.ts';
import { choice, text } from './kit.ts';
import type { Plain } from './tree.ts';
import type { ResolvedTask, ResolvedWorkload } from './types.ts';

/** A task as a file writes it: names, or absolute paths. */
export interface WrittenTask {
  readonly name: string;
  /** The task's own if absent. */
  readonly input?: string;
  readonly limits: LimitPreset;
}

/** Finds the module and the inputs, and measures the first of them. */
export type LoadTask = (written: WrittenTask) => LoadedTask;

export type LoadedTask =
  | {
      readonly ok: true;
      readonly task: Omit<ResolvedTask, 'expected'>;
      /** Gas of a run on the first input: what its client expects of the others. */
      readonly gas: number;
      /** SHA-256 of users' own files, by path. */
      readonly files: readonly (readonly [string, string])[];
    }
  | { readonly ok: false; readonly key: 'task' | 'input'; readonly failures: readonly Failure[] };

export const taskName: z.ZodType<string> = text(
  'the name of a task, or the path of a WebAssembly module',
  'A real task: by name ("ambient list tasks"), or a module of your own (./mine.wasm).',
);
export const taskInput: z.ZodType<string> = text(
  'the name of an input set, one of its elements, or the path of a file',
  'What it is run on: a set ("ambient list inputs"), of which each task takes one at random; one element, as mnist-test:7; or a file (./mine.bin).',
);
export const taskLimits: z.ZodType<LimitPreset> = choice(
  'limits',
  'What one run may use: gas, memory, depth of calls.',
  limitPresetNames,
).prefault(defaults.limits);

/** Loads each task once, however many cells use it. */
export class TaskReader {
  private readonly known = new Map<string, LoadedTask>();
  private readonly load: LoadTask;

  constructor(load: LoadTask) {
    this.load = load;
  }

  read(written: WrittenTask): LoadedTask {
    const key = JSON.stringify([written.name, written.input, written.limits]);
    const loaded = this.known.get(key) ?? this.load(written);
    this.known.set(key, loaded);
    return loaded;
  }

  /** The SHA-256 of every file of a user's own that was read, by absolute path. */
  digests(): readonly (readonly [string, string])[] {
    return [...this.known.values()].flatMap((loaded) => (loaded.ok ? loaded.files : []));
  }
}

/** The workload with its task in hand; what is wrong goes to `problems`. */
export function withTask<W extends { readonly task?: WrittenTask; readonly work?: ResolvedWorkload['work'] }>(
  { task: written, ...workload }: W,
  path: (string | number)[],
  tasks: TaskReader,
  problems: SchemaFailure[],
): Omit<W, 'task'> & Pick<ResolvedWorkload, 'work' | 'task'> {
  const loaded = written && tasks.read(written);
  if (loaded === undefined || !loaded.ok) {
    for (const failure of loaded?.failures ?? []) {
      problems.push({ path: [...path, loaded!.key], failure, key: false });
    }
    return { ...workload, work: workload.work ?? UNKNOWN };
  }
  const measured: ResolvedWorkload['work'] = {
    unit: 'gas',
    amount: { kind: 'constant', value: loaded.gas },
    copies: defaults.copies,
  };
  return { ...workload, work: workload.work ?? measured, task: { ...loaded.task, expected: loaded.gas } };
}

const UNKNOWN: ResolvedWorkload['work'] = { unit: 'gas', amount: { kind: 'constant', value: 1 }, copies: 'shared' };

export function writeTask(task: WrittenTask | undefined): Readonly<Record<string, Plain>> {
  if (task === undefined) return {};
  const { name, input, limits } = task;
  return { task: name, ...(input !== undefined && { input }), limits };
}
