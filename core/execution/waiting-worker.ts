// The entry of the thread that runs modules for a thread that sleeps.

import { parentPort } from 'node:worker_threads';
import { findRuntime } from './runtimes.ts';
import type { WaitingRequest } from './waiting.ts';

parentPort?.on('message', ({ runtime, request, port, signal }: WaitingRequest) => {
  void findRuntime(runtime)!
    .run(request)
    .then((execution) => {
      port.postMessage(execution);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
});
