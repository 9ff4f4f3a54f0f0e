// V8 with one compiler only, in a process of its own: which of them a module meets is otherwise for V8 to say, and its
// flags hold for whole processes.

import { fork } from 'node:child_process';
import { until } from './answering.ts';
import type { Execution } from './outcome.ts';
import type { RunRequest } from './run-request.ts';

const entry = new URL(import.meta.url.endsWith('.ts') ? './process-main.ts' : './process-main.js', import.meta.url);

/** Runs one rewritten module in a new process with these flags, which is gone when the promise resolves. */
export async function runInProcess(flags: readonly string[], request: RunRequest): Promise<Execution> {
  const loader = entry.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const child = fork(entry, { execArgv: [...loader, ...flags], serialization: 'advanced' });
  try {
    return await until(child, () => child.send(request), request.limits);
  } finally {
    child.kill('SIGKILL');
  }
}
