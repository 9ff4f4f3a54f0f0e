// Any runtime for whoever cannot wait for a promise: a thread runs it, and the caller sleeps until it has answered.

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Execution, faulted } from './outcome.ts';
import type { RunRequest } from './run-request.ts';
import { entry, loader } from './thread.ts';

/** What the thread is told. */
export interface WaitingRequest {
  /** Its name. */
  readonly runtime: string;
  readonly request: RunRequest;
  /** Where the answer goes, and the number that wakes the caller. */
  readonly port: MessagePortLike;
  readonly signal: Int32Array;
}
interface MessagePortLike {
  postMessage(execution: Execution): void;
}

/** Wasmer may start four times as slowly as is granted, and whatever trapped is run several times. */
const PATIENCE = 10;

let worker: Worker | undefined;

/** Runs one rewritten module, and blocks the calling thread meanwhile. Never throws. */
export function runAndWait(runtime: string, request: RunRequest): Execution {
  worker ??= started();
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  worker.postMessage({ runtime, request, signal, port: port2 }, [port2]);
  const { runMilliseconds, startMilliseconds } = request.limits;
  Atomics.wait(signal, 0, 0, PATIENCE * (runMilliseconds + startMilliseconds));
  const answer: { readonly message: Execution } | undefined = receiveMessageOnPort(port1);
  port1.close();
  return answer?.message ?? faulted('timeout', `${runtime} did not answer`);
}

function started(): Worker {
  const made = new Worker(entry('waiting-worker'), loader());
  made.unref();
  return made;
}
