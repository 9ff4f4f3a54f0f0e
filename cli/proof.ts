// `ambient proof …`: proofs of execution, from the program that one is about to the verdict on one.

import type { Command, Given } from './command.ts';
import type { ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** By how many steps a segment has. */
const circuits = ['test', 'default', 'large'];
const steps = ['program', 'setup', 'prove', 'verify'] as const;

export const proof: Command = {
  usage: 'proof <what> [file]',
  summary: 'makes and checks proofs of execution',
  positionals: {
    what: {
      describe:
        'program: what a proof of a module would be about; setup: make circuit and keys, once; prove: a module on an input; verify: a proof',
      choices: steps,
      type: 'string',
    },
    file: { describe: 'a module (a task: memory, alloc, run), or a proof', type: 'string' },
  },
  flags: {
    input: { type: 'string', requiresArg: true, describe: 'the file the module is given; nothing by default' },
    circuit: { type: 'string', requiresArg: true, describe: `${circuits.join(', ')} [default: default]` },
    out: { type: 'string', requiresArg: true, describe: 'prove: where the proof goes [default: proof.json]' },
    prover: { type: 'string', requiresArg: true, describe: 'prove: whose proof it is [default: anonymous]' },
    nonce: { type: 'string', requiresArg: true, describe: 'prove: hex digits of who asked for it; drawn by default' },
    workers: { type: 'string', requiresArg: true, describe: 'prove: processes, one segment each [default: 2]' },
    key: {
      type: 'string',
      requiresArg: true,
      describe: 'verify: the verification key to use; setup: the proving key of a ceremony, with --sha256',
    },
    sha256: { type: 'string', requiresArg: true, describe: 'setup: the published hash of that key' },
    contribute: { type: 'string', requiresArg: true, describe: 'setup: add to the secrets of the key under this name' },
    seed: { type: 'string', requiresArg: true, describe: 'setup: make keys that everybody can forge proofs under' },
    force: { type: 'boolean', describe: 'setup: make them anew; earlier proofs are of no use then' },
    cache: {
      type: 'string',
      requiresArg: true,
      describe: 'where keys are kept [default: AMBIENT_PROOF_CACHE, or ambient-vcp in the cache folder of the user]',
    },
    listing: { type: 'boolean', describe: 'program: print every instruction, too' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient proof program task.wasm --input digit.bin', 'instructions, steps, segments and output; or why not'],
    ['ambient proof prove task.wasm --input digit.bin --out proof.json', 'a proof that it ran, and what came out'],
    ['ambient proof verify proof.json', 'exit code 0 if it holds, 1 and the reason if not'],
  ],
  execute,
};

/** Each is loaded when it is asked for: proving needs a second to load. */
async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  switch (given['what'] as (typeof steps)[number]) {
    case 'program':
      return (await import('./proof-program.ts')).execute(given, terminal);
    case 'setup':
      return await (await import('./proof-setup.ts')).execute(given, terminal);
    case 'prove':
      return await (await import('./proof-prove.ts')).execute(given, terminal);
    case 'verify':
      return await (await import('./proof-verify.ts')).execute(given, terminal);
  }
}
