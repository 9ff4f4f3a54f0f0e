// `ambient exec MODULE`: one WebAssembly module on one input, outside of any mesh.

import { readFileSync } from 'node:fs';

import {
  type Compared,
  type ExecutionLimits,
  executeEverywhere,
  findRuntime,
  type LimitPreset,
  limitPresets,
  type Runtime,
  runtimes,
} from '../core/execution/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { type CatalogueTask, findTask, openTaskInputs, readTaskModule } from '../sim/tasks/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, NONDETERMINISTIC, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, texts, usage, whole } from './flags.ts';
import type { Terminal } from './terminal.ts';

const TEXT_MAX = 200;
const REPEAT_MAX = 1_000;

export const exec: Command = {
  usage: 'exec <module>',
  summary: 'runs one WebAssembly module on one input',
  positionals: {
    module: {
      describe: 'a file: a task (memory, alloc, run) or a WASI command; or the name of a task',
      type: 'string',
    },
  },
  flags: {
    input: {
      type: 'string',
      requiresArg: true,
      describe:
        "the file it is given, or SET:INDEX such as mnist-test:7; by default a named task's first input, else nothing",
    },
    runtime: {
      type: 'string',
      requiresArg: true,
      describe: `what executes it: ${runtimes.map(({ name }) => name).join(', ')}; or all that are installed, which must come to the same`,
    },
    repeat: { type: 'string', requiresArg: true, describe: 'how many times, which must all come to the same' },
    checkpoints: {
      type: 'string',
      requiresArg: true,
      describe: 'tells the trace hash after so much gas, again and again: where two runs part',
    },
    limits: { type: 'string', requiresArg: true, describe: 'what it may use: strict, default, relaxed' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient exec task.wasm --input digit.bin --limits strict', 'outcome, gas, time and output'],
    ['ambient exec classify-digit --input mnist-test:7', 'which digit is that?'],
    ['ambient exec task.wasm --runtime all --repeat 3', 'is it deterministic? If not, exit code 3'],
  ],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [name = ''] = texts(given, 'module');
  const task = findTask(name);
  const module = task === undefined ? bytesOf(name) : success(readTaskModule(task));
  const input = inputOf(given, task);
  const limits = limitsOf(given);
  const chosen = runtimesOf(given);
  const times = timesOf(given);
  const every = checkpointsOf(given, chosen);
  const failures = [module, input, limits, chosen, times, every].flatMap(failuresOf);
  if (!limits.ok || !module.ok || !input.ok || !chosen.ok || !times.ok || !every.ok || failures.length > 0)
    return refuse(failures, terminal);
  if (texts(given, 'runtime').includes('all')) tellMissing(terminal);
  const options = { limits: limits.value, trace: true, runtimes: chosen.value, times: times.value, ...every.value };
  const started = performance.now();
  const done = await executeEverywhere(module.value, input.value, options);
  const seconds = (performance.now() - started) / 1_000;
  terminal.out(isSet(given, 'json') ? asJson(done, seconds) : asText(done, seconds, task));
  if (done.agreed.outcome === 'nondeterminism') return NONDETERMINISTIC;
  return done.agreed.outcome === 'ok' ? PASSED : FAILED;
}

/** A file, or an element of an input set. */
function inputOf(given: Given, task: CatalogueTask | undefined): Result<Uint8Array> {
  const written = text(given, 'input');
  if (!written.ok) return written;
  const named = written.value ?? (task === undefined ? undefined : `${task.input}:0`);
  if (named === undefined) return success(new Uint8Array(0));
  const [, name = '', index = ''] = /^([a-z0-9-]+):(\d+)$/.exec(named) ?? [];
  const set = name === '' ? undefined : openTaskInputs(name);
  if (set === undefined) return bytesOf(named);
  if (Number(index) < set.count) return success(set.at(Number(index)));
  return usage('input', 'is beyond the set', `an index below ${set.count}`, named);
}

function limitsOf(given: Given): Result<ExecutionLimits> {
  const name = text(given, 'limits');
  if (!name.ok) return name;
  const known = Object.keys(limitPresets) as LimitPreset[];
  const preset = known.find((each) => each === (name.value ?? 'default'));
  return preset === undefined
    ? usage('limits', 'is unknown', known.join(', '), name.value ?? '')
    : success(limitPresets[preset]);
}

function runtimesOf(given: Given): Result<readonly Runtime[]> {
  const written = text(given, 'runtime');
  if (!written.ok) return written;
  const name = written.value ?? runtimes[0]!.name;
  const one = findRuntime(name);
  if (name !== 'all' && one === undefined)
    return usage('runtime', 'is unknown', [...runtimes.map((each) => each.name), 'all'].join(', '), name);
  if (one === undefined) {
    const blind = given['checkpoints'] === undefined ? '' : 'wasmer';
    return success(runtimes.filter((each) => each.missing?.() === undefined && each.name !== blind));
  }
  const missing = one.missing?.();
  return missing === undefined ? success([one]) : usage('runtime', 'cannot be used here', missing, name);
}

function tellMissing(terminal: Terminal): void {
  for (const { name, missing } of runtimes) {
    const reason = missing?.();
    if (reason !== undefined) terminal.err(`${name} is left out: ${reason}\n`);
  }
}

/** Of no use with Wasmer, which shows nothing of a module but its output. */
function checkpointsOf(given: Given, chosen: Result<readonly Runtime[]>): Result<{ readonly checkpoint?: bigint }> {
  const written = text(given, 'checkpoints');
  if (!written.ok) return written;
  const { value } = written;
  if (value === undefined) return success({});
  if (!/^[1-9]\d{0,17}$/.test(value))
    return usage('checkpoints', 'is not an amount of gas', 'a whole number from 1', value);
  if (chosen.ok && chosen.value.some(({ name }) => name === 'wasmer')) {
    return usage('checkpoints', 'cannot be had of wasmer', 'another runtime, such as v8 or interpreter', 'wasmer');
  }
  return success({ checkpoint: BigInt(value) });
}

function timesOf(given: Given): Result<number> {
  const times = whole(given, 'repeat', 1);
  if (!times.ok) return times;
  const { value = 1 } = times;
  if (value <= REPEAT_MAX) return success(value);
  return usage('repeat', 'is no count', `a whole number from 1 to ${REPEAT_MAX}`, String(value));
}

function bytesOf(path: string): Result<Uint8Array> {
  try {
    return success(new Uint8Array(readFileSync(path)));
  } catch (error) {
    return failed({ code: 'no-file', message: `${path} cannot be read`, got: (error as Error).message });
  }
}

function asJson({ agreed, runs }: Compared, seconds: number): string {
  const { output, gas, checkpoints = [], ...rest } = agreed;
  const passed = checkpoints.map((each) => ({ ...each, gas: Number(each.gas) }));
  const shown = runs.map(({ runtime, execution }) => ({
    runtime,
    outcome: execution.outcome,
    gas: Number(execution.gas),
    output: base64(execution.output),
    traceHash: execution.traceHash,
    detail: execution.detail,
  }));
  const runtime = new Set(runs.map((each) => each.runtime)).size === 1 ? runs[0]!.runtime : 'all';
  const whole = {
    runtime,
    ...rest,
    gas: Number(gas),
    seconds,
    output: base64(output),
    checkpoints: passed,
    runs: shown,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function asText({ agreed, runs }: Compared, seconds: number, task: CatalogueTask | undefined): string {
  const { outcome, gas, output, traceHash, detail, executionHash, checkpoints = [] } = agreed;
  const meaning = outcome === 'ok' ? task?.describe(output) : undefined;
  const lines = [
    ...(meaning === undefined ? [] : [meaning]),
    `outcome  ${outcome}${detail === '' ? '' : `: ${detail}`}`,
    `gas      ${gas}`,
    `time     ${seconds.toFixed(3)} s`,
    `output   ${output.length} bytes${output.length === 0 ? '' : `: ${shown(output)}`}`,
    `trace    ${traceHash}`,
    `claim    ${executionHash ?? 'none: a fault of this machine is no result'}`,
    ...checkpoints.map((each) => `passed   ${each.gas} gas, trace ${each.traceHash}`),
    ...(runs.length === 1 ? [] : ['', ...runs.map(asLine)]),
  ];
  return `${lines.join('\n')}\n`;
}

const asLine = ({ runtime, execution: { outcome, gas, traceHash } }: Compared['runs'][number]): string =>
  `${runtime.padEnd(12)} ${outcome}, ${gas} gas, trace ${traceHash}`;

/** As text if it can be read, else as hex. */
function shown(output: Uint8Array): string {
  const buffer = Buffer.from(output);
  const read = buffer.toString('utf8');
  const whole = /^[\x20-\x7e\s]*$/.test(read) ? JSON.stringify(read) : buffer.toString('hex');
  return whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX)}…` : whole;
}
