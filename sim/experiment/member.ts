// One worker thread, seen from outside: it takes a job at a time, and whatever becomes of it is an answer.

import { Worker } from 'node:worker_threads';

import type { JobOptions, JobReply, JobRequest } from './job.ts';

export interface Member {
  /** Resolves when it can take a job, or is dead. */
  readonly ready: Promise<void>;
  ask(request: JobRequest): Promise<JobReply>;
  dismiss(): Promise<number>;
}

/** Starts a thread that runs the module `entry`, which is to call `serve`. */
export function hire(entry: URL, options: JobOptions): Member {
  const worker = new Worker(entry, { workerData: options, stdout: true, ...loader(entry) });
  let death: JobReply | undefined;
  let waiting: ((reply: JobReply) => void) | undefined;
  let begin: () => void;
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const answer = (reply: JobReply): void => {
    const waited = waiting;
    waiting = undefined;
    waited?.(reply);
  };
  const die = (code: string, report: string): void => {
    death ??= { kind: 'died', code, report };
    begin();
    answer(death);
  };
  // What a user's strategy prints must not mix with results on standard output.
  worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
  worker.on('message', (reply: JobReply | 'ready') => (reply === 'ready' ? begin() : answer(reply)));
  worker.on('messageerror', (error) => die('ERR_MESSAGE', error.message));
  worker.on('error', (error: NodeJS.ErrnoException) => die(error.code ?? '', error.stack ?? String(error)));
  worker.on('exit', (code) => die('', `it left with code ${code}`));
  return {
    ready,
    ask: (request) =>
      new Promise((resolve) => {
        waiting = resolve;
        if (death === undefined) worker.postMessage(request);
        else answer(death);
      }),
    dismiss: () => worker.terminate(),
  };
}

/** A worker of TypeScript source needs tsx, registered in the thread itself: Node 20 knows no other way. */
function loader(entry: URL): { readonly execArgv?: string[] } {
  if (!entry.pathname.endsWith('.ts')) return {};
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
