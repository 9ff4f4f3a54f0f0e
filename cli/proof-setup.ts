// `ambient proof setup`: the circuit and its keys, made once and kept.

import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { contribute, isReady, readVerificationKey, setUp, type Workshop } from '../core/proof/index.ts';
import type { Given } from './command.ts';
import { type ExitCode, INTERRUPTED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, usage } from './flags.ts';
import { progressOf } from './progress.ts';
import { shapeOf, workshopFor } from './proof-flags.ts';
import type { Terminal } from './terminal.ts';

const SINGLE =
  'These keys were made by one party, on this machine: whoever kept its secrets can forge proofs. Fit for tests and simulation.';
const SEEDED = 'These keys are made from a seed: everybody who knows it can forge proofs.';

export async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const shape = shapeOf(given);
  if (!shape.ok) return refuse(shape.failures, terminal);
  const workshop = workshopFor(given, shape.value, terminal);
  const [supplied, name, seed] = [await suppliedKey(given), text(given, 'contribute'), text(given, 'seed')];
  const failures = [workshop, supplied, name, seed].flatMap(failuresOf);
  if (!workshop.ok || !supplied.ok || !name.ok || !seed.ok) return refuse(failures, terminal);
  const anew = isSet(given, 'force') || supplied.value !== undefined || seed.value !== undefined;
  const source = { supplied: supplied.value, seed: seed.value };
  const made = anew || !isReady(workshop.value) ? await make(workshop.value, terminal, source) : success(undefined);
  const done = made.ok && name.value !== undefined ? await add(name.value, workshop.value, terminal) : made;
  if (terminal.interruption.aborted) return INTERRUPTED;
  return done.ok ? await describe(workshop.value, given, terminal) : refuse(done.failures, terminal);
}

async function describe(
  { verificationKey, folder, shape }: Workshop,
  given: Given,
  terminal: Terminal,
): Promise<ExitCode> {
  const key = await readVerificationKey(verificationKey);
  if (!key.ok) return refuse(key.failures, terminal);
  const facts = { circuit: shape.name, steps: shape.steps, key: key.value.hash, folder, verificationKey };
  if (isSet(given, 'json')) terminal.out(`${JSON.stringify(facts, null, 2)}\n`);
  else
    terminal.out(
      `circuit           ${facts.circuit}: ${facts.steps} steps a segment\nkey               ${facts.key}\nverification key  ${verificationKey}\n`,
    );
  return PASSED;
}

interface Source {
  /** The path of a ceremony's key. */
  readonly supplied?: string | undefined;
  readonly seed?: string | undefined;
}

/** Makes circuit and keys, telling what takes so long. Those that were there stay until the new ones are whole. */
export async function make(
  workshop: Workshop,
  terminal: Terminal,
  { supplied, seed }: Source = {},
): Promise<Result<void>> {
  terminal.err(`Making circuit and keys of ${workshop.shape.name}, once: it takes from half a minute to some.\n`);
  const made = await watched(terminal, (told) =>
    setUp(workshop, {
      seed: seed === undefined ? randomBytes(32) : createHash('sha256').update(seed).digest(),
      supplied,
      ...told,
    }),
  );
  if (made.ok && supplied === undefined) terminal.err(`${seed === undefined ? SINGLE : SEEDED}\n`);
  return made;
}

const add = (name: string, workshop: Workshop, terminal: Terminal): Promise<Result<void>> =>
  watched(terminal, (told) => contribute(workshop, name, randomBytes(64).toString('hex'), told));

/** With a bar, and until the user wants no more of it. */
async function watched(
  terminal: Terminal,
  work: (told: { onProgress: (stage: string, done: number) => void; signal: AbortSignal }) => Promise<Result<void>>,
): Promise<Result<void>> {
  const progress = progressOf(terminal);
  const done = await work({ onProgress: progress.update, signal: terminal.interruption });
  progress.stop();
  return done;
}

/** The path of a ceremony's key whose hash is the published one. */
async function suppliedKey(given: Given): Promise<Result<string | undefined>> {
  const [path, hash] = [text(given, 'key'), text(given, 'sha256')];
  if (!path.ok) return path;
  if (!hash.ok) return hash;
  if (path.value === undefined && hash.value === undefined) return success(undefined);
  if (path.value === undefined) return usage('sha256', 'is of no key', '--key FILE with it', hash.value ?? '');
  if (hash.value === undefined) return usage('key', 'needs the hash that its ceremony published', '--sha256 HEX', '');
  if (!existsSync(path.value)) return failed({ code: 'no-file', message: `${path.value} cannot be read` });
  const digest = createHash('sha256');
  await pipeline(createReadStream(path.value), digest);
  const found = digest.digest('hex');
  if (found === hash.value.toLowerCase()) return success(path.value);
  return usage('sha256', 'is not the hash of that key', found, hash.value);
}
