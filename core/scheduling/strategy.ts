// The interface a scheduling strategy implements. One strategy is one file that exports a definition.

import type { Duration, Instant, PartyId, TaskId } from '../foundation/index.ts';
import type { JobInput, Needs, Random } from '../protocol/index.ts';
import type { Pool } from './pool.ts';

/** What a strategy may know of a task. */
export interface TaskView {
  readonly task: TaskId;
  /** Expected work of one copy: microseconds if the work is a time, else gas. */
  readonly estimate: number;
  readonly unit: 'time' | 'gas';
  /** The same on one node: differs from `estimate` if the task's time is given node by node. */
  estimateOn(node: PartyId): number;
  readonly needs: Needs;
  readonly submitted: Instant;
  /** Infinity if the task has none. */
  readonly deadline: number;
  /** Nodes that hold a copy: `choose` never returns one of these. */
  readonly holders: readonly PartyId[];
}

/** Tasks submitted together: a task graph, or a batch, whose tasks have no inputs. No task comes before its inputs. */
export interface JobView {
  readonly tasks: readonly TaskView[];
  /** By the task's place in the job. */
  readonly inputs: readonly (readonly JobInput[])[];
}

export interface Placement {
  /** Its place in the job. */
  readonly task: number;
  readonly node: PartyId;
}

/** A value that a scenario may give a strategy's parameter. */
export type ParameterValue = number | boolean | string;
export interface Parameter {
  /** count: whole number from `min`; fraction: 0 to 1; number; duration: microseconds, written with its unit. */
  readonly kind: 'count' | 'fraction' | 'number' | 'duration' | 'flag' | 'choice';
  readonly default: ParameterValue;
  readonly min?: number;
  readonly choices?: readonly string[];
  /** Other spellings that mean the same. */
  readonly aliases?: readonly string[];
  readonly description: string;
}

export interface Strategy {
  /**
   * The node for the next copy of a task, or undefined if no node of the pool will do now. The pool holds only
   * nodes that are eligible for this task. Ties are broken at random.
   */
  choose(task: TaskView, pool: Pool, now: Instant): PartyId | undefined;
  /**
   * Places the tasks of a whole job at once. On each node they start in the order of the list, in which no task comes
   * before its inputs; tasks that are left out, and those whose node is lost, are asked of `choose` when their inputs
   * are there. Without a plan that goes for all of them.
   */
  plan?(job: JobView, pool: Pool, now: Instant): readonly Placement[];
  /** `central`: tasks wait at the coordinator, and pools hold only nodes with a free slot. Default `node`. */
  readonly queue?: 'node' | 'central';
  /** In a central queue: the smallest goes first, then the oldest. Default: the order of submission. */
  urgency?(task: TaskView): number;
  /**
   * In a central queue that is shared: how much the client of a task has of the mesh. The client with the least goes
   * first, whatever the urgency of its tasks; asked anew before each choice. `everyone`: all nodes, busy or not.
   */
  share?(task: TaskView, everyone: Pool): number;
  /** A copy that `choose` gave to a node is no longer with it, for whatever reason. */
  ended?(task: TaskView, node: PartyId): void;
  /** `choose` may decline the nodes there are in order to wait for a better time: no reason to give a task up. */
  readonly defers?: boolean;
  /** Copies sent at once. Default 1. Infinity: one to every node of the pool, and `choose` is not asked. */
  readonly copies?: number;
  /** Whether the first accepted result cancels the other copies. Default true. */
  readonly cancelLosers?: boolean;
  /** Sends one more copy if no result came after this long. */
  readonly hedgeAfter?: Duration;
  /** Copies are tied: the first to start cancels the others. */
  readonly tied?: boolean;
  /** Late binding: this many probes for each task of a batch; a node claims a task when a probe's turn comes. */
  readonly probeRatio?: number;
}

export interface StrategyDefinition {
  /** kebab-case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line: what it does and whose idea it is. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** True if `choose` takes time in proportion to the mesh. */
  readonly scans?: boolean;
  create(parameters: Readonly<Record<string, ParameterValue>>, random: Random, outlook?: Outlook): Strategy;
}

/** What is published for the hours to come, and may be known to a coordinator. */
export interface Outlook {
  /** Forecast carbon intensity of the grid of a region, in grams per kWh; undefined if nobody forecasts it. */
  intensityAt(region: string, at: Instant): number | undefined;
}
