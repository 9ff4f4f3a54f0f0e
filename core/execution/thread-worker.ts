// The entry of the thread that runs untrusted modules.

import { parentPort } from 'node:worker_threads';
import { engines } from './engines.ts';
import { runTask } from './run-task.ts';
import type { ThreadRequest } from './thread.ts';

parentPort?.on('message', ({ engine, bytes, abi, input, limits }: ThreadRequest) => {
  parentPort?.postMessage(runTask(bytes, abi, input, limits, engines[engine]));
});
parentPort?.postMessage('ready');
