// From the tree of one cell to the cell: sections read, references followed, rules between sections checked.

import { basename } from 'node:path';
import type { Failure } from '../../core/foundation/index.ts';
import type { WrittenArrivals } from './arrivals.ts';
import { chooseBehaviours, type OwnBehaviours } from './behaviour.ts';
import type { CalibrationReader } from './calibration.ts';
import { canonicalJson } from './canonical.ts';
import { checkCell, knownDevices } from './checks.ts';
import type { OnlineTrace } from './churn.ts';
import { coarseTimes, fastGas } from './clock.ts';
import { resolveCoordinators } from './coordinators.ts';
import type { CsvReader } from './csv.ts';
import type { Diagnostics } from './diagnostics.ts';
import { resolveFaults } from './faults.ts';
import { resolveFederated } from './federated.ts';
import type { DataSetReader } from './federated-data.ts';
import { checkProof } from './federated-proof.ts';
import { sha256 } from './files.ts';
import { graphNodeProblems, type NodeNames } from './graph.ts';
import type { GraphReader } from './graph-file.ts';
import type { CarbonTable } from './grid-section.ts';
import type { SchemaFailure } from './issues.ts';
import * as messages from './messages.ts';
import type { OwnFiles } from './own-files.ts';
import { executionOf } from './rules.ts';
import { fidelityOf, runtimeNotes } from './runtime.ts';
import { chooseScheduling } from './scheduling.ts';
import { type RunSections, runSections } from './schema.ts';
import { reportAt, type SectionReader } from './sections.ts';
import { type TaskReader, withTask } from './task.ts';
import type { TraceReader } from './trace.ts';
import type { MapTree } from './tree.ts';
import type { Arrivals, Calibration, Cell, NodeGroup, ResolvedGraph, ResolvedTask, ResolvedWorkload } from './types.ts';
import { chooseVerification } from './verification.ts';
import type { WrittenWorkload } from './workload.ts';

/** What the cells of a scenario are resolved with. */
export interface CellContext {
  readonly sections: SectionReader;
  readonly own: OwnFiles;
  readonly traces: TraceReader;
  readonly tasks: TaskReader;
  readonly dataSets: DataSetReader;
  readonly graphs: GraphReader;
  readonly calibrations: CalibrationReader;
  readonly online: CsvReader<OnlineTrace>;
  readonly carbon: CsvReader<CarbonTable>;
  /** Names of all invariants that there are. */
  readonly invariants: readonly string[];
  readonly notes: Set<string>;
}

/** The cell of a tree, or undefined after telling all that is wrong with it. */
export function resolveCell(
  tree: MapTree,
  factors: Cell['factors'],
  context: CellContext,
  diagnostics: Diagnostics,
): Cell | undefined {
  const known: Record<string, unknown> = {};
  let complete = true;
  for (const key of Object.keys(runSections) as (keyof RunSections)[]) {
    const read = context.sections.peek(tree, key);
    if (read.ok) known[key] = read.value;
    else reportAt(tree, [key], read.failures, diagnostics);
    complete &&= read.ok;
  }
  const sections = known as Partial<RunSections>;
  const problems = checkCell(sections, context.invariants, context.own.behaviours);
  const scheduling = sections.scheduling && chooseScheduling(sections.scheduling, context.own.strategies);
  for (const { path, ...found } of scheduling?.failures ?? []) {
    problems.push({ ...found, path: ['scheduling', ...path] });
  }
  const calibration = calibrationOf(sections, context.calibrations, problems);
  const verified = sections.verification && chooseVerification(sections.verification, calibration);
  for (const { path, ...found } of verified?.failures ?? []) {
    problems.push({ ...found, path: ['verification', ...path] });
  }
  const workload = sections.workload?.map((item, index) => {
    const path = ['workload', index];
    const arrivals = withTrace(item.arrivals, [...path, 'arrivals'], context.traces, problems);
    const graph = withGraph(item.graph, [...path, 'graph'], sections.nodes, context.graphs, problems);
    checkTimes(item, index, sections.nodes, problems);
    const workload = withTask(item, path, context.tasks, problems);
    return { ...workload, arrivals, ...(graph !== undefined && { graph }) };
  });
  const federated = sections.federated && federation(sections, context.dataSets, problems);
  const nodes = sections.nodes && sections.devices ? groups(sections as RunSections, context, problems) : [];
  const carbon = sections.grid && carbonOf(sections as RunSections, context.carbon, problems);
  reportAt(tree, [], problems, diagnostics);
  if (!complete || problems.length > 0 || scheduling?.value === undefined) return undefined;
  for (const note of [...scheduling.value.notes, ...verified!.notes]) context.notes.add(note);
  const chosen = scheduling.value.chosen;
  const inputs = assemble(
    sections as RunSections,
    workload as ResolvedWorkload[],
    chosen,
    { nodes, carbon, federated, calibration },
    context,
  );
  const also = [...coarseTimes(inputs), ...fastGas(inputs.workload, inputs.nodes), ...runtimeNotes(inputs.fidelity)];
  for (const note of also) context.notes.add(note);
  return { id: cellId(inputs), factors, ...inputs };
}

