// What proving costs, as `ambient calibrate` has measured it on some machine: a file that a scenario names, in place of
// the defaults of the policy `zk`.

import type { z } from 'zod';
import { success } from '../../core/foundation/index.ts';
import { FileReader, readYamlFile } from './file-reader.ts';
import { count, mapping, positive, quantity, text } from './kit.ts';
import { gas } from './quantities.ts';
import { frameSections } from './schema.ts';
import type { Calibration, CircuitCosts } from './types.ts';
import { duration, speed } from './values.ts';

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

export type CalibrationReader = FileReader<Calibration>;

export const calibrationReader = (): CalibrationReader =>
  new FileReader((file) => {
    const read = readYamlFile(file, schema);
    if (!read.ok) return read;
    const { data, sha256 } = read.value;
    return success({ machine: data.machine, speed: data.speed, circuits: data.circuits, sha256 });
  });
