// Processes that prove segments, each one segment at a time in one thread: two of them are faster than one with two
// threads. As many segments are in memory as there are processes.

import { type ChildProcess, fork } from 'node:child_process';
import { failed, type Result, success } from '../foundation/index.ts';
import type { Groth16Proof } from './groth16/verify.ts';
import type { ProveMessage, ProveRequest } from './prove-main.ts';

export interface PoolOptions {
  readonly witness: string;
  readonly provingKey: string;
  readonly workers: number;
  readonly onProven: (done: number) => void;
  readonly signal: AbortSignal;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './prove-main.ts' : './prove-main.js', import.meta.url);

/** Proofs of all that the circuit is told, in its order. The processes are gone when the promise resolves. */
export async function proveAll(
  inputs: Iterable<ProveRequest['inputs']>,
  { witness, provingKey, workers, onProven, signal }: PoolOptions,
): Promise<Result<Groth16Proof[]>> {
  const loader = entry.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const children: ChildProcess[] = [];
  const proofs: Groth16Proof[] = [];
  const rest = inputs[Symbol.iterator]() as Iterator<ProveRequest['inputs'], undefined>;
  let next = 0;
  let done = 0;
  try {
    return await new Promise((resolve) => {
      const fail = (message: string): void => resolve(failed({ code: 'proving-failed', message }));
      if (signal.aborted) fail('it was interrupted');
      signal.addEventListener('abort', () => fail('it was interrupted'), { once: true });
      let busy = 0;
      const give = (child: ChildProcess): void => {
        const following = rest.next();
        if (following.done === true) {
          child.kill();
          if (busy === 0) resolve(success(proofs));
          return;
        }
        busy += 1;
        child.send({ at: next, witness, provingKey, inputs: following.value } satisfies ProveRequest);
        next += 1;
      };
      const start = (): void => {
        const child = fork(entry, { execArgv: loader, serialization: 'advanced' });
        children.push(child);
        child.on('message', (message: ProveMessage) => {
          if (message.kind === 'failed') {
            fail(message.problem);
            return;
          }
          proofs[message.at] = message.proof;
          busy -= 1;
          done += 1;
          onProven(done);
          give(child);
        });
        child.on('error', (error) => fail(error.message));
        child.on('exit', (code) => {
          if (code !== null && code !== 0) fail(`a prover ended with code ${code}`);
        });
        give(child);
      };
      for (let at = 0; at < workers; at += 1) start();
    });
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}
