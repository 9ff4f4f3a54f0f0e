// `ambient proof prove MODULE`: a proof that it ran on this input, and what came out.

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { failed, type Result, success } from '../core/foundation/index.ts';
import {
  isNonce,
  isProver,
  isReady,
  type Plan,
  type ProofFile,
  ProverPool,
  planProof,
  provePlan,
  readVerificationKey,
  type Workshop,
  writeProof,
} from '../core/proof/index.ts';
import type { Given } from './command.ts';
import { type ExitCode, FAILED, INTERRUPTED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, usage, whole } from './flags.ts';
import { progressOf } from './progress.ts';
import { inputOf, moduleOf, shapeOf, workshopFor } from './proof-flags.ts';
import { make } from './proof-setup.ts';
import type { Terminal } from './terminal.ts';
import { wallClock } from './wall-clock.ts';

const WORKERS = 2;

export async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [module, input, shape, claimant] = [moduleOf(given), inputOf(given), shapeOf(given), claimantOf(given)];
  const [workers, out] = [whole(given, 'workers', 1), text(given, 'out')];
  const failures = [module, input, shape, claimant, workers, out].flatMap(failuresOf);
  if (!module.ok || !input.ok || !shape.ok || !claimant.ok || !workers.ok || !out.ok) return refuse(failures, terminal);
  const workshop = workshopFor(given, shape.value, terminal);
  if (!workshop.ok) return refuse(workshop.failures, terminal);
  const plan = planProof(module.value, input.value, claimant.value, shape.value);
  if (!plan.ok) return refuse(plan.failures, terminal);
  const made = isReady(workshop.value) ? success(undefined) : await make(workshop.value, terminal);
  const { seconds: now } = wallClock();
  const began = now();
  const file = made.ok ? await prove(plan.value, workshop.value, workers.value ?? WORKERS, terminal) : made;
  if (terminal.interruption.aborted) return INTERRUPTED;
  if (!file.ok) return refuse(file.failures, terminal);
  const path = out.value ?? 'proof.json';
  const written = writeTo(path, writeProof(file.value));
  if (!written.ok) return refuse(written.failures, terminal);
  const spent = now() - began;
  terminal.out(isSet(given, 'json') ? asJson(plan.value, path, spent) : asText(plan.value, path, spent));
  return file.value.outcome === 'ok' ? PASSED : FAILED;
}

function claimantOf(given: Given): Result<{ prover: string; nonce: string }> {
  const [prover, nonce] = [text(given, 'prover'), text(given, 'nonce')];
  if (!prover.ok) return prover;
  if (!nonce.ok) return nonce;
  const claimant = { prover: prover.value ?? 'anonymous', nonce: nonce.value ?? randomBytes(16).toString('hex') };
  if (!isProver(claimant.prover)) return usage('prover', 'is no name', '1 to 128 characters', claimant.prover);
  if (!isNonce(claimant.nonce)) return usage('nonce', 'is not hex', '2 to 64 digits, in pairs', claimant.nonce);
  return success(claimant);
}

async function prove(
  plan: Plan,
  { witness, provingKey, verificationKey }: Workshop,
  workers: number,
  terminal: Terminal,
): Promise<Result<ProofFile>> {
  const key = await readVerificationKey(verificationKey);
  if (!key.ok) return key;
  const { file, segments } = plan;
  const progress = progressOf(terminal);
  const signal = terminal.interruption;
  const pool = new ProverPool({ witness, provingKey, workers: Math.min(workers, segments), signal });
  const proven = await provePlan(pool, plan, (done) => {
    progress.update(`segment ${done} of ${segments}`, done / segments);
  });
  pool.close();
  progress.stop();
  return proven.ok ? success({ ...file, key: key.value.hash, segments: proven.value }) : proven;
}

function writeTo(path: string, content: string): Result<void> {
  try {
    writeFileSync(path, content);
    return success(undefined);
  } catch (error) {
    return failed({ code: 'no-file', message: `${path} cannot be written`, got: (error as Error).message });
  }
}

const facts = ({ file, steps, segments }: Plan, path: string, seconds: number) => ({
  proof: path,
  circuit: file.circuit,
  outcome: file.outcome,
  gas: file.end.gas,
  steps,
  segments,
  seconds,
  output: Buffer.from(file.output).toString('base64'),
});

const asJson = (plan: Plan, path: string, seconds: number): string =>
  `${JSON.stringify(facts(plan, path, seconds), null, 2)}\n`;

function asText(plan: Plan, path: string, spent: number): string {
  const { outcome, gas, steps, segments, circuit, seconds } = facts(plan, path, spent);
  const lines = [
    `outcome   ${outcome}`,
    `output    ${Buffer.from(plan.file.output).toString('hex')}`,
    `gas       ${gas}`,
    `proven    ${steps} steps in ${segments} segments of the circuit ${circuit}, in ${seconds.toFixed(1)} s`,
    `proof     ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}
