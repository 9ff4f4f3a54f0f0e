// Executes programs in truth, for the devices of a simulated world. An execution depends on module, input and limits
// alone, so that its result can be replayed wherever the same comes again, in this run or a later one.

import { Engine, type Ran } from '../../core/execution/index.ts';
import { assert } from '../../core/foundation/index.ts';
import type {
  Answer,
  Content,
  Digest,
  LimitPreset,
  Outcome,
  Program,
  ProgramContents,
} from '../../core/protocol/index.ts';
import { outputOfClaim } from '../../core/protocol/index.ts';
import { type Cell, runtimeOf } from '../scenario/cells.ts';
import { RunFault } from './run-fault.ts';

const DEFAULT = 'v8';

/** One for each thread: modules are prepared and compiled once. */
export const sharedEngine: Engine = new Engine();

export interface Inputs {
  readonly count: number;
  /** The same content whenever it is asked for. */
  at(index: number): Content;
  /** One that was asked for before. */
  find(digest: Digest): Content | undefined;
}

/** What the tasks of a workload run. */
export interface OpenProgram {
  readonly module: Content;
  readonly inputs: Inputs;
  readonly limits: LimitPreset;
  /** Gas that a client expects. */
  readonly expected: number;
}

export interface Executed {
  readonly outcome: Outcome;
  /** Stands for the whole result: equal numbers mean equal results. */
  readonly output: number;
  readonly answer: Answer;
}

export type Execute = (contents: ProgramContents, limits: LimitPreset) => Executed;

/** What a program comes to, to those who know the truth: in V8, whatever nodes execute it in. */
export function truthOf({ module, inputs }: OpenProgram, { input: digest, limits }: Program): number {
  const input = inputs.find(digest);
  assert(input !== undefined, 'a program runs on an input that its client gave out', { digest });
  return executeMemoised({ module, input }, limits).output;
}

/** How the programs of a cell are executed: each time, or once and then replayed. */
export function executorOf(fidelity: Cell['fidelity']): Execute {
  const { execution } = fidelity;
  const runtime = runtimeOf(fidelity);
  if (execution === 'real') return (contents, limits) => executeReal(contents, limits, runtime);
  return (contents, limits) => executeMemoised(contents, limits, runtime);
}

function executeReal({ module, input }: ProgramContents, limits: LimitPreset, runtime: string): Executed {
  return executed(sharedEngine.run(module, input, limits, runtime));
}

type OfInput = Map<Digest, Executed>;
/** By runtime and limits. */
const memory = new Map<string, Map<Digest, OfInput>>();

/** Runs each module and input once in a thread. */
export function executeMemoised(contents: ProgramContents, limits: LimitPreset, runtime: string = DEFAULT): Executed {
  const known = kept(memory, `${runtime}/${limits}`, () => new Map<Digest, OfInput>());
  const ofModule = kept(known, contents.module.digest, () => new Map<Digest, Executed>());
  return kept(ofModule, contents.input.digest, () => executeReal(contents, limits, runtime));
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function executed({ outcome, detail, gas, output, executionHash }: Ran): Executed {
  if (executionHash === undefined) throw machineFault(outcome, detail);
  const answer = { gas: Number(gas) as Answer['gas'], output, executionHash };
  return { outcome, output: outputOfClaim(executionHash), answer };
}

/** Not a result of the task: the same run may end otherwise elsewhere. */
const machineFault = (outcome: Outcome, detail: string): RunFault =>
  new RunFault([
    {
      code: 'cannot-execute',
      message: 'This machine could not execute a task.',
      got: `${outcome}: ${detail}`,
      hint: 'Free some memory, or run fewer workers.',
    },
  ]);
