// Finished runs, kept by the hash of their inputs: an experiment that was killed goes on from there, and one with more
// seeds runs only those. An entry that cannot be read, or is not whole, counts as none.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson, ENGINE_VERSION, type RunRecord, type RunResult } from '../results/index.ts';
import type { Job } from './job.ts';
import { ownFilesOf } from './own-files.ts';

export interface Kept {
  readonly result: RunResult;
  /** If the job asked for it. */
  readonly record?: RunRecord;
}

export interface RunStore {
  find(job: Job): Kept | undefined;
  keep(job: Job, kept: Kept): void;
}

/** A run that was kept without its course does not do for a job that wants it. */
const fitting = (kept: Kept | undefined, job: Job): Kept | undefined =>
  job.record === true && kept?.record === undefined ? undefined : kept;

/** Keeps runs as long as the process lives, and in `behind` for longer. */
export function memoryStore(behind?: RunStore): RunStore {
  const runs = new Map<string, Kept>();
  const keyOf = ({ cell, seed }: Job): string => `${cell.id}/${seed}`;
  return {
    find: (job) => {
      const near = fitting(runs.get(keyOf(job)), job);
      if (near !== undefined) return near;
      const far = behind?.find(job);
      if (far !== undefined) runs.set(keyOf(job), far);
      return far;
    },
    keep: (job, kept) => {
      runs.set(keyOf(job), kept);
      behind?.keep(job, kept);
    },
  };
}

/**
 * A file for each run: ROOT/ENGINE/CELL/SEED.json. Another engine, be it by one line of code, has other files. Runs of
 * a file of a user's own are not kept: what that file imports is no part of its digest.
 */
export function folderStore(root: string, options: { readonly shuffleTies?: number }): RunStore {
  const { shuffleTies } = options;
  const home = join(root, `${ENGINE_VERSION}-${engineDigest()}`);
  const ties = shuffleTies === undefined ? '' : `-ties-${shuffleTies}`;
  const fileOf = ({ cell, seed }: Job): string => join(home, `${cell.id}${ties}`, `${seed}.json`);
  return {
    find: (job) => (isOwn(job) ? undefined : fitting(readEntry(fileOf(job), job.seed), job)),
    keep: (job, { result, record }) => {
      if (isOwn(job)) return;
      const file = fileOf(job);
      const draft = `${file}.${process.pid}.tmp`;
      const kept: Kept = { result, ...(record && { record }) };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(draft, canonicalJson({ sha256: digest(canonicalJson(kept)), kept }));
      renameSync(draft, file);
    },
  };
}

const isOwn = ({ cell }: Job): boolean => ownFilesOf(cell).length > 0;

/** The entry of this seed, if it is whole. */
function readEntry(file: string, seed: number): Kept | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { sha256, kept } = JSON.parse(text) as { readonly sha256: string; readonly kept: Kept };
    return kept.result.seed === seed && digest(canonicalJson(kept)) === sha256 ? kept : undefined;
  } catch {
    return undefined;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** 12 hex digits over the code that decides results: everything in core/ and sim/, whichever way it was built. */
function engineDigest(): string {
  const source = fileURLToPath(new URL('../../', import.meta.url));
  const hash = createHash('sha256');
  for (const folder of ['core', 'sim']) {
    const names = readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => /(?<!\.d)\.[jt]s$/.test(each)).sort()) {
      hash.update(`${name}\n`).update(readFileSync(join(source, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
