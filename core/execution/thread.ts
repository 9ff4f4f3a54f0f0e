// A thread of its own for each run, ended when its time is over: nothing else stops a module that spins.

import { Worker } from 'node:worker_threads';
import { until } from './answering.ts';
import type { EngineName } from './engines.ts';
import { type Execution, faulted } from './outcome.ts';
import type { RunRequest } from './run-request.ts';
import { wasmerMissing } from './wasmer-library.ts';

/** What the thread is told. */
export interface ThreadRequest extends RunRequest {
  readonly engine: EngineName;
}

/** Wasmer is compiled itself when it starts: times as long as ours may take. */
const STARTS_SLOWER = 4;

const isSource = import.meta.url.endsWith('.ts');
export const entry = (name: string): URL => new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url);

/** Runs one rewritten module in a new thread, which is gone when the promise resolves. Never rejects. */
export function runInThread(engine: EngineName, request: RunRequest): Promise<Execution> {
  const asked: ThreadRequest = { ...request, engine };
  return runIn(new Worker(entry('thread-worker'), loader()), asked);
}

/** The same in Wasmer, whose threads end with ours. What it writes to the terminal is dropped: it reports faults twice. */
export async function runInWasmer(request: RunRequest): Promise<Execution> {
  const missing = wasmerMissing();
  if (missing !== undefined) return faulted('unknown', missing);
  const startMilliseconds = STARTS_SLOWER * request.limits.startMilliseconds;
  const limits = { ...request.limits, startMilliseconds };
  return runIn(new Worker(entry('wasmer-worker'), { ...loader(), stdout: true, stderr: true }), { ...request, limits });
}

async function runIn(worker: Worker, request: RunRequest): Promise<Execution> {
  try {
    return await until(worker, () => worker.postMessage(request), request.limits);
  } finally {
    await worker.terminate();
  }
}

/** A worker of TypeScript source needs tsx, registered in the thread itself: Node 20 knows no other way. */
export function loader(): { readonly execArgv?: string[] } {
  if (!isSource) return {};
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
