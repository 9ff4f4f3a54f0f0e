// One run: a cell and a seed in, numbers out. Whatever thread it runs on, and whatever ran before, the same numbers.

import type { Instant } from '../../core/foundation/index.ts';
import { assert, IdMap, inSeconds } from '../../core/foundation/index.ts';
import { RESULT_HELD, TASK_SUBMITTED } from '../../core/protocol/index.ts';
import type { StrategyDefinition } from '../../core/scheduling/index.ts';
import { findStrategy } from '../../core/scheduling/index.ts';
import { type AnchorProof, loadBitcoin } from '../../core/settlement/index.ts';
import type { BehaviourDefinition } from '../adversary/index.ts';
import { Branches, branchesOf, everyTaskSettles, type Watch, watch } from '../invariants/index.ts';
import type { WarmupRule } from '../metrics/index.ts';
import {
  collect,
  Detail,
  DisputeLog,
  metrics,
  Recording,
  Rounds,
  SettlementCourse,
  Stories,
  Window,
} from '../metrics/index.ts';
import type { RunFile, RunRecord, RunResult, TaskStory } from '../results/index.ts';
import { type Cell, warmupOutlasts } from '../scenario/cells.ts';
import { findTask } from '../tasks/index.ts';
import type { Observer } from '../world/index.ts';
import { RunFault, World, type WorldOptions } from '../world/index.ts';
import { faultWindows, groupSummaries, settlementRecord } from './circumstances.ts';
import type { JobOptions } from './job.ts';
import { KeptJournal } from './kept-journal.ts';
import { MessageLog } from './message-log.ts';
import { openPrograms } from './programs.ts';
import { tierOf } from './tier.ts';
import { openTrainingSet } from './training-set.ts';

export interface RunOptions extends JobOptions {
  /** The user's own strategy, if the cell names one. */
  readonly strategy?: StrategyDefinition;
  /** The user's own behaviours that the cell names, by file. */
  readonly behaviours?: ReadonlyMap<string, BehaviourDefinition>;
  readonly record?: boolean;
}

export interface CellRun {
  readonly result: RunResult;
  /** Latency of each task in seconds, in the order of submission, NaN if it did not complete; only if asked for. */
  readonly series?: Float64Array;
  readonly record?: RunRecord;
}

/** Policies under which results can fall. */
const STAKED: readonly string[] = ['optimistic', 'sampled', 'zk', 'proof-of-training'];

export async function runCell(cell: Cell, seed: number, options: RunOptions = {}): Promise<CellRun> {
  const definition = options.strategy ?? findStrategy(cell.scheduling.name);
  assert(definition !== undefined, 'a resolved cell names a strategy that exists', { name: cell.scheduling.name });
  const window = new Window(warmupRule(cell));
  const folds = metrics.map((metric) => metric.create({ window }));
  const watched = watch(cell.invariants);
  const branches = branchesIn(cell);
  const series = options.series === true ? new LatencySeries() : undefined;
  const recording = options.record === true ? new Recording(window) : undefined;
  const programs = openPrograms(cell);
  const trainingSet = openTrainingSet(cell);
  const real = trainingSet !== undefined || programs.some((program) => program !== undefined);
  const stories = options.record === true && real ? new Stories() : undefined;
  const rounds = options.record === true && trainingSet !== undefined ? new Rounds() : undefined;
  const settled = options.record === true && cell.settlement !== undefined ? new SettlementCourse() : undefined;
  const disputes = options.record === true && STAKED.includes(cell.verification.policy) ? new DisputeLog() : undefined;
  const detail = options.record === true && options.detail === true ? new Detail() : undefined;
  const journal = options.record === true && cell.incentives?.journal === true ? new KeptJournal() : undefined;
  const log = options.messages === true ? new MessageLog(() => firstBroken(watched) !== undefined) : undefined;
  const beside = await standingBeside(cell, programs, options);
  const world = new World(cell, {
    seed,
    ...(journal && { journal: journal.open }),
    ...(log && { tap: log.tap }),
    ...beside,
    wire: options.wire ?? false,
    shuffleTies: options.shuffleTies,
    ...(options.behaviours && { behaviours: options.behaviours }),
    strategy: (random, outlook) => definition.create(cell.scheduling.parameters, random, outlook),
    programs,
    ...(trainingSet && { trainingSet }),
    observers: [
      window,
      ...folds,
      ...watched.folds,
      ...[branches, series, recording, stories, rounds, settled, disputes, detail].filter((fold) => fold !== undefined),
    ],
  });
  if (log !== undefined) log.nameOf = (party) => world.nameOf(party);
  await runAndClose(world, beside);
  const { kernel, gaveUp } = world;
  // A run that was given up says so itself; one that never left its warm-up would say nothing, and pass.
  if (gaveUp === undefined && window.submitted === 0 && window.seen > 0)
    throw new RunFault([warmupOutlasts(cell, seed, window)]);
  // What has to hold at the end of a run says nothing of one that was given up.
  if (gaveUp === undefined) for (const fold of watched.folds) fold.ended?.(kernel.now);
  const result: RunResult = {
    seed,
    fingerprint: kernel.fingerprint.toString(),
    events: kernel.events,
    metrics: collect(folds, kernel.now),
    ...outcomes(watched, branches, kernel.now, gaveUp),
  };
  return {
    result,
    ...(series === undefined ? {} : { series: series.values() }),
    ...(recording === undefined
      ? {}
      : {
          record: {
            ...withSettlement(recordOf(cell, seed, recording, stories, kernel.now), cell, settled, kernel.now),
            ...(rounds && { rounds: rounds.all }),
            ...(disputes && disputes.all().length > 0 && { disputes: disputes.all() }),
            ...(log && { messages: log.all, ...brokenOf(watched) }),
            ...(detail && { detail: detail.columns(workloadNames(cell)) }),
            ...filesOf(journal?.file(cell.id), ...world.anchorProofs.map((proof) => proofFile(cell, proof))),
          },
        }),
  };
}

