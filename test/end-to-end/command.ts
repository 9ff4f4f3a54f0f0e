// Runs commands as a user does, in a folder of their own, and keeps what they say.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ambient as execute } from '../../cli/ambient.ts';
import { rememberingTerminal } from '../unit/cli/terminal.ts';

export const root: string = resolve(fileURLToPath(import.meta.url), '../../..');

const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** An empty folder, with these files in it. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambient-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Commands that run scenarios, in worker threads. */
const RUNNING = ['run', 'compare', 'sweep', 'check', 'replay'];

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs the command to its end in this process: to load it anew takes longer than most commands do. One at a time, since
 * the process is in `folder` meanwhile. Runs have one worker unless `words` say otherwise.
 */
export function ambient(words: readonly string[], folder: string): Promise<Ended> {
  const mine = turn.then(() => executeIn(folder, words));
  turn = mine.catch(() => undefined);
  return mine;
}

async function executeIn(folder: string, words: readonly string[]): Promise<Ended> {
  const { terminal, out, err } = rememberingTerminal();
  const before = process.cwd();
  process.chdir(folder);
  try {
    const alone = RUNNING.includes(words[0]!) && !words.includes('--workers') ? ['--workers', '1'] : [];
    const code = await execute([...words, ...alone], terminal);
    return { code, out: out(), err: err() };
  } finally {
    process.chdir(before);
  }
}

/** The same in a process of its own. */
export function ambientProcess(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return ended(start(words, folder, env));
}

/** Starts the command as built: fresh-build.ts sees to it that this is what the source says. */
export function start(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...words], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
}

/** Starts it without a build, as developers do. */
export function startFromSource(words: readonly string[], folder: string): ChildProcess {
  return spawn(process.execPath, ['--import', tsx, join(root, 'cli/main.ts'), ...words], { cwd: folder });
}

export function ended(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolveEnd, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolveEnd({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

/** A scenario that ends in a blink; `more` is appended. */
export const small = (more = ''): string => `version: 1
name: small
seeds: { from: 1, count: 4 }
stop: { tasks: 200 }
devices: { box: { speed: 1e9 gas/s, slots: 1 } }
nodes:
  - { group: box, count: 3, device: box, region: frankfurt }
network: { latency: 2 ms, jitter: 1 ms }
workload:
  - { name: jobs, work: { time: { exponential: { mean: 100 ms } } }, arrivals: { poisson: 20 /s } }
${more}`;
