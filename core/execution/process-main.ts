// The entry of the process that runs untrusted modules in V8 with flags of its own.

import process from 'node:process';
import type { RunRequest } from './run-request.ts';
import { runTask } from './run-task.ts';
import { instantiateV8 } from './v8-instance.ts';

process.on('message', ({ bytes, abi, input, limits }: RunRequest) => {
  process.send?.(runTask(bytes, abi, input, limits, instantiateV8));
});
process.send?.('ready');
