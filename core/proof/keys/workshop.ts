// Where a circuit and its keys are, once they have been made: a folder named by everything that decides the circuit.
// Making them takes half a minute to two, in a process of its own; everything else waits for a folder that is whole.

import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { failed, type Result, sha256Hex, success } from '../../foundation/index.ts';
import { loadCurve } from '../groth16/curve.ts';
import { parseVerificationKey, type VerificationKey } from '../groth16/verification-key.ts';
import { type CircuitShape, mainOf } from '../segments/circuit-shape.ts';
import { SIGNALS } from '../verifying/statement.ts';
import { circuitSource } from './circuit-source.ts';
import type { SetUpMessage, SetUpRequest } from './set-up-main.ts';

export interface Workshop {
  readonly shape: CircuitShape;
  readonly folder: string;
  /** Computes a witness from what the circuit is told. */
  readonly witness: string;
  readonly constraints: string;
  readonly provingKey: string;
  readonly verificationKey: string;
}

const require = createRequire(import.meta.url);

/** Reads the circuit's text, and nothing of the folder. */
export function workshopOf(cache: string, shape: CircuitShape): Workshop {
  const compiler = (require('circom2/package.json') as { readonly version: string }).version;
  const hash = sha256Hex(JSON.stringify([compiler, mainOf(shape), ...circuitSource().values()]));
  const folder = join(cache, `${shape.name}-${hash.slice(0, 16)}`);
  return {
    shape,
    folder,
    witness: join(folder, 'main_js', 'main.wasm'),
    constraints: join(folder, 'main.r1cs'),
    provingKey: join(folder, 'proving-key.zkey'),
    verificationKey: join(folder, 'verification-key.json'),
  };
}

export const isReady = ({ verificationKey }: Workshop): boolean => existsSync(verificationKey);

/** Fails as `no-key` if there is none, and as `key-refused` if it is of no use. */
export async function readVerificationKey(path: string): Promise<Result<VerificationKey>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return failed({ code: 'no-key', message: `${path} cannot be read`, hint: 'ambient proof setup makes the keys' });
  }
  return parseVerificationKey(await loadCurve(), text, SIGNALS);
}

export interface SetUpOptions {
  /** 32 bytes that nobody else knows, or that everybody does if proofs need not convince anyone. */
  readonly seed: Uint8Array;
  /** The proving key of a ceremony, instead of one of our own. */
  readonly supplied?: string | undefined;
  /** What is done now, and the share of the whole that lies behind. */
  readonly onProgress: (stage: string, done: number) => void;
  readonly signal: AbortSignal;
}

/** Compiles the circuit and writes its keys. What is not finished leaves nothing behind. */
export async function setUp(
  workshop: Workshop,
  { seed, supplied, onProgress, signal }: SetUpOptions,
): Promise<Result<void>> {
  const { folder, shape } = workshop;
  const draft = `${folder}.${sha256Hex(seed).slice(0, 8)}`;
  try {
    mkdirSync(draft, { recursive: true });
    for (const [name, text] of circuitSource()) writeFileSync(join(draft, name), text);
    writeFileSync(join(draft, 'main.circom'), mainOf(shape));
    const compiler = require.resolve('circom2/cli.js');
    const problem = await ask({ kind: 'make', folder: draft, compiler, seed, supplied }, onProgress, signal);
    if (problem !== undefined) return failed({ code: 'set-up-failed', message: problem });
    const key = await readVerificationKey(join(draft, 'verification-key.json'));
    if (!key.ok) return key;
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return success(undefined);
  } catch (error) {
    return failed({ code: 'set-up-failed', message: `the keys cannot be written`, got: (error as Error).message });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './set-up-main.ts' : './set-up-main.js', import.meta.url);

function ask(
  request: SetUpRequest,
  onProgress: SetUpOptions['onProgress'],
  signal: AbortSignal,
): Promise<string | undefined> {
  const loader = entry.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const child = fork(entry, {
    execArgv: loader,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise<string | undefined>((resolve) => {
    const stop = (): void => resolve('it was interrupted');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (message: SetUpMessage) => {
      if (message.kind === 'stage') onProgress(message.name, message.done);
      else resolve(message.problem);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => resolve(`the process ended with code ${code ?? 'none'}`));
    child.send(request);
  }).finally(() => child.kill('SIGKILL'));
}

/**
 * Another party's share of the secrets: proofs can be forged only if everybody who had one kept it. The key changes, so
 * that earlier proofs are of no use. `entropy`: text that nobody else knows.
 */
export async function contribute(
  { folder, provingKey, verificationKey }: Workshop,
  name: string,
  entropy: string,
  { onProgress, signal }: Pick<SetUpOptions, 'onProgress' | 'signal'>,
): Promise<Result<void>> {
  const draft = `${folder}.contribution`;
  const [newProvingKey, newVerificationKey] = [join(draft, 'proving-key'), join(draft, 'verification-key')];
  try {
    mkdirSync(draft, { recursive: true });
    const request = { kind: 'contribute', provingKey, name, entropy, newProvingKey, newVerificationKey } as const;
    const problem = await ask(request, onProgress, signal);
    if (problem !== undefined) return failed({ code: 'set-up-failed', message: problem });
    const key = await readVerificationKey(newVerificationKey);
    if (!key.ok) return key;
    renameSync(newProvingKey, provingKey);
    renameSync(newVerificationKey, verificationKey);
    return success(undefined);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
