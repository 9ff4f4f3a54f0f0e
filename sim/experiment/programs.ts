// Real tasks as experiments open them: the module and the inputs that a scenario names, as contents to hand out.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { limitPresets, prepare } from '../../core/execution/index.ts';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { Content } from '../../core/protocol/index.ts';
import { type Cell, nearestName, type ResolvedTask } from '../scenario/cells.ts';
import type { LoadTask } from '../scenario/index.ts';
import { findTask, openTaskInputs, readTaskModule, tasks } from '../tasks/index.ts';
import { type Inputs, type OpenProgram, RunFault, sharedEngine } from '../world/index.ts';

const BYTES_MAX = 2 ** 26;

/** Finds the module and the inputs, passes the module through the gate, and runs it on the first input. */
export const loadTask: LoadTask = ({ name, input, limits }) => {
  const module = openModule(name);
  if (!module.ok) return { ok: false, key: 'task', failures: module.failures };
  const refused = prepare(module.value.bytes, limitPresets[limits], false);
  if (refused.kind === 'refused') return { ok: false, key: 'task', failures: [notATask(name, refused)] };
  const chosen = input ?? findTask(name)?.input;
  if (chosen === undefined) return { ok: false, key: 'task', failures: [noInput(name)] };
  const inputs = openInputs(chosen);
  if (!inputs.ok) return { ok: false, key: 'input', failures: inputs.failures };
  const first = inputs.value.at(0);
  const { gas, outcome, executionHash, detail } = sharedEngine.run(module.value, first, limits);
  if (executionHash === undefined) return { ok: false, key: 'task', failures: [cannotRun(name, outcome, detail)] };
  const own = findTask(name) === undefined;
  const inputFile = isFile(chosen) ? first.digest : undefined;
  return {
    ok: true,
    task: { name, module: module.value.digest, input: chosen, limits, ...(inputFile && { inputFile }) },
    gas: Number(gas),
    files: [
      ...(own ? [[name, module.value.digest] as const] : []),
      ...(inputFile ? [[chosen, inputFile] as const] : []),
    ],
  };
};

/** The programs of a cell by workload. Throws RunFault if a user's file is no longer what it was. */
export function openPrograms({ workload, fidelity }: Cell): readonly (OpenProgram | undefined)[] {
  if (fidelity.execution === 'modelled') return [];
  return workload.map(({ task }) => task && openProgram(task));
}

function openProgram(task: ResolvedTask): OpenProgram {
  const module = openModule(task.name);
  if (!module.ok) throw new RunFault(module.failures);
  const inputs = openInputs(task.input);
  if (!inputs.ok) throw new RunFault(inputs.failures);
  const { limits, expected } = task;
  if (module.value.digest !== task.module) throw changed(task.name);
  if (task.inputFile !== undefined && inputs.value.at(0).digest !== task.inputFile) throw changed(task.input);
  return { module: module.value, inputs: inputs.value, limits, expected };
}

const opened = new Map<string, Content>();
const openedInputs = new Map<string, Inputs>();

function openModule(name: string): Result<Content> {
  const known = opened.get(name);
  if (known !== undefined) return success(known);
  const task = findTask(name);
  if (task === undefined && !isFile(name)) return failed(unknownTask(name));
  const bytes = task === undefined ? readBytes(name) : success(readTaskModule(task));
  if (!bytes.ok) return bytes;
  const content = new Content(bytes.value);
  // A file of a user's own can change while we live.
  if (task !== undefined) opened.set(name, content);
  return success(content);
}

function openInputs(name: string): Result<Inputs> {
  if (isFile(name)) {
    const bytes = readBytes(name);
    if (!bytes.ok) return bytes;
    const content = new Content(bytes.value);
    return success(single(content));
  }
  const [, setName = name, index] = /^(.+):(\d+)$/.exec(name) ?? [];
  const set = setOf(setName);
  if (set === undefined) return failed(unknownInput(name));
  if (index === undefined) return success(set);
  if (Number(index) >= set.count) return failed(beyond(name, set.count));
  return success(single(set.at(Number(index))));
}

const single = (content: Content): Inputs => ({
  count: 1,
  at: () => content,
  find: (digest) => (digest === content.digest ? content : undefined),
});

/** Each element is made, and hashed, once in a thread. */
function setOf(name: string): Inputs | undefined {
  const known = openedInputs.get(name);
  if (known !== undefined) return known;
  const set = openTaskInputs(name);
  if (set === undefined) return undefined;
  const made: (Content | undefined)[] = [];
  const byDigest = new Map<string, Content>();
  const make = (index: number): Content => {
    const content = new Content(set.at(index));
    byDigest.set(content.digest, content);
    return content;
  };
  const inputs: Inputs = {
    count: set.count,
    at: (index) => (made[index] ??= make(index)),
    find: (digest) => byDigest.get(digest),
  };
  openedInputs.set(name, inputs);
  return inputs;
}

/** A path is absolute by now. */
const isFile = (name: string): boolean => /[/\\]/.test(name);

function readBytes(path: string): Result<Uint8Array> {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= BYTES_MAX) return success(bytes);
    return failed({ code: 'file-too-large', message: `${path} is too large`, expected: 'at most 64 MiB' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === 'ENOENT' ? 'there is no such file' : message;
    const hint = 'check the path; it starts from the file that names it';
    return failed({ code: 'cannot-read', message: `${path} cannot be read: ${got}`, hint });
  }
}

function unknownTask(name: string): Failure {
  const known = tasks.map((task) => task.name);
  const near = nearestName(name, known);
  const hint =
    near === undefined ? `a module of your own begins with a dot: ./${name}.wasm` : `did you mean "${near}"?`;
  return { code: 'unknown-name', message: `there is no task "${name}"`, expected: known.join(', '), got: name, hint };
}

const unknownInput = (name: string): Failure => ({
  code: 'unknown-name',
  message: `there is no input set "${name}"`,
  expected: 'a set that "ambient list inputs" shows, such as mnist-test or random-65536, or a path such as ./mine.bin',
  got: name,
});

const beyond = (name: string, count: number): Failure => ({
  code: 'out-of-range',
  message: 'the element is beyond the set',
  expected: `an index below ${count}`,
  got: name,
});

const noInput = (name: string): Failure => ({
  code: 'missing',
  message: `nothing says what ${basename(name)} is run on`,
  expected: 'a key "input": a set, one of its elements, or a file',
  hint: 'for an empty input, name an empty file',
});

const notATask = (name: string, { outcome, detail }: { outcome: string; detail: string }): Failure => ({
  code: 'not-a-task',
  message: `${basename(name)} may not run: ${detail}`,
  expected: 'a WebAssembly module that passes the gate',
  got: `outcome ${outcome}`,
  hint: `"ambient exec ${name}" shows the same; docs/tasks.md says what a task exports`,
});

const cannotRun = (name: string, outcome: string, detail: string): Failure => ({
  code: 'cannot-execute',
  message: `this machine could not run ${basename(name)}`,
  got: `${outcome}: ${detail}`,
});

const changed = (path: string): RunFault =>
  new RunFault([
    {
      code: 'file-changed',
      message: `${path} changed after the scenario was loaded.`,
      hint: 'Run it again, and leave the file alone meanwhile.',
    },
  ]);
