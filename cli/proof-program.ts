// `ambient proof program MODULE`: the program of the register machine that a proof of a task is about.

import { limitPresets } from '../core/execution/index.ts';
import {
  type CircuitShape,
  countSegments,
  type FlattenedModule,
  type FlattenedRun,
  firstState,
  programOf,
  runFlattened,
  textOf,
  wordOf,
} from '../core/proof/index.ts';
import type { Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet } from './flags.ts';
import { inputOf, moduleOf, shapeOf } from './proof-flags.ts';
import type { Terminal } from './terminal.ts';

/** A run beyond it is none that anybody proves. */
const STEPS_MAX = 50_000_000;

export function execute(given: Given, terminal: Terminal): ExitCode {
  const [module, input, shape] = [moduleOf(given), inputOf(given), shapeOf(given)];
  const failures = [module, input, shape].flatMap(failuresOf);
  if (!module.ok || !input.ok || !shape.ok) return refuse(failures, terminal);
  const program = programOf(module.value);
  if (!program.ok) return refuse(program.failures, terminal);
  const ran = runFlattened(program.value, input.value, STEPS_MAX, limitPresets.default.outputBytes);
  const first = firstState(program.value, input.value);
  if (!ran.ok || !first.ok) return refuse([ran, first].flatMap(failuresOf), terminal);
  const segments = ran.value.halted ? countSegments(program.value.instructions, first.value, shape.value) : undefined;
  const facts = told(program.value, ran.value, shape.value, segments);
  terminal.out(isSet(given, 'json') ? `${JSON.stringify(facts, null, 2)}\n` : asText(facts, ran.value.output));
  if (isSet(given, 'listing')) terminal.out(listing(program.value));
  return ran.value.end === 'ok' ? PASSED : FAILED;
}

const told = (
  { instructions, image }: FlattenedModule,
  { end, outcome, steps, gas, output }: FlattenedRun,
  { name }: CircuitShape,
  segments: number | undefined,
) => ({
  instructions: instructions.length,
  memoryBytes: image.byteLength,
  end,
  provable: outcome !== undefined,
  steps,
  gas,
  circuit: name,
  segments,
  output: Buffer.from(output).toString('base64'),
});

function asText(facts: ReturnType<typeof told>, output: Uint8Array): string {
  const { instructions, memoryBytes, end, provable, steps, gas, circuit, segments } = facts;
  const lines = [
    `outcome       ${end}${provable ? '' : ': not provable, so that this task takes another tier'}`,
    `instructions  ${instructions}`,
    `memory        ${memoryBytes} bytes`,
    `steps         ${steps}`,
    `gas           ${gas}`,
    ...(segments === undefined ? [] : [`segments      ${segments} of the circuit ${circuit}`]),
    `output        ${Buffer.from(output).toString('hex')}`,
  ];
  return `${lines.join('\n')}\n`;
}

const listing = ({ instructions }: FlattenedModule): string =>
  `\n${instructions.map((each, at) => `${String(at).padStart(5)}  ${wordOf(each).toString(16).padStart(12, '0')}  ${textOf(each)}`).join('\n')}\n`;
