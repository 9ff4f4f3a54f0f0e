// `ambient proof verify PROOF`: whether a proof holds, and what it says.

import { readFileSync, statSync } from 'node:fs';
import { failed, type Result, sha256Hex, success } from '../core/foundation/index.ts';
import {
  circuitShapes,
  isReady,
  PROOF_BYTES_MAX,
  type ProofFile,
  readProof,
  readVerificationKey,
  type Verdict,
  Verifier,
} from '../core/proof/index.ts';
import type { Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text } from './flags.ts';
import { fileOf, workshopFor } from './proof-flags.ts';
import type { Terminal } from './terminal.ts';

export async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const path = fileOf(given, 'proof');
  const content = path.ok ? textOf(path.value) : path;
  const key = text(given, 'key');
  if (!content.ok || !key.ok) return refuse([content, key].flatMap(failuresOf), terminal);
  const file = readProof(content.value);
  if (!file.ok) return tell(undefined, { valid: false, reason: file.failures[0]!.message }, given, terminal);
  const shape = circuitShapes[file.value.circuit];
  const workshop = workshopFor(given, shape, terminal);
  if (!workshop.ok) return refuse(workshop.failures, terminal);
  if (key.value === undefined && !isReady(workshop.value)) return refuse([noKey(file.value)], terminal);
  const trusted = await readVerificationKey(key.value ?? workshop.value.verificationKey);
  if (!trusted.ok) return refuse(trusted.failures, terminal);
  const verifier = await Verifier.open(shape, trusted.value);
  return tell(file.value, verifier.verify(file.value), given, terminal);
}

const noKey = ({ circuit }: ProofFile) => ({
  code: 'no-key',
  message: `there is no verification key for the circuit ${circuit} here`,
  hint: `--key FILE takes one from somebody you trust; ambient proof setup --circuit ${circuit} makes keys of your own, for proofs of your own`,
});

function textOf(path: string): Result<string> {
  try {
    const { size } = statSync(path);
    if (size <= PROOF_BYTES_MAX) return success(readFileSync(path, 'utf8'));
    return failed({ code: 'too-large', message: `${path} has ${size} bytes, and a proof ${PROOF_BYTES_MAX} at most` });
  } catch (error) {
    return failed({ code: 'no-file', message: `${path} cannot be read`, got: (error as Error).message });
  }
}

function tell(file: ProofFile | undefined, verdict: Verdict, given: Given, { out, paint }: Terminal): ExitCode {
  const said = file === undefined ? undefined : saidBy(file);
  if (isSet(given, 'json')) out(`${JSON.stringify({ ...verdict, ...(verdict.valid ? said : {}) }, null, 2)}\n`);
  else if (!verdict.valid) out(`${paint.bad('not valid')}  ${verdict.reason}\n`);
  else {
    const rows = Object.entries({ ...said, steps: verdict.steps }).map(([name, value]) => `${name.padEnd(9)} ${value}`);
    out(`${paint.good('valid')}, if nobody kept the secrets of this key\n${rows.join('\n')}\n`);
  }
  return verdict.valid ? PASSED : FAILED;
}

/** What a valid proof says, for whoever compares it with what they asked for. */
const saidBy = ({ module, input, outcome, output, end, prover, nonce, circuit, key, segments }: ProofFile) => ({
  module: sha256Hex(module),
  input: sha256Hex(input),
  outcome,
  output: Buffer.from(output).toString('hex'),
  gas: end.gas,
  prover,
  nonce,
  circuit,
  key,
  segments: segments.length,
});
