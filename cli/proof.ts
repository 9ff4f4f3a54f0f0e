// `ambient proof program MODULE`: the program of the register machine that a proof of a task is about.

import { readFileSync } from 'node:fs';
import { limitPresets, prepare } from '../core/execution/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import {
  type FlattenedModule,
  type FlattenedRun,
  flattenModule,
  runFlattened,
  textOf,
  wordOf,
} from '../core/proof/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, texts, usage } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** Steps of a segment of the default parameter set. */
const SEGMENT_STEPS = 80;
/** A run beyond it is none that anybody proves. */
const STEPS_MAX = 50_000_000;

export const proof: Command = {
  usage: 'proof <what> <module>',
  summary: 'shows the program that a proof of a task is about',
  positionals: {
    what: { describe: 'program: flatten the module and run it on the input', choices: ['program'], type: 'string' },
    module: { describe: 'a file: a task (memory, alloc, run)', type: 'string' },
  },
  flags: {
    input: { type: 'string', requiresArg: true, describe: 'the file it is given; nothing by default' },
    segment: { type: 'number', requiresArg: true, describe: `steps of a segment (${SEGMENT_STEPS})` },
    listing: { type: 'boolean', describe: 'print every instruction, too' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient proof program task.wasm --input digit.bin', 'instructions, steps, segments and output; or why not'],
  ],
  execute,
};

function execute(given: Given, terminal: Terminal): ExitCode {
  const module = bytesOf(texts(given, 'module')[0] ?? '');
  const input = inputOf(given);
  const segment = segmentOf(given);
  const failures = [module, input, segment].flatMap(failuresOf);
  if (!module.ok || !input.ok || !segment.ok) return refuse(failures, terminal);
  const flattened = gated(module.value);
  if (!flattened.ok) return refuse(flattened.failures, terminal);
  const ran = runFlattened(flattened.value, input.value, STEPS_MAX, segment.value);
  if (!ran.ok) return refuse(ran.failures, terminal);
  terminal.out(isSet(given, 'json') ? asJson(flattened.value, ran.value) : asText(flattened.value, ran.value));
  if (isSet(given, 'listing')) terminal.out(listing(flattened.value));
  return ran.value.end === 'ok' ? PASSED : FAILED;
}

/** What no node would run is not flattened either. */
function gated(module: Uint8Array): Result<FlattenedModule> {
  const prepared = prepare(module, limitPresets.default, false);
  if (prepared.kind === 'ready') return flattenModule(module);
  return failed({ code: 'module-refused', message: `the gate refuses this module: ${prepared.detail}` });
}

function inputOf(given: Given): Result<Uint8Array> {
  const name = text(given, 'input');
  if (!name.ok) return name;
  return name.value === undefined ? success(new Uint8Array(0)) : bytesOf(name.value);
}

function segmentOf(given: Given): Result<number> {
  const steps = given['segment'] ?? SEGMENT_STEPS;
  if (typeof steps === 'number' && Number.isInteger(steps) && steps >= 1) return success(steps);
  return usage('segment', 'is no count', 'a whole number from 1', JSON.stringify(steps));
}

function bytesOf(path: string): Result<Uint8Array> {
  try {
    return success(new Uint8Array(readFileSync(path)));
  } catch (error) {
    return failed({ code: 'no-file', message: `${path} cannot be read`, got: (error as Error).message });
  }
}

const told = ({ instructions, image }: FlattenedModule, { end, provable, steps, pages, output }: FlattenedRun) => ({
  instructions: instructions.length,
  memoryBytes: image.byteLength,
  end,
  provable,
  steps,
  segments: pages.length,
  pagesPerSegment: Math.max(...pages),
  output: Buffer.from(output).toString('base64'),
});

const asJson = (program: FlattenedModule, run: FlattenedRun): string =>
  `${JSON.stringify(told(program, run), null, 2)}\n`;

function asText(program: FlattenedModule, run: FlattenedRun): string {
  const { instructions, memoryBytes, end, provable, steps, segments, pagesPerSegment } = told(program, run);
  const lines = [
    `outcome       ${end}${provable ? '' : ': not provable, so that this task takes another tier'}`,
    `instructions  ${instructions}`,
    `memory        ${memoryBytes} bytes`,
    `steps         ${steps}`,
    `segments      ${segments}, of at most ${pagesPerSegment} pages of 64 bytes`,
    `output        ${Buffer.from(run.output).toString('hex')}`,
  ];
  return `${lines.join('\n')}\n`;
}

const listing = ({ instructions }: FlattenedModule): string =>
  `\n${instructions.map((each, at) => `${String(at).padStart(5)}  ${wordOf(each).toString(16).padStart(10, '0')}  ${textOf(each)}`).join('\n')}\n`;
