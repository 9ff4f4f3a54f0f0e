// What the steps of `ambient proof` are given, read into values.

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { type CircuitShape, circuitShapes, type Workshop, workshopOf } from '../core/proof/index.ts';
import type { Given } from './command.ts';
import { text, texts, usage } from './flags.ts';
import type { Terminal } from './terminal.ts';

export function fileOf(given: Given, what: string): Result<string> {
  const path = texts(given, 'file')[0];
  if (path !== undefined) return success(path);
  return failed({ code: 'no-file', message: `which ${what}?`, hint: `ambient proof ${String(given['what'])} FILE` });
}

function bytesOf(path: string): Result<Uint8Array> {
  try {
    return success(new Uint8Array(readFileSync(path)));
  } catch (error) {
    return failed({ code: 'no-file', message: `${path} cannot be read`, got: (error as Error).message });
  }
}

export function moduleOf(given: Given): Result<Uint8Array> {
  const path = fileOf(given, 'module');
  return path.ok ? bytesOf(path.value) : path;
}

export function inputOf(given: Given): Result<Uint8Array> {
  const name = text(given, 'input');
  if (!name.ok) return name;
  return name.value === undefined ? success(new Uint8Array(0)) : bytesOf(name.value);
}

export function shapeOf(given: Given): Result<CircuitShape> {
  const written = text(given, 'circuit');
  if (!written.ok) return written;
  const found = Object.values(circuitShapes).find(({ name }) => name === (written.value ?? 'default'));
  if (found !== undefined) return success(found);
  return usage('circuit', 'is unknown', Object.keys(circuitShapes).join(', '), written.value ?? '');
}

/** Where the keys of a circuit are or will be. */
export function workshopFor(given: Given, shape: CircuitShape, { env }: Terminal): Result<Workshop> {
  const written = text(given, 'cache');
  if (!written.ok) return written;
  const { AMBIENT_PROOF_CACHE: ours = '', XDG_CACHE_HOME: users = '' } = env;
  const usual = join(users === '' ? join(homedir(), '.cache') : users, 'ambient-vcp', 'proofs');
  return success(workshopOf(written.value ?? (ours === '' ? usual : ours), shape));
}