type Inputs = Omit<Cell, 'id' | 'factors'>;

/** First 12 hex digits of the SHA-256 of the inputs. A user's own file counts by its name and content, not by its place. */
export function cellId(cell: Inputs): string {
  const { name, sha256: own } = cell.scheduling;
  const scheduling = { ...cell.scheduling, name: own === undefined ? name : basename(name) };
  const workload = cell.workload.map(({ task, ...rest }) =>
    task === undefined ? rest : { ...rest, task: placeless(task) },
  );
  const nodes = cell.nodes.map(placelessGroup);
  const federated = cell.federated && { ...cell.federated, data: placelessData(cell.federated.data) };
  const inputs = { ...cell, id: undefined, factors: undefined, nodes, scheduling, workload, federated };
  return sha256(canonicalJson(inputs)).slice(0, 12);
}

const placeless = (task: ResolvedTask): ResolvedTask => ({
  ...task,
  name: basename(task.name),
  input: basename(task.input),
});

const placelessGroup = ({ behaviour, ...group }: NodeGroup): NodeGroup =>
  behaviour === undefined
    ? group
    : {
        ...group,
        behaviour: behaviour.map((each) => (each.sha256 === undefined ? each : { ...each, name: basename(each.name) })),
      };

function placelessData({ set, ...rest }: NonNullable<Cell['federated']>['data']): object {
  if (set === 'mnist') return { set, ...rest };
  return { set: { ...set, train: undefined, test: undefined }, ...rest };
}

interface FromFiles {
  readonly nodes: readonly NodeGroup[];
  readonly carbon: CarbonTable | undefined;
  readonly federated: Cell['federated'] | undefined;
  readonly calibration: Calibration | undefined;
}

function assemble(
  sections: RunSections,
  workload: readonly ResolvedWorkload[],
  scheduling: Cell['scheduling'],
  { nodes, carbon, federated, calibration }: FromFiles,
  { invariants: all }: CellContext,
): Inputs {
  const { stop = {}, warmup, network, verification, reputation, recovery, liveness, safety, breaker } = sections;
  const { start, invariants, fidelity, coordinators, defects, detector, incentives, settlement } = sections;
  return {
    stop,
    warmup,
    nodes,
    ...resolveCoordinators(coordinators, network.regions !== undefined),
    network,
    ...(start !== 0 && { start }),
    ...(carbon !== undefined && { carbon }),
    workload,
    ...(federated !== undefined && { federated }),
    scheduling,
    verification: chooseVerification(verification, calibration).chosen,
    reputation,
    ...(defects.length > 0 && { defects }),
    ...(detector !== undefined && { detector }),
    ...(incentives !== undefined && { incentives }),
    ...(settlement !== undefined && { settlement }),
    recovery,
    liveness,
    safety,
    breaker,
    faults: resolveFaults(sections.faults, sections.nodes, {
      members: coordinators.count,
      functionaries: settlement?.peg?.functionaries ?? 0,
    }),
    fidelity: fidelityOf(fidelity, executionOf(fidelity, workload, federated !== undefined), calibration),
    invariants: all.filter((name) => invariants === 'all' || invariants.includes(name)),
  };
}

function federation(
  { federated, nodes = [], verification, workload = [] }: Partial<RunSections>,
  dataSets: DataSetReader,
  problems: SchemaFailure[],
): Cell['federated'] {
  for (const failure of checkProof({ federated: federated!, verification, workload })) {
    problems.push({ path: ['verification'], failure, key: false });
  }
  return resolveFederated(federated!, nodes, dataSets, (path, failure) => {
    problems.push({ path: ['federated', ...path], failure, key: false });
  });
}

