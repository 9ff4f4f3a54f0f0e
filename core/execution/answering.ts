// Waits for a thread or a process to answer, and no longer than its limits say.

import type { ExecutionLimits } from './limits.ts';
import { type Execution, faulted } from './outcome.ts';

/** A thread or a process. Its first message says that it has started, its second what the run came to. */
export interface Answering {
  on(event: 'message', listener: (message: Execution | 'ready') => void): unknown;
  on(event: 'error' | 'exit', listener: (what: unknown) => void): unknown;
}

export function until(answering: Answering, ask: () => void, limits: ExecutionLimits): Promise<Execution> {
  const { runMilliseconds, startMilliseconds } = limits;
  return new Promise((resolve) => {
    const fault = (outcome: 'timeout' | 'unknown', detail: string): void => {
      clearTimeout(timer);
      resolve(faulted(outcome, detail));
    };
    let timer = setTimeout(() => fault('unknown', 'the engine did not start in time'), startMilliseconds);
    answering.on('message', (message) => {
      clearTimeout(timer);
      if (message !== 'ready') {
        resolve(message);
        return;
      }
      timer = setTimeout(() => fault('timeout', `it ran for ${runMilliseconds} ms`), runMilliseconds);
      ask();
    });
    answering.on('error', (error) => fault('unknown', String(error)));
    answering.on('exit', () => fault('unknown', 'the engine ended before its run did'));
  });
}
