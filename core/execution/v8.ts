// V8 in a thread of its own, ended when its time is over: nothing else stops a module that spins.

import { Worker } from 'node:worker_threads';
import type { ExecutionLimits } from './limits.ts';
import type { Execution } from './outcome.ts';
import type { Abi } from './prepare.ts';

export interface RunRequest {
  readonly bytes: Uint8Array;
  readonly abi: Abi;
  readonly input: Uint8Array;
  readonly limits: ExecutionLimits;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './v8-worker.ts' : './v8-worker.js', import.meta.url);

/** Runs one rewritten module in a new thread, which is gone when the promise resolves. Never rejects. */
export async function runInV8(request: RunRequest): Promise<Execution> {
  const worker = new Worker(entry, loader());
  try {
    return await firstAnswer(worker, request);
  } finally {
    await worker.terminate();
  }
}

function firstAnswer(worker: Worker, request: RunRequest): Promise<Execution> {
  const { runMilliseconds, startMilliseconds } = request.limits;
  return new Promise((resolve) => {
    const fault = (outcome: 'timeout' | 'unknown', detail: string): void => {
      clearTimeout(timer);
      resolve({ outcome, detail, gas: 0n, output: new Uint8Array(0), traceHash: '0'.repeat(16) });
    };
    let timer = setTimeout(() => fault('unknown', 'the thread did not start in time'), startMilliseconds);
    worker.on('message', (message: Execution | 'ready') => {
      clearTimeout(timer);
      if (message !== 'ready') {
        resolve(message);
        return;
      }
      timer = setTimeout(() => fault('timeout', `it ran for ${runMilliseconds} ms`), runMilliseconds);
      worker.postMessage(request);
    });
    worker.on('error', (error) => fault('unknown', String(error)));
    worker.on('exit', () => fault('unknown', 'the thread ended'));
  });
}

/** A worker of TypeScript source needs tsx, registered in the thread itself: Node 20 knows no other way. */
function loader(): { readonly execArgv?: string[] } {
  if (!entry.pathname.endsWith('.ts')) return {};
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
