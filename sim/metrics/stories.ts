// What became of the first real tasks of a run, one by one, as a person would be told: who ran it, in what state that
// node was, what it took and paid, and the output.

import { type Amount, type Instant, inSeconds, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_FINISHED,
  type FactHandlers,
  NODE_DEPLOYED,
  POWER_CHANGED,
  PROOF_VERIFIED,
  RESULT_HELD,
  TASK_SETTLED,
  TASK_SUBMITTED,
  TELEMETRY_RECEIVED,
  TOKENS_MOVED,
} from '../../core/protocol/index.ts';
import type { TaskStory } from '../results/index.ts';

const TOLD_MAX = 50;
const MINOR_UNITS = 1e8;

/** What a report tells of it, before anybody knows what names and outputs mean. */
export interface Story extends Omit<TaskStory, 'workload' | 'result'> {
  readonly workload: number;
  readonly output?: Uint8Array;
}

type Known = { -readonly [K in keyof Story]?: Story[K] };

interface NodeState {
  readonly name: string;
  readonly gflopsPerWatt: number | undefined;
  health: number | undefined;
  power: Power | undefined;
  /** Until its latest change. */
  before: Power | undefined;
}

interface Power {
  readonly since: Instant;
  readonly watts: number;
  readonly celsius: number;
}

export class Stories {
  readonly on: FactHandlers;
  private readonly nodes = new Map<PartyId, NodeState>();
  private readonly open = new Map<TaskId, Known>();
  private readonly runs = new Map<string, Known>();
  private readonly told: Story[] = [];
  private begun = 0;

  constructor() {
    this.on = {
      [NODE_DEPLOYED]: ({ node, name, gflops, peak }): void => {
        const gflopsPerWatt = gflops === undefined || peak === undefined ? undefined : gflops / peak;
        this.nodes.set(node, { name, gflopsPerWatt, health: undefined, power: undefined, before: undefined });
      },
      [TELEMETRY_RECEIVED]: ({ node, health }): void => {
        this.nodes.get(node)!.health = health;
      },
      [POWER_CHANGED]: ({ node, watts, temperature }, at): void => {
        const state = this.nodes.get(node)!;
        if (state.power?.since !== at) state.before = state.power;
        state.power = { since: at, watts, celsius: temperature };
      },
      [TASK_SUBMITTED]: ({ task, workload }): void => {
        if (this.begun >= TOLD_MAX) return;
        this.begun++;
        this.open.set(task, { task: this.begun, workload });
      },
      [ENERGY_SPENT]: ({ task, copy, joules }): void => {
        if (this.open.has(task)) this.runOf(task, copy).joules = joules;
      },
      [EXECUTION_FINISHED]: ({ task, copy, gas, elapsed }, at, node): void => {
        if (!this.open.has(task)) return;
        Object.assign(this.runOf(task, copy), { ...this.stateOf(node, at), gas, time: inSeconds(elapsed) });
      },
      [TASK_SETTLED]: ({ task, copy, status }): void => {
        const story = this.open.get(task);
        if (story !== undefined && status === 'completed') Object.assign(story, this.runOf(task, copy));
      },
      [PROOF_VERIFIED]: ({ task, valid, segments }): void => {
        const story = this.open.get(task);
        if (story !== undefined && valid) story.proven = segments;
      },
      [TOKENS_MOVED]: ({ kind, task, amount }): void => {
        const story = this.open.get(task);
        if (story !== undefined && kind === 'release') story.reward = tokens(amount);
      },
      [RESULT_HELD]: ({ task, status, submitted, answer }, at): void => {
        const story = this.open.get(task);
        if (story === undefined) return;
        this.open.delete(task);
        Object.assign(story, { status, latency: inSeconds(at) - inSeconds(submitted) });
        if (answer !== undefined) story.output = answer.output;
        this.told.push(story as Story);
      },
    };
  }

  /** Those that have ended, in the order of submission. */
  all(): readonly Story[] {
    return this.told.toSorted((a, b) => a.task - b.task);
  }

  private runOf(task: TaskId, copy: number): Known {
    const key = `${task}/${copy}`;
    const run = this.runs.get(key) ?? {};
    this.runs.set(key, run);
    return run;
  }

  /** When work ends, power changes with it: what counts is how it was before. */
  private stateOf(node: PartyId, at: Instant): Known {
    const { name, gflopsPerWatt, health, power, before } = this.nodes.get(node)!;
    const during = power?.since === at ? before : power;
    return {
      node: name,
      ...(health !== undefined && { health }),
      ...(during !== undefined && { watts: during.watts, celsius: during.celsius }),
      ...(gflopsPerWatt !== undefined && { gflopsPerWatt }),
    };
  }
}

const tokens = (amount: Amount): number => Number(amount) / MINOR_UNITS;
