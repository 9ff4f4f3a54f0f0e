// A thread of its own for each run, ended when its time is over: nothing else stops a module that spins.

import { Worker } from 'node:worker_threads';
import { until } from './answering.ts';
import type { EngineName } from './engines.ts';
import type { Execution } from './outcome.ts';
import type { RunRequest } from './run-request.ts';

/** What the thread is told. */
export interface ThreadRequest extends RunRequest {
  readonly engine: EngineName;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './thread-worker.ts' : './thread-worker.js', import.meta.url);

/** Runs one rewritten module in a new thread, which is gone when the promise resolves. Never rejects. */
export async function runInThread(engine: EngineName, request: RunRequest): Promise<Execution> {
  const worker = new Worker(entry, loader());
  try {
    const asked: ThreadRequest = { ...request, engine };
    return await until(worker, () => worker.postMessage(asked), request.limits);
  } finally {
    await worker.terminate();
  }
}

/** A worker of TypeScript source needs tsx, registered in the thread itself: Node 20 knows no other way. */
function loader(): { readonly execArgv?: string[] } {
  if (!entry.pathname.endsWith('.ts')) return {};
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
