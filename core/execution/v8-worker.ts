// The entry of the thread that runs untrusted modules in V8.

import { parentPort } from 'node:worker_threads';
import { runTask } from './run-task.ts';
import type { RunRequest } from './v8.ts';
import { instantiateV8 } from './v8-instance.ts';

parentPort?.on('message', ({ bytes, abi, input, limits }: RunRequest) => {
  parentPort?.postMessage(runTask(bytes, abi, input, limits, instantiateV8));
});
parentPort?.postMessage('ready');