function groups(
  { nodes, devices }: RunSections,
  { online, own }: Pick<CellContext, 'online' | 'own'>,
  problems: SchemaFailure[],
): NodeGroup[] {
  const known = knownDevices(devices);
  return nodes.map(({ device, churn, behaviour, ...plain }, index) => {
    const group = { ...plain, ...(behaviour && { behaviour: worn(behaviour, index, own.behaviours, problems) }) };
    const resolved =
      typeof device === 'string' ? { name: device, ...known[device]! } : { name: group.group, ...device };
    if (churn === undefined) return { ...group, device: resolved };
    if (!('trace' in churn)) return { ...group, device: resolved, churn };
    const path = ['nodes', index, 'churn', 'trace'];
    const trace = online.read(churn.trace);
    const complain = (failure: Failure): void => void problems.push({ path, failure, key: false });
    if (!trace.ok) trace.failures.forEach(complain);
    const of = trace.ok ? trace.value : new Map<number, never>();
    if (Math.max(0, ...of.keys()) > group.count) complain(messages.traceBeyond(group.count));
    return { ...group, device: resolved, online: Array.from({ length: group.count }, (_, at) => of.get(at + 1)) };
  });
}

function worn(
  written: NonNullable<RunSections['nodes'][number]['behaviour']>,
  index: number,
  own: OwnBehaviours,
  problems: SchemaFailure[],
): NonNullable<NodeGroup['behaviour']> {
  const { chosen, failures } = chooseBehaviours(written, own);
  for (const found of failures) problems.push({ ...found, path: ['nodes', index, 'behaviour', ...found.path] });
  return chosen;
}

function withTrace(
  arrivals: WrittenArrivals,
  path: (string | number)[],
  traces: TraceReader,
  problems: SchemaFailure[],
): Arrivals | undefined {
  if (arrivals.kind !== 'trace-file') return arrivals;
  const trace = traces.read(arrivals.file);
  if (trace.ok) return { kind: 'trace', at: trace.value.at };
  for (const failure of trace.failures) problems.push({ path: [...path, 'trace'], failure, key: false });
  return undefined;
}

function withGraph(
  graph: WrittenWorkload['graph'],
  path: (string | number)[],
  groups: RunSections['nodes'] | undefined,
  graphs: GraphReader,
  problems: SchemaFailure[],
): ResolvedGraph | undefined {
  if (graph === undefined) return undefined;
  const nodes = namesOf(groups);
  if (typeof graph !== 'string') {
    for (const { failure } of groups === undefined ? [] : graphNodeProblems(graph.tasks, nodes)) {
      problems.push({ path: [...path, 'tasks'], failure, key: false });
    }
    return graph;
  }
  const file = graphs.read(graph);
  const failures = !file.ok ? file.failures : groups === undefined ? [] : graphs.complaints(file.value, nodes);
  for (const failure of failures) problems.push({ path, failure, key: false });
  return file.ok ? file.value.data : undefined;
}

function checkTimes(
  { name, work }: WrittenWorkload,
  index: number,
  groups: RunSections['nodes'] | undefined,
  problems: SchemaFailure[],
): void {
  const times = work?.times;
  if (times === undefined || groups === undefined) return;
  const tasks = [{ name, time: times }];
  for (const { key, failure } of graphNodeProblems(tasks, namesOf(groups))) {
    const path = ['workload', index, 'work', 'times', ...(key === undefined ? [] : [key])];
    problems.push({ path, failure, key: key !== undefined });
  }
}

function namesOf(groups: RunSections['nodes'] | undefined): NodeNames[] {
  return (groups ?? []).map(({ group, count, device }) => {
    return { group, count, device: typeof device === 'string' ? device : group };
  });
}

function calibrationOf(
  { fidelity, verification }: Partial<RunSections>,
  calibrations: CalibrationReader,
  problems: SchemaFailure[],
): Calibration | undefined {
  if (fidelity?.calibration === undefined) return undefined;
  const path = ['fidelity', 'calibration'];
  const read = calibrations.read(fidelity.calibration);
  if (read.ok) {
    const { circuit = 'default' } = (verification?.parameters ?? {}) as { readonly circuit?: string };
    if (verification?.policy !== 'zk' || read.value.circuits[circuit] !== undefined) return read.value;
    problems.push({ path, failure: messages.notCalibrated(circuit), key: false });
  } else for (const failure of read.failures) problems.push({ path, failure, key: false });
  return undefined;
}

function carbonOf(
  { grid, start }: RunSections,
  tables: CsvReader<CarbonTable>,
  problems: SchemaFailure[],
): CarbonTable | undefined {
  if (grid.carbon === undefined) return undefined;
  const table = tables.read(grid.carbon);
  const path = ['grid', 'carbon'];
  if (!table.ok) {
    for (const failure of table.failures) problems.push({ path, failure, key: false });
    return undefined;
  }
  const dated = Object.values(table.value).some((series) => series.dated);
  if (dated && start < DAY) problems.push({ path: ['start'], failure: messages.startWithoutDate(), key: false });
  return table.value;
}

const DAY = 86_400_000_000;
