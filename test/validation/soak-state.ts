// What a soak has finished already, so that one that was killed goes on where it was. A finished check is known by
// all that its outcome depends on: its inputs, and every source file of the simulator and of these checks.

import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Check, Outcome } from './check.ts';

const FILE = 'runs/soak.ndjson';
const SOURCES = ['core', 'sim', 'test/validation'];

export class SoakState {
  private readonly sources: string;
  private readonly finished: Map<string, Outcome>;

  private constructor(sources: string, finished: Map<string, Outcome>) {
    this.sources = sources;
    this.finished = finished;
  }

  /** Reads what is there. A line that was cut short by a kill is not there. */
  static async open(): Promise<SoakState> {
    await mkdir(dirname(FILE), { recursive: true });
    const text = await readFile(FILE, 'utf8').catch(() => '');
    const finished = new Map<string, Outcome>();
    for (const line of text.split('\n').slice(0, -1)) {
      const { key, outcome } = JSON.parse(line) as { key: string; outcome: Outcome };
      finished.set(key, outcome);
    }
    return new SoakState(await digestOfSources(), finished);
  }

  outcome(check: Check): Outcome | undefined {
    return this.finished.get(this.key(check));
  }

  async store(check: Check, outcome: Outcome): Promise<void> {
    const { name } = check;
    const key = this.key(check);
    if (this.finished.has(key)) return;
    this.finished.set(key, outcome);
    await appendFile(FILE, `${JSON.stringify({ key, name, outcome })}\n`);
  }

  private key({ name, inputs }: Check): string {
    const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
    return digest(JSON.stringify([this.sources, name, inputs], plain));
  }
}

async function digestOfSources(): Promise<string> {
  const folders = await Promise.all(SOURCES.map(async (folder) => filesIn(folder)));
  const files = folders.flat().sort();
  const digests = await Promise.all(files.map(async (file) => `${file} ${digest(await readFile(file, 'utf8'))}`));
  return digest(digests.join('\n'));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
