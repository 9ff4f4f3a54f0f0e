// `ambient calibrate`: what proving costs on this machine, in a file that scenarios can name.

import { writeFileSync } from 'node:fs';
import { failed, type Result, success } from '../core/foundation/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, INTERRUPTED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, whole } from './flags.ts';
import type { Terminal } from './terminal.ts';

const CIRCUITS = ['test', 'default', 'large'];

export const calibrate: Command = {
  usage: 'calibrate',
  summary: 'measures what proving costs on this machine',
  positionals: {},
  flags: {
    circuit: {
      type: 'string',
      requiresArg: true,
      describe: `${CIRCUITS.join(', ')}, or several with commas [default: default]`,
    },
    proofs: { type: 'string', requiresArg: true, describe: 'segments to prove for each circuit [default: 3]' },
    out: { type: 'string', requiresArg: true, describe: 'where the figures go [default: calibration.yaml]' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient calibrate', 'calibration.yaml, in a minute or two; then fidelity: { calibration: ./calibration.yaml }'],
    ['ambient calibrate --circuit test,default --proofs 10', 'both circuits, more exactly'],
  ],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [circuits, proofs, out] = [circuitsOf(given), whole(given, 'proofs', 1), text(given, 'out')];
  if (!circuits.ok || !proofs.ok || !out.ok) return refuse([circuits, proofs, out].flatMap(failuresOf), terminal);
  const { measure } = await import('./calibration.ts');
  const measured = await measure(circuits.value, proofs.value ?? 3, terminal);
  if (terminal.interruption.aborted) return INTERRUPTED;
  if (!measured.ok) return refuse(measured.failures, terminal);
  const path = out.value ?? 'calibration.yaml';
  const { figures, yaml } = measured.value;
  try {
    writeFileSync(path, yaml);
  } catch (error) {
    return refuse([{ code: 'no-file', message: `${path} cannot be written`, got: (error as Error).message }], terminal);
  }
  terminal.out(isSet(given, 'json') ? `${JSON.stringify(figures, null, 2)}\n` : `${yaml}\nin ${path}\n`);
  return PASSED;
}

function circuitsOf(given: Given): Result<readonly string[]> {
  const written = text(given, 'circuit');
  if (!written.ok) return written;
  const names = (written.value ?? 'default').split(',').map((name) => name.trim());
  const strange = names.find((name) => !CIRCUITS.includes(name));
  if (strange === undefined) return success([...new Set(names)]);
  return failed({ code: 'usage', message: '--circuit is unknown', expected: CIRCUITS.join(', '), got: strange });
}