function branchesIn({ verification: { policy, parameters } }: Cell): Branches | undefined {
  if (branchesOf(policy).length === 0) return undefined;
  // Of new tasks, by whatever name a policy gives the number.
  const { k, m, size } = parameters;
  return new Branches(policy, Number(k ?? m ?? size ?? 1));
}

function outcomes(
  watched: Watch,
  branches: Branches | undefined,
  end: Instant,
  gaveUp: string | undefined,
): Pick<RunResult, 'invariants' | 'branches'> {
  const invariants = gaveUp === undefined ? watched.results() : unsettled(watched.results(), end, gaveUp);
  return { invariants, ...(branches && { branches: branches.reached }) };
}

/** Tasks of a run that was given up have not settled, whether or not somebody watches that. */
function unsettled(watched: RunResult['invariants'], at: Instant, why: string): RunResult['invariants'] {
  const { name } = everyTaskSettles;
  const broken = { name, held: false, at: inSeconds(at), why };
  const isWatched = watched.some((each) => each.name === name);
  return isWatched ? watched.map((each) => (each.name === name ? broken : each)) : [...watched, broken];
}

const firstBroken = (watched: Watch): string | undefined => watched.results().find(({ held }) => !held)?.name;

function brokenOf(watched: Watch): Pick<RunRecord, 'broken'> {
  const broken = firstBroken(watched);
  return broken === undefined ? {} : { broken };
}

/** What stands beside a world is gone with its run. */
async function runAndClose(world: World, { mirror, proving }: Pick<WorldOptions, 'mirror' | 'proving'>): Promise<void> {
  try {
    await world.run();
  } finally {
    mirror?.close();
    proving?.close();
  }
}

/** What a world is given to settle, to prove and to dispute with. */
async function standingBeside(
  cell: Cell,
  programs: WorldOptions['programs'] & {},
  options: RunOptions,
): Promise<Pick<WorldOptions, 'bitcoin' | 'proofs' | 'mirror' | 'proving' | 'traces'>> {
  return {
    ...(await settling(cell, options)),
    ...(await provingFor(cell, programs, options)),
    ...(await tracing(cell, programs)),
  };
}

/** What a world needs that settles. */
async function settling(
  { settlement }: Cell,
  { record = false, bitcoind }: RunOptions,
): Promise<Pick<WorldOptions, 'bitcoin' | 'proofs' | 'mirror'>> {
  if (settlement === undefined) return {};
  const bitcoin = await loadBitcoin();
  if (settlement.chain.chain === 'simulated') return { bitcoin, proofs: record };
  const { noNode, RegtestNode } = await import('./regtest-node.ts');
  if (bitcoind === undefined) throw noNode();
  return { bitcoin, proofs: record, mirror: new RegtestNode(bitcoin, bitcoind) };
}

