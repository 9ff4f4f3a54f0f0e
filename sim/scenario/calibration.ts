// What proving costs, as `ambient calibrate` has measured it on some machine: a file that a scenario names, in place of
// the defaults of the policy `zk`.

import type { z } from 'zod';
import { type Result, success } from '../../core/foundation/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { readText, sha256 } from './files.ts';
import { schemaFailures } from './issues.ts';
import { count, mapping, positive, quantity, text } from './kit.ts';
import { gas } from './quantities.ts';
import { frameSections } from './schema.ts';
import { directoryOf, type Source, toPlain } from './tree.ts';
import type { Calibration, CircuitCosts } from './types.ts';
import { duration, speed } from './values.ts';
import { readYaml } from './yaml-source.ts';

const STEPS_MAX = 65_535;

const circuit: z.ZodType<CircuitCosts> = mapping('{ steps, proving, verifying }', {
  steps: count('Of a segment.', 1, STEPS_MAX),
  proving: quantity(gas, 'Gas that proving one segment is worth.', positive),
  verifying: duration('Processor time to verify the proof of one segment.', positive),
});

const schema = mapping('{ version, machine, speed, circuits }', {
  version: frameSections.version,
  machine: text('a machine', 'What it was measured on.'),
  speed: speed('Of one processor.'),
  circuits: mapping('{ test, default, large }', {
    test: circuit.exactOptional(),
    default: circuit.exactOptional(),
    large: circuit.exactOptional(),
  }),
});

/** Each file is read once; complaints about it are placed in it. */
export class CalibrationReader {
  private readonly known = new Map<string, Result<Calibration>>();

  read(file: string): Result<Calibration> {
    const calibration = this.known.get(file) ?? readCalibration(file);
    this.known.set(file, calibration);
    return calibration;
  }

  /** The SHA-256 of every file that was read, by absolute path. */
  digests(): [string, string][] {
    return [...this.known].flatMap(([file, read]) => (read.ok ? [[file, read.value.sha256]] : []));
  }
}

function readCalibration(file: string): Result<Calibration> {
  const content = readText(file, file);
  if (!content.ok) return content;
  const source: Source = { label: file, text: content.value, directory: directoryOf(file), order: 0 };
  const diagnostics = new Diagnostics();
  const tree = readYaml(source, diagnostics);
  if (tree === undefined || diagnostics.count > 0) return diagnostics.result();
  const plain = toPlain(tree);
  const parsed = schema.safeParse(plain);
  if (parsed.success) {
    const { machine, speed: measured, circuits } = parsed.data;
    return success({ machine, speed: measured, circuits, sha256: sha256(content.value) });
  }
  for (const { path, failure, key } of schemaFailures(parsed.error.issues, plain)) {
    if (key) diagnostics.ofKey(tree, path, failure);
    else diagnostics.of(tree, path, failure);
  }
  return diagnostics.result();
}
