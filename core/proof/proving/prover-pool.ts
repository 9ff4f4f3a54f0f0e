// Processes that prove segments, each one segment at a time in one thread: two of them are faster than one with two
// threads. They are started when they are first needed.

import { type ChildProcess, fork } from 'node:child_process';
import { failed, type Result, success } from '../../foundation/index.ts';
import type { Groth16Proof } from '../groth16/verify.ts';
import type { ProveMessage, ProveRequest } from './prove-main.ts';

export interface PoolOptions {
  readonly witness: string;
  readonly provingKey: string;
  readonly workers: number;
  /** Ends the processes, as `close` does. */
  readonly signal?: AbortSignal;
}

type Proof = Result<Groth16Proof>;

interface Job {
  readonly inputs: ProveRequest['inputs'];
  readonly settle: (proof: Proof) => void;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './prove-main.ts' : './prove-main.js', import.meta.url);

export class ProverPool {
  readonly workers: number;
  /** Processor time of each proof that was made, in the order in which they were. */
  readonly seconds: number[] = [];
  readonly #keys: Pick<PoolOptions, 'witness' | 'provingKey'>;
  readonly #idle: ChildProcess[] = [];
  readonly #busy: Map<ChildProcess, Job> = new Map();
  #waiting: Job[] = [];
  #closed: string | undefined;

  constructor({ witness, provingKey, workers, signal }: PoolOptions) {
    this.workers = workers;
    this.#keys = { witness, provingKey };
    if (signal?.aborted === true) this.close();
    signal?.addEventListener('abort', () => this.close(), { once: true });
  }

  /** `inputs`: all that the circuit is told of a segment. Fails as `proving-failed`. */
  prove(inputs: ProveRequest['inputs']): Promise<Proof> {
    return new Promise((settle) => {
      this.#waiting.push({ inputs, settle });
      this.#assign();
    });
  }

  /** Ends the processes; what is not proven fails. */
  close(why = 'it was interrupted'): void {
    this.#closed ??= why;
    const open = [...this.#busy.values(), ...this.#waiting];
    for (const child of [...this.#idle, ...this.#busy.keys()]) child.kill('SIGKILL');
    this.#idle.length = 0;
    this.#busy.clear();
    this.#waiting = [];
    for (const { settle } of open) settle(failure(this.#closed));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      if (this.#closed !== undefined) {
        this.close();
        return;
      }
      const child = this.#idle.pop() ?? (this.#busy.size < this.workers ? this.#start() : undefined);
      if (child === undefined) return;
      const job = this.#waiting.shift()!;
      this.#busy.set(child, job);
      // The process is not what keeps ours alive: what waits for its proof is.
      child.ref();
      child.channel?.ref();
      child.send({ ...this.#keys, inputs: job.inputs } satisfies ProveRequest);
    }
  }

  #start(): ChildProcess {
    const loader = entry.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
    const child = fork(entry, { execArgv: loader, serialization: 'advanced' });
    child.on('message', (message: ProveMessage) => {
      const job = this.#busy.get(child);
      this.#busy.delete(child);
      if (this.#closed === undefined) this.#idle.push(child);
      child.unref();
      child.channel?.unref();
      if (message.kind === 'proven') this.seconds.push(message.seconds);
      job?.settle(message.kind === 'failed' ? failure(message.problem) : success(message.proof));
      this.#assign();
    });
    child.on('error', (error) => this.close(error.message));
    child.on('exit', (code) => {
      if (this.#closed === undefined)
        this.close(`a prover ended ${code === null ? 'by a signal' : `with code ${code}`}`);
    });
    return child;
  }
}

const failure = (message: string): Result<never> => failed({ code: 'proving-failed', message });

/** Proofs of all that the circuit is told, in its order; as many of them are in memory as there are processes. */
export async function proveInOrder(
  pool: ProverPool,
  inputs: Iterable<ProveRequest['inputs']>,
  onProven: (done: number) => void = () => undefined,
): Promise<Result<Groth16Proof[]>> {
  const rest = inputs[Symbol.iterator]();
  const proofs: Groth16Proof[] = [];
  let failures: Result<never> | undefined;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let item = rest.next(); item.done !== true && failures === undefined; item = rest.next()) {
      const at = next++;
      const proof = await pool.prove(item.value);
      if (!proof.ok) failures ??= proof;
      else {
        proofs[at] = proof.value;
        onProven(++done);
      }
    }
  };
  await Promise.all(Array.from({ length: pool.workers }, work));
  return failures ?? success(proofs);
}
