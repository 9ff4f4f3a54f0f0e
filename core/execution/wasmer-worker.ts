// The entry of the thread that runs untrusted modules in Wasmer: nothing but the end of a thread stops one that spins.

import { parentPort } from 'node:worker_threads';
import { faulted } from './outcome.ts';
import { runAsCommand } from './run-command.ts';
import type { RunRequest } from './run-request.ts';
import { startWasmer } from './wasmer-library.ts';

try {
  const { run } = await startWasmer();
  parentPort?.on('message', (request: RunRequest) => {
    void runAsCommand(run, request).then((execution) => parentPort?.postMessage(execution));
  });
  parentPort?.postMessage('ready');
} catch (error) {
  parentPort?.postMessage(faulted('unknown', `Wasmer cannot start: ${String(error)}`));
}
