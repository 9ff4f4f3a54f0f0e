// Hostile modules, run one after another in threads of their own: each ends as its folder says, and nothing is left.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execute, limitPresets } from '../core/execution/index.ts';

const folder = fileURLToPath(new URL('../scenarios/tasks/hostile/', import.meta.url));
const limits = { ...limitPresets.strict, gas: 20_000_000n, memoryPages: 256 };
const MEGABYTE = 1e6;
/** Resident memory may waver by as much, in megabytes. */
const GROWTH_MAX = 100;

/** What went wrong in so many runs, after a quarter of them to warm up; empty if nothing did. */
export async function hostileRuns(count: number, tell: (done: number) => void = () => undefined): Promise<string[]> {
  const modules = readdirSync(folder).flatMap((outcome) =>
    readdirSync(`${folder}${outcome}`)
      .filter((name) => name.endsWith('.wasm'))
      .map((name) => ({ outcome, name, bytes: new Uint8Array(readFileSync(`${folder}${outcome}/${name}`)) })),
  );
  const wrong: string[] = [];
  const before = ports();
  let warm = 0;
  for (let done = 0; done < count; done += 1) {
    // A stride that has no factor in common with their number mixes the outcomes.
    const { outcome, name, bytes } = modules[(31 * done) % modules.length]!;
    const ended = await execute(bytes, new Uint8Array(16), { limits, trace: done % 2 === 0 });
    if (ended.outcome !== outcome) wrong.push(`${outcome}/${name} ended as ${ended.outcome}: ${ended.detail}`);
    if (done === count >> 2) warm = process.memoryUsage().rss;
    tell(done + 1);
  }
  const grown = (process.memoryUsage().rss - warm) / MEGABYTE;
  if (grown > GROWTH_MAX) wrong.push(`memory grew by ${grown.toFixed(0)} MB`);
  if (ports() > before) wrong.push(`${ports() - before} threads are left`);
  return wrong;
}

/** Each thread that runs has a port. */
const ports = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