/** What makes and checks proofs, for cells that prove real tasks. */
async function provingFor(
  cell: Cell,
  programs: WorldOptions['programs'] & {},
  { proving: means }: RunOptions,
): Promise<Pick<WorldOptions, 'proving'>> {
  if (cell.verification.policy !== 'zk' || programs.every((program) => program === undefined)) return {};
  const { openProving } = await import('./proving.ts');
  return { proving: await openProving(cell, programs, means) };
}

/** What is executed by segments, for cells in which results of real tasks are disputed. */
async function tracing(cell: Cell, programs: WorldOptions['programs'] & {}): Promise<Pick<WorldOptions, 'traces'>> {
  const disputed = ['optimistic', 'sampled'].includes(cell.verification.policy);
  if (!disputed || programs.every((program) => program === undefined)) return {};
  const { openTraces } = await import('./tracing.ts');
  return { traces: openTraces(cell, programs) };
}

const proofFile = ({ id }: Cell, proof: AnchorProof): RunFile => ({
  name: `anchor-${id}-${proof.epoch}.json`,
  encoding: 'utf8',
  content: `${JSON.stringify(proof)}\n`,
});

const filesOf = (...files: readonly (RunFile | undefined)[]): Pick<RunRecord, 'files'> => {
  const made = files.filter((file) => file !== undefined);
  return made.length === 0 ? {} : { files: made };
};

function recordOf(
  cell: Cell,
  seed: number,
  recording: Recording,
  stories: Stories | undefined,
  end: Instant,
): RunRecord {
  const course = recording.record(end);
  const tier = tierOf(cell);
  const about = { cell: cell.id, seed, ...(tier && { tier }) };
  const record = { ...about, ...course, faults: faultWindows(cell, seed), groups: groupSummaries(cell) };
  return stories === undefined ? record : { ...record, tasks: inWords(stories, cell) };
}

function withSettlement(record: RunRecord, cell: Cell, course: SettlementCourse | undefined, end: Instant): RunRecord {
  const settlement = course && settlementRecord(cell, course);
  if (course === undefined || settlement === undefined) return record;
  return { ...record, series: { ...record.series, ...course.series(end) }, settlement };
}

/** What the outputs mean, only the task catalogue knows. */
function inWords(stories: Stories, cell: Cell): readonly TaskStory[] {
  const names = workloadNames(cell);
  return stories.all().map(({ workload: index, output, ...story }) => {
    const task = cell.workload[index]?.task;
    const result =
      output && ((task && findTask(task.name)?.describe(output)) ?? described(output, index === cell.workload.length));
    return { ...story, workload: names[index]!, ...(result !== undefined && { result }) };
  });
}

/** An update begins with the number of examples that it was learnt from. */
const described = (output: Uint8Array, trained: boolean): string => {
  if (!trained || output.length < 8) return `${output.length} bytes`;
  const examples = new DataView(output.buffer, output.byteOffset).getUint32(0, true);
  return `update from ${examples} examples`;
};

/** What is trained comes behind what is submitted. */
const workloadNames = ({ workload }: Cell): readonly string[] => [...workload.map(({ name }) => name), 'training'];

function warmupRule({ warmup }: Cell): WarmupRule {
  assert(warmup.kind !== 'auto', 'an automatic warm-up is frozen before its cell runs');
  return warmup;
}

/** Latencies in the order of submission, of all tasks and not only those of the window; NaN without completion. */
class LatencySeries implements Observer {
  readonly on: Observer['on'];
  private readonly positions: IdMap<number> = new IdMap<number>();
  private readonly latencies: number[] = [];

  constructor() {
    this.on = {
      [TASK_SUBMITTED]: ({ task }): void => {
        this.positions.set(task, this.latencies.push(Number.NaN) - 1);
      },
      [RESULT_HELD]: ({ task, status, submitted }, at: Instant): void => {
        const position = this.positions.get(task)!;
        this.positions.delete(task);
        if (status === 'completed') this.latencies[position] = inSeconds(at) - inSeconds(submitted);
      },
    };
  }

  values(): Float64Array {
    return Float64Array.from(this.latencies);
  }
}
