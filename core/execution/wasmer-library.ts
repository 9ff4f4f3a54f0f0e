// The part of the package `@wasmer/sdk` that is used here, which is optional: nothing else loads it, and the rest is
// built without it.

import type { WasiCommand } from './run-command.ts';

const LIBRARY = '@wasmer/sdk/node';

/** Why the library cannot be used; undefined if it is there. Loads nothing. */
export function wasmerMissing(): string | undefined {
  try {
    import.meta.resolve(LIBRARY);
    return undefined;
  } catch {
    return 'the optional package @wasmer/sdk is not installed: npm install @wasmer/sdk@0.16.0';
  }
}

interface Library {
  readonly Wasmer: new (options: { readonly cache: false; readonly parallelism: number }) => Client;
}

interface Client {
  ready(): Promise<unknown>;
  readonly packages: { load(bytes: Uint8Array): Promise<object> };
  readonly sandboxes: {
    create(options: {
      readonly packages: readonly object[];
      readonly network: { readonly mode: 'disabled' };
    }): Promise<Sandbox>;
  };
  close(): Promise<void>;
}

interface Sandbox {
  command(program: object): { spawn(options: typeof STREAMS): Promise<Process> };
  close(): Promise<void>;
}

interface Process {
  readonly stdout: AsyncIterable<Uint8Array> | null;
  wait(): Promise<{ readonly exitCode: number }>;
}

/** Standard output is read as it comes, since a trap takes with it what was captured. */
const STREAMS = { stdin: 'closed', stdout: 'pipe', stderr: 'discard' } as const;

export interface WasmerHost {
  readonly run: WasiCommand;
  readonly close: () => Promise<void>;
}

/** Loads the library and starts it. Rejects if it cannot. */
export async function startWasmer(): Promise<WasmerHost> {
  const { Wasmer } = (await import(LIBRARY)) as Library;
  const client = new Wasmer({ cache: false, parallelism: 1 });
  await client.ready();
  return { run: (program) => runProgram(client, program), close: () => client.close() };
}

async function runProgram(client: Client, bytes: Uint8Array): ReturnType<WasiCommand> {
  const program = await client.packages.load(bytes);
  const sandbox = await client.sandboxes.create({ packages: [program], network: { mode: 'disabled' } });
  try {
    const process = await sandbox.command(program).spawn(STREAMS);
    const [ended, output] = await Promise.all([endOf(process), allOf(process.stdout)]);
    return { ...ended, output };
  } finally {
    await sandbox.close();
  }
}

type Ended = Omit<Awaited<ReturnType<WasiCommand>>, 'output'>;

async function endOf(process: Process): Promise<Ended> {
  try {
    const { exitCode } = await process.wait();
    return { kind: 'exited', code: exitCode };
  } catch (error) {
    // The message of a trap quotes the error of the engine beneath: of that class are traps, and nothing else.
    const text = String(error);
    return { kind: /^RuntimeError: /m.test(text) ? 'trapped' : 'failed', detail: text.split('\n')[0]! };
  }
}

async function allOf(stream: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream ?? []) parts.push(part);
  return Buffer.concat(parts);
}
