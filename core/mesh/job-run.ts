// One job while it runs: which tasks wait for which, who holds the outputs, and the order in which a plan has them start.

import type { PartyId, TaskId } from '../foundation/index.ts';
import { IdMap, NO_PARTY } from '../foundation/index.ts';
import type { JobInput } from '../protocol/index.ts';
import type { JobView, Placement } from '../scheduling/index.ts';
import { ALONE, type OpenTask } from './open-task.ts';

interface Output {
  readonly to: number;
  readonly input: JobInput;
}

/** An output that has to get to where it is wanted. */
export interface Move {
  readonly from: OpenTask;
  readonly target: OpenTask;
  readonly holder: PartyId;
  readonly input: JobInput;
}

const PLACED = 1;
const DOOMED = 2;

/** The jobs that run, by their tasks. */
export class JobTable {
  readonly running: Set<JobRun> = new Set<JobRun>();
  private readonly byTask: IdMap<JobRun> = new IdMap<JobRun>();

  add(job: JobRun): void {
    this.running.add(job);
    for (const { task } of job.tasks) this.byTask.set(task, job);
  }

  remove(job: JobRun): void {
    this.running.delete(job);
    for (const { task } of job.tasks) this.byTask.delete(task);
  }

  /** The job that a task belongs to, if to any. */
  of({ task, place }: OpenTask): JobRun | undefined {
    return place === ALONE ? undefined : this.byTask.get(task);
  }
}

export class JobRun implements JobView {
  readonly name: TaskId;
  readonly client: PartyId;
  readonly tasks: readonly OpenTask[];
  readonly inputs: readonly (readonly JobInput[])[];
  private readonly outputs: readonly (readonly Output[])[];
  /** Inputs that are not computed yet, by task. */
  private readonly missing: number[];
  /** Who holds the output of each completed task. */
  private readonly holders: PartyId[];
  private readonly phases: Uint8Array;
  /** The tasks of each node in the order of the plan, and how many of them were placed. */
  private readonly sequences: Map<PartyId, { readonly tasks: number[]; placed: number }> = new Map<
    PartyId,
    { readonly tasks: number[]; placed: number }
  >();
  /** Where an output was sent before its task was: by task, then by input. */
  private readonly ahead: (PartyId | undefined)[][];
  /** Tasks without a plan whose inputs are computed, until they are taken. */
  private due: number[];
  private open: number;
  /** Whether some task of it waits for another. */
  readonly hasInputs: boolean;

  constructor(tasks: readonly OpenTask[], inputs: readonly (readonly JobInput[])[]) {
    this.name = tasks[0]!.task;
    this.client = tasks[0]!.client;
    this.tasks = tasks;
    this.inputs = inputs;
    const outputs: Output[][] = tasks.map(() => []);
    for (const [to, list] of inputs.entries()) for (const input of list) outputs[input.from]!.push({ to, input });
    this.outputs = outputs;
    this.missing = inputs.map((list) => list.length);
    this.due = this.missing.flatMap((count, place) => (count === 0 ? [place] : []));
    this.hasInputs = this.due.length < tasks.length;
    this.holders = tasks.map(() => NO_PARTY);
    this.phases = new Uint8Array(tasks.length);
    this.ahead = inputs.map((list) => list.map(() => undefined));
    this.open = tasks.length;
    for (const [place, task] of tasks.entries()) task.place = place;
  }

  get isOver(): boolean {
    return this.open === 0;
  }

  follow(plan: readonly Placement[]): void {
    for (const { task, node } of plan) {
      this.tasks[task]!.planned = node;
      const sequence = this.sequences.get(node);
      if (sequence === undefined) this.sequences.set(node, { tasks: [task], placed: 0 });
      else sequence.tasks.push(task);
    }
  }

  /** Takes out the tasks whose turn has come, in order: their inputs are computed, and those before them are placed. */
  takeReady(): OpenTask[] {
    const ready: OpenTask[] = [];
    for (const place of this.due) {
      if (this.tasks[place]!.planned === NO_PARTY && this.takePlace(place)) ready.push(this.tasks[place]!);
    }
    this.due = [];
    for (const sequence of this.sequences.values()) {
      for (; sequence.placed < sequence.tasks.length; sequence.placed++) {
        const place = sequence.tasks[sequence.placed]!;
        if (this.missing[place]! > 0 && !this.tasks[place]!.settled) break;
        if (this.takePlace(place)) ready.push(this.tasks[place]!);
      }
    }
    return ready;
  }

  private takePlace(place: number): boolean {
    if (this.tasks[place]!.settled || (this.phases[place]! & PLACED) !== 0) return false;
    this.phases[place]! |= PLACED;
    return true;
  }

  /** A task has ended. `holder` has its output, if there is one. Returns what can be sent ahead to a planned node. */
  ended(place: number, holder: PartyId): Move[] {
    this.open--;
    if (holder === NO_PARTY) return [];
    this.holders[place] = holder;
    const moves: Move[] = [];
    for (const { to, input } of this.outputs[place]!) {
      if (--this.missing[to]! === 0) this.due.push(to);
      const target = this.tasks[to]!;
      if (target.settled || target.planned === NO_PARTY || target.planned === holder) continue;
      this.ahead[to]![this.inputs[to]!.indexOf(input)] = target.planned;
      moves.push({ from: this.tasks[place]!, target, holder, input });
    }
    return moves;
  }

  /** The tasks that will never have their inputs, since one was not completed: each of them once. */
  takeDoomed(place: number): OpenTask[] {
    const doomed: OpenTask[] = [];
    const next = [place];
    for (let at = 0; at < next.length; at++) {
      for (const { to } of this.outputs[next[at]!]!) {
        if ((this.phases[to]! & DOOMED) !== 0) continue;
        this.phases[to]! |= DOOMED;
        next.push(to);
        if (!this.tasks[to]!.settled) doomed.push(this.tasks[to]!);
      }
    }
    return doomed;
  }

  /** What a task has to get from elsewhere to run on a node. */
  movesTo(place: number, node: PartyId): Move[] {
    return this.inputs[place]!.flatMap((input) => {
      const holder = this.holders[input.from]!;
      return holder === node ? [] : [{ from: this.tasks[input.from]!, target: this.tasks[place]!, holder, input }];
    });
  }

  /** Those of the moves that were not made already, ahead of the task. */
  notAhead(place: number, node: PartyId, moves: readonly Move[]): Move[] {
    return moves.filter(({ input }) => this.ahead[place]![this.inputs[place]!.indexOf(input)] !== node);
  }

  /** What was sent ahead to a node is not there any more. */
  forgetAhead(node: PartyId): void {
    for (const sent of this.ahead) for (const [at, to] of sent.entries()) if (to === node) sent[at] = undefined;
  }

  /** A node is gone, and what it held: the client has all accepted results, and gives them instead. */
  lost(node: PartyId): Move[] {
    this.forgetAhead(node);
    const moves: Move[] = [];
    for (const [place, holder] of this.holders.entries()) {
      if (holder !== node) continue;
      this.holders[place] = this.client;
      for (const { to, input } of this.outputs[place]!) {
        const target = this.tasks[to]!;
        this.ahead[to]![this.inputs[to]!.indexOf(input)] = undefined;
        if (target.settled) continue;
        moves.push({ from: this.tasks[place]!, target, holder: this.client, input });
      }
    }
    return moves;
  }
}
