// A task in our interpreter that can be stopped after any instruction, written down, and taken up again by somebody
// else: what disputes over real executions are about.

import { type End, ends, measured, START_FUNCTION } from './ends.ts';
import { exactly } from './exact-code.ts';
import { compileInterpreter, type Interpreter } from './interpreter.ts';
import type { ExecutionLimits } from './limits.ts';
import type { Execution } from './outcome.ts';
import { faulted } from './outcome.ts';
import { prepare } from './prepare.ts';
import { GAS, START, STATUS_GLOBAL } from './rewrite.ts';
import { outputOf } from './run-task.ts';

/** What a task calls, one after the other. */
const PHASES = [START, 'alloc', 'run'] as const;
const PAGE = 65_536;
/** A run in which nothing is broken takes fewer instructions for its gas. */
const STEPS_FOR_GAS = 8;
const STEPS_MORE = 1_000_000;

/** Everything that decides how a run goes on, but for module, input and limits. */
export interface RunState {
  /** What is running, and the state of the interpreter without the memory. */
  readonly head: Uint8Array;
  readonly memory: Uint8Array;
}

/** A module whose runs can be written down: what they are is all in the interpreter. */
export interface TaskCode {
  readonly limits: ExecutionLimits;
  readonly instantiate: () => Interpreter;
}

/** Undefined of what the gate refuses, of commands and of tasks that import: what a host keeps for them is in no state. */
export function taskCodeOf(module: Uint8Array, limits: ExecutionLimits): TaskCode | undefined {
  const prepared = prepare(module, limits, false);
  if (prepared.kind !== 'ready' || prepared.abi !== 'task') return undefined;
  // Of the two that a native run may need this is the one whose gas is exact wherever it ends.
  const compiled = compileInterpreter(exactly(prepared.bytes).bytes);
  return compiled.imports ? undefined : { limits, instantiate: () => compiled({}) };
}

export class TaskRun {
  /** How it has ended, in the words of a native run. */
  ended: Execution | undefined;
  private readonly limits: ExecutionLimits;
  private readonly instance: Interpreter;
  private readonly input: Uint8Array;
  private phase = 0;

  /** Before its first instruction. */
  constructor({ limits, instantiate }: TaskCode, input: Uint8Array) {
    this.limits = limits;
    this.instance = instantiate();
    this.input = input;
    if (this.instance.has(START)) this.instance.begin(START, []);
    else this.beginAlloc();
  }

  get memory(): Uint8Array {
    return this.instance.memory()!;
  }

  /** So many instructions at most: fewer only if it has ended. */
  advance(steps: number): void {
    const until = this.instance.executed + steps;
    while (this.ended === undefined && this.instance.executed < until) {
      try {
        const { kind } = this.instance.proceed(until - this.instance.executed);
        if (kind === 'returned') this.returned();
        else if (kind === 'trapped') this.end(ends.trapIn(this.phase === 0 ? START_FUNCTION : PHASES[this.phase]!));
      } catch (error) {
        // As of a native run: neither a trap nor an exit, so the engine has run out of something.
        this.ended = faulted('unknown', String(error));
      }
    }
    this.instance.tidy();
  }

  /** As far as its gas goes. */
  finish(): void {
    this.advance(Number(this.limits.gas) * STEPS_FOR_GAS + STEPS_MORE);
  }

  /** Of one that has not ended. */
  state(): RunState {
    const dump = this.instance.dump();
    const { length } = this.memory;
    const head = new Uint8Array(1 + dump.length - length);
    head[0] = this.phase;
    head.set(dump.subarray(0, dump.length - length), 1);
    return { head, memory: dump.subarray(dump.length - length) };
  }

  /** Takes up what another run of the module has written down; false if it cannot be that. */
  resume({ head, memory }: RunState): boolean {
    const phase = head[0];
    if (phase === undefined || phase >= PHASES.length) return false;
    if (memory.length % PAGE !== 0 || memory.length / PAGE > this.limits.memoryPages) return false;
    const dump = new Uint8Array(head.length - 1 + memory.length);
    dump.set(head.subarray(1));
    dump.set(memory, head.length - 1);
    try {
      this.instance.resume(dump);
    } catch {
      // It is from somebody else, who may have made it up: then it is no state of this module.
      return false;
    }
    this.phase = phase;
    this.ended = undefined;
    return this.instance.running;
  }

  private beginAlloc(): void {
    this.phase = 1;
    this.instance.begin('alloc', [this.input.length]);
  }

  private returned(): void {
    if (this.phase === 0) this.beginAlloc();
    else if (this.phase === 1) {
      const place = Number(this.instance.result()) >>> 0;
      if (place + this.input.length > this.memory.length) this.end(ends.badInput());
      else {
        this.memory.set(this.input, place);
        this.phase = 2;
        this.instance.begin('run', [place, this.input.length]);
      }
    } else this.end(outputOf(this.memory, this.instance.result(), this.limits));
  }

  private end(end: End): void {
    const { instance } = this;
    const gasLeft = BigInt(instance.global(GAS));
    const meters = { gasLeft, status: Number(instance.global(STATUS_GLOBAL)), trace: 0n };
    this.ended = measured(end, meters, this.limits);
  }
}
