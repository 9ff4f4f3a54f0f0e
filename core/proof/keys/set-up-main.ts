// The entry of the process that compiles a circuit and writes its keys. snarkjs opens threads for some of it, which end
// with the process.

import { execFile } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type ConstraintSystem, readConstraintSystem } from '../groth16/constraint-system.ts';
import { loadCurve } from '../groth16/curve.ts';
import { type SectionSink, STAGES, writeKey } from '../groth16/key-writer.ts';
import { problemOfKey, writeVerificationKey } from './supplied-key.ts';

export interface MakeRequest {
  readonly kind: 'make';
  /** Holds the circuit and takes everything that is made. */
  readonly folder: string;
  readonly compiler: string;
  readonly seed: Uint8Array;
  /** A proving key that others have made, instead of one of our own. */
  readonly supplied: string | undefined;
}

/** A contribution to a proving key, which is left as it is; the new one and its verification key go beside it. */
export interface ContributeRequest {
  readonly kind: 'contribute';
  readonly provingKey: string;
  readonly name: string;
  readonly entropy: string;
  readonly newProvingKey: string;
  readonly newVerificationKey: string;
}

export type SetUpRequest = MakeRequest | ContributeRequest;

export type SetUpMessage =
  | { readonly kind: 'stage'; readonly name: string; readonly done: number }
  | { readonly kind: 'ended'; readonly problem: string | undefined };

/** The share of the time that goes to compiling. */
const COMPILING = 0.6;
/** Pages of 64 KiB that tables and points need beside what the curve begins with. */
const CURVE_PAGES = 600;

const say = (message: SetUpMessage): void => void process.send?.(message);

process.on('message', (request: SetUpRequest) => {
  (request.kind === 'make' ? make(request) : contribute(request)).then(
    () => say({ kind: 'ended', problem: undefined }),
    (error: unknown) => say({ kind: 'ended', problem: error instanceof Error ? error.message : String(error) }),
  );
});

async function contribute(request: ContributeRequest): Promise<void> {
  const { zKey } = await import('snarkjs');
  say({ kind: 'stage', name: 'adding the contribution', done: 0 });
  await zKey.contribute(request.provingKey, request.newProvingKey, request.name, request.entropy);
  await writeVerificationKey(request.newProvingKey, request.newVerificationKey);
}

async function make({ folder, compiler, seed, supplied }: MakeRequest): Promise<void> {
  say({ kind: 'stage', name: 'compiling the circuit', done: 0 });
  const words = [compiler, 'main.circom', '--r1cs', '--wasm', '--O2', '-o', '.'];
  await promisify(execFile)(process.execPath, words, { cwd: folder, maxBuffer: 2 ** 24 });
  const system = readConstraintSystem(readFileSync(join(folder, 'main.r1cs')));
  const path = join(folder, 'proving-key.zkey');
  if (supplied === undefined) await writeOwnKey(system, seed, path);
  else {
    say({ kind: 'stage', name: 'reading the key', done: COMPILING });
    const problem = problemOfKey(supplied, system);
    if (problem !== undefined) throw new Error(problem);
    copyFileSync(supplied, path);
  }
  await writeVerificationKey(path, join(folder, 'verification-key.json'));
}

async function writeOwnKey(system: ConstraintSystem, seed: Uint8Array, path: string): Promise<void> {
  const curve = await loadCurve();
  const { tm } = curve;
  tm.memory.grow(CURVE_PAGES);
  tm.u8 = new Uint8Array(tm.memory.buffer);
  tm.u32 = new Uint32Array(tm.memory.buffer);
  const file = new KeyFile(path);
  let stages = 0;
  writeKey(curve, system, seed, file, (name) => {
    say({ kind: 'stage', name: `writing the key: ${name}`, done: COMPILING + (1 - COMPILING) * (stages / STAGES) });
    stages += 1;
  });
  file.close();
}

const SECTIONS = 10;

/** The container of snarkjs' keys: name, version, number of sections; each is number, length, content. */
class KeyFile implements SectionSink {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    const head = Buffer.from('zkey\0\0\0\0\0\0\0\0', 'latin1');
    head.writeUInt32LE(1, 4);
    head.writeUInt32LE(SECTIONS, 8);
    writeSync(this.#file, head);
  }

  section(id: number, parts: readonly Uint8Array[]): void {
    const head = Buffer.alloc(12);
    head.writeUInt32LE(id, 0);
    head.writeBigUInt64LE(BigInt(parts.reduce((sum, { length }) => sum + length, 0)), 4);
    for (const part of [head, ...parts]) writeSync(this.#file, part);
  }

  close(): void {
    closeSync(this.#file);
  }
}
