// The folder of a run. Its name is the hash of the inputs, so running the same again finds the same place and must
// find the same results there.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { canonicalJson, type Results } from '../results/index.ts';

const RESULTS = 'results.json';

/** The first 12 hex digits of the SHA-256 of a run's inputs: engine, resolved scenario, cells and seeds, options. */
export function runId({ engine, scenario, options, cells }: Results): string {
  const inputs = {
    engine,
    scenario: scenario.sha256,
    options: options ?? {},
    cells: cells.map(({ id, runs }) => ({ id, seeds: runs.map(({ seed }) => seed) })),
  };
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex').slice(0, 12);
}

/**
 * Writes `results.json` and the other `files` (by name), each whole or not at all, and returns the folder's path:
 * `out` if given, else `root/NAME/ID`, with a link `root/NAME/latest` to it. Fails with `results-differ`, and writes
 * nothing, if the folder holds other results of the same inputs; with `folder-unwritable` if it cannot be written.
 */
export async function writeRunFolder(
  results: Results,
  files: Readonly<Record<string, string | Uint8Array>>,
  where: { readonly out?: string; readonly root: string },
): Promise<Result<string>> {
  const id = runId(results);
  const home = join(where.root, results.scenario.name);
  const folder = where.out ?? join(home, id);
  const text = canonicalJson(results);
  try {
    const earlier = await readFile(join(folder, RESULTS), 'utf8').catch(() => undefined);
    if (earlier !== undefined && earlier !== text && idOf(earlier) === id) return failed(differ(folder, earlier, text));
    await mkdir(folder, { recursive: true });
    for (const name of Object.keys(files)) await writeWhole(join(folder, name), files[name]!);
    await writeWhole(join(folder, RESULTS), text);
    if (where.out === undefined) await pointTo(join(home, 'latest'), id);
  } catch (error) {
    return failed({ code: 'folder-unwritable', message: `Cannot write the run folder ${folder}.`, got: String(error) });
  }
  return success(folder);
}

/** The run that a results.json is of; undefined if it is not one of ours. */
function idOf(text: string): string | undefined {
  try {
    return runId(JSON.parse(text) as Results);
  } catch {
    return undefined;
  }
}

function differ(folder: string, earlier: string, now: string): Failure {
  const before = earlier.split('\n');
  const line = now.split('\n').findIndex((text, index) => text !== before[index]);
  return {
    code: 'results-differ',
    message: `The same inputs gave other results before: ${join(folder, RESULTS)} differs from line ${line + 1} on.`,
    expected: before[line]?.trim() ?? 'the end of the file',
    got: now.split('\n')[line]?.trim() ?? 'the end of the file',
    hint: 'Something outside the inputs decides. Keep that folder, and give --out another one to compare the two.',
  };
}

/** A reader sees the old file or the new one, never a part. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}

/** A symbolic link; where there are none, a text file that holds the name. */
async function pointTo(link: string, target: string): Promise<void> {
  const draft = `${link}.${process.pid}.tmp`;
  await rm(draft, { force: true });
  await symlink(target, draft, 'dir').catch(() => writeFile(draft, `${target}\n`));
  await rename(draft, link);
}
