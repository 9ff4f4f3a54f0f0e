// Everything that can run a module, by name. All must come to the same: they run the same rewritten module, whose gas,
// depth, status and trace are its own globals.

import type { Execution } from './outcome.ts';
import { runInProcess } from './process.ts';
import type { RunRequest } from './run-request.ts';
import { runInThread, runInWasmer } from './thread.ts';
import { wasmerMissing } from './wasmer-library.ts';

export interface Runtime {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Why it cannot be used here; undefined if it can. */
  readonly missing?: () => string | undefined;
  /** Never rejects, and leaves no thread or process behind. */
  readonly run: (request: RunRequest) => Promise<Execution>;
}

/** The default first. */
export const runtimes: readonly Runtime[] = [
  {
    name: 'v8',
    summary: 'V8, which compiles twice: at first quickly, then well. In a thread.',
    run: (request) => runInThread('v8', request),
  },
  {
    name: 'interpreter',
    summary: 'our own, which shares no code with V8. In a thread.',
    run: (request) => runInThread('interpreter', request),
  },
  {
    name: 'wasmer',
    summary: 'the optional package @wasmer/sdk: WASI commands in threads of its own, compiled by V8.',
    missing: wasmerMissing,
    run: runInWasmer,
  },
  {
    name: 'v8-liftoff',
    summary: 'V8 with its quick compiler alone. In a process.',
    run: (request) => runInProcess(['--liftoff-only'], request),
  },
  {
    name: 'v8-turbofan',
    summary: 'V8 with its optimising compiler alone. In a process.',
    run: (request) => runInProcess(['--no-liftoff'], request),
  },
];

export const findRuntime = (name: string): Runtime | undefined => runtimes.find((each) => each.name === name);
