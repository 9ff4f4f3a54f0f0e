// The measurements of `ambient calibrate`, all in processor time, so that a busy machine spoils them little.

import { cpus } from 'node:os';
import process from 'node:process';
import { Engine } from '../core/execution/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import {
  type CircuitShape,
  inputsOf,
  isReady,
  ProverPool,
  packProof,
  planProof,
  proveInOrder,
  readVerificationKey,
  Verifier,
} from '../core/proof/index.ts';
import { Content } from '../core/protocol/index.ts';
import { findTask, openTaskInputs, readTaskModule } from '../sim/tasks/index.ts';
import { progressOf } from './progress.ts';
import { shapeOf, workshopFor } from './proof-flags.ts';
import { make } from './proof-setup.ts';
import type { Terminal } from './terminal.ts';

/** What is executed to see how fast a processor is, and what is proven. */
const EXECUTED = 'sha256';
const PROVEN = 'digit-tree';
const CLAIMANT = { prover: 'calibration', nonce: '00' };
/** Long enough for the engine to have compiled what it runs. */
const SPEED_SECONDS = 2;

interface Figures {
  readonly machine: string;
  readonly speed: number;
  readonly circuits: Readonly<Record<string, CircuitFigures>>;
}

interface CircuitFigures {
  readonly steps: number;
  /** Processor seconds, for the median segment. */
  readonly seconds: number;
  readonly proving: number;
  readonly verifyingSeconds: number;
  /** For each proof, however many segments it has: not in the model of `zk`. */
  readonly onceSeconds: number;
  readonly bytes: number;
}

export async function measure(
  circuits: readonly string[],
  proofs: number,
  terminal: Terminal,
): Promise<Result<{ readonly figures: Figures; readonly yaml: string }>> {
  const speed = measureSpeed();
  const measured: Record<string, CircuitFigures> = {};
  for (const name of circuits) {
    const shape = shapeOf({ circuit: name });
    if (!shape.ok) return shape;
    const figures = await measureCircuit(shape.value, proofs, speed, terminal);
    if (!figures.ok) return figures;
    measured[name] = figures.value;
  }
  const figures = {
    machine: `${cpus()[0]?.model ?? 'a processor'}, Node ${process.version}`,
    speed,
    circuits: measured,
  };
  return success({ figures, yaml: asYaml(figures) });
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function timed<T>(work: () => T): readonly [number, T] {
  const began = processorSeconds();
  const done = work();
  return [processorSeconds() - began, done];
}

/** Gas a second of this thread. */
function measureSpeed(): number {
  const task = findTask(EXECUTED)!;
  const module = new Content(readTaskModule(task));
  const input = new Content(openTaskInputs(task.input)!.at(0));
  const engine = new Engine();
  engine.run(module, input, 'default');
  const began = processorSeconds();
  let gas = 0;
  let spent = 0;
  do {
    gas += Number(engine.run(module, input, 'default').gas);
    spent = processorSeconds() - began;
  } while (spent < SPEED_SECONDS);
  return gas / spent;
}

async function measureCircuit(
  shape: CircuitShape,
  count: number,
  speed: number,
  terminal: Terminal,
): Promise<Result<CircuitFigures>> {
  const workshop = workshopFor({}, shape, terminal);
  if (!workshop.ok) return workshop;
  const made = isReady(workshop.value) ? success(undefined) : await make(workshop.value, terminal);
  if (!made.ok) return made;
  const key = await readVerificationKey(workshop.value.verificationKey);
  if (!key.ok) return key;
  const task = findTask(PROVEN)!;
  const [module, input] = [readTaskModule(task), openTaskInputs(task.input)!.at(0)];
  const plan = planProof(module, input, CLAIMANT, shape);
  if (!plan.ok) return plan;
  const segments = [...plan.value.eachSegment()];
  // The first one also loads what proves.
  const inputs = Array.from({ length: Math.max(count + 1, segments.length) }, (_, at) =>
    inputsOf(plan.value.statement, segments[at % segments.length]!),
  );
  const pool = new ProverPool({ ...workshop.value, workers: 1, signal: terminal.interruption });
  const progress = progressOf(terminal);
  const proofs = await proveInOrder(pool, inputs, (done) => {
    progress.update(`circuit ${shape.name}: segment ${done} of ${inputs.length}`, done / inputs.length);
  });
  progress.stop();
  pool.close();
  if (!proofs.ok) return proofs;
  const proven = segments.map(({ steps, stateOut }, at) => ({ steps, stateOut, proof: proofs.value[at]! }));
  const file = { ...plan.value.file, key: key.value.hash, segments: proven };
  const verifier = await Verifier.open(shape, key.value);
  verifier.verify(file);
  const [whole, { valid }] = timed(() => verifier.verify(file));
  // What is left without segments is done once for each proof: the program and the memory that it begins with.
  const [onceSeconds] = timed(() => verifier.verify({ ...file, segments: [] }));
  const verifyingSeconds = (whole - onceSeconds) / segments.length;
  if (!valid) return failed({ code: 'proving-failed', message: 'what was proven does not hold' });
  const seconds = median(pool.seconds.slice(1));
  const bytes = packProof(file, shape).length;
  return success({ steps: shape.steps, seconds, proving: seconds * speed, verifyingSeconds, onceSeconds, bytes });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

function asYaml({ machine, speed, circuits }: Figures): string {
  const inMs = (seconds: number): string => `${rounded(seconds * 1e3)} ms`;
  const rows = Object.entries(circuits).flatMap(([name, measured]) => [
    `  # ${rounded(measured.seconds)} s to prove a segment; of ${PROVEN}, a proof of ${measured.bytes} bytes, and ${inMs(measured.onceSeconds)} once to verify it`,
    `  ${name}: { steps: ${measured.steps}, proving: ${rounded(measured.proving)} gas, verifying: ${inMs(measured.verifyingSeconds)} }`,
  ]);
  return [
    '# Measured by ambient calibrate, in processor time. A scenario takes it in with',
    '#   fidelity: { calibration: ./calibration.yaml }',
    'version: 1',
    `machine: ${JSON.stringify(machine)}`,
    `speed: ${rounded(speed)} gas/s`,
    'circuits:',
    ...rows,
    '',
  ].join('\n');
}
