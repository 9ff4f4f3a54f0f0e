// The rules between sections: names that must exist or differ, sums that must stay in bounds.

import { type Duration, type Failure } from '../../core/foundation/index.ts';
import { PROOF_OF_TRAINING } from '../../core/verification/index.ts';
import { findClientBehaviour, severalNames } from '../adversary/index.ts';
import { behaviourCalled, type OwnBehaviours } from './behaviour.ts';
import { builtIn } from './catalogue.ts';
import { notFederated } from './coordinator-messages.ts';
import { defaults, limits } from './defaults.ts';
import { checkNames, checkTouches } from './fault-checks.ts';
import type { SchemaFailure } from './issues.ts';
import { isName } from './kit.ts';
import * as messages from './messages.ts';
import { AGGREGATOR, ALL_NODES, COORDINATOR, FUNCTIONARY, groupOfNode, KEEPER, knownNames } from './node-names.ts';
import { genericDevice, type WrittenDevice } from './nodes.ts';
import { time, writeQuantity } from './quantities.ts';
import { regions } from './regions.ts';
import { missing, runtimeOf } from './runtime.ts';
import type { RunSections } from './schema.ts';
import type { Path } from './tree.ts';
import type { Cell } from './types.ts';
import { chooseVerification } from './verification.ts';
import { committeeTooSmall, quorumOutOfReach } from './vote-messages.ts';

type Known = Partial<RunSections>;
type Report = (path: Path, failure: Failure, key?: boolean) => void;

/** All that is wrong between the sections that could be read. */
export function checkCell(cell: Known, allInvariants: readonly string[], own: OwnBehaviours): SchemaFailure[] {
  const found: SchemaFailure[] = [];
  const report: Report = (path, failure, key = false) => found.push({ path, failure, key });
  checkDevices(cell, report);
  checkGroups(cell, report);
  checkRegions(cell, report);
  checkWorkload(cell, report);
  checkFaults(cell, report);
  checkFederation(cell, report);
  checkEnd(cell, report);
  checkFidelity(cell, report);
  checkProofs(cell, report);
  checkRuntime(cell, report);
  checkTrust(cell, own, report);
  checkNamesOfLiars(cell, own, report);
  checkClients(cell, report);
  const { invariants = 'all' } = cell;
  for (const [index, name] of invariants === 'all' ? [] : invariants.entries()) {
    if (allInvariants.includes(name)) continue;
    report(['invariants', index], messages.unknownName('invariant', name, allInvariants));
  }
  return found;
}

/** The devices that nodes may name. */
export const knownDevices = (devices: RunSections['devices']): Readonly<Record<string, WrittenDevice>> => ({
  [defaults.deviceName]: genericDevice(),
  ...builtIn,
  ...devices,
});

function checkDevices({ devices, nodes = [] }: Known, report: Report): void {
  if (devices === undefined) return;
  for (const name of Object.keys(devices))
    if (!isName(name)) report(['devices', name], messages.badName('a device'), true);
  const known = knownDevices(devices);
  for (const [index, { device }] of nodes.entries()) {
    if (typeof device !== 'string' || Object.hasOwn(known, device)) continue;
    report(['nodes', index, 'device'], messages.unknownDevice(device, Object.keys(known)));
  }
}

function checkGroups({ nodes = [] }: Known, report: Report): void {
  const seen = new Set<string>();
  for (const [index, { group }] of nodes.entries()) {
    const path = ['nodes', index, 'group'];
    const owner = groupOfNode(group, nodes);
    if (group === ALL_NODES) report(path, messages.reservedName(group));
    if (seen.has(group)) report(path, messages.twice('group', group));
    if (owner !== undefined) report(path, messages.ambiguousGroup(group, owner));
    seen.add(group);
  }
  const total = nodes.reduce((sum, { count, behaviour }) => sum + count * (severalNames(behaviour)?.count ?? 1), 0);
  if (nodes.length > 0 && total === 0) report(['nodes'], messages.noNodes());
  if (total > limits.nodes) report(['nodes'], messages.tooMany('nodes', limits.nodes));
}

/** With distances between regions, everybody must be in one that has a place. */
function checkRegions({ network, nodes = [], coordinators, workload = [] }: Known, report: Report): void {
  if (network?.regions === undefined) return;
  const known = Object.keys(regions);
  const places: (readonly [Path, string | undefined])[] = [
    ...nodes.map(({ region }, index) => [['nodes', index, 'region'], region] as const),
    [['coordinators', 'region'], coordinators?.region],
    ...workload.map(({ region }, index) => [['workload', index, 'region'], region] as const),
  ];
  for (const [path, region] of places) {
    if (region !== undefined && !known.includes(region)) report(path, messages.unknownName('region', region, known));
  }
}

/** Or would, if its section could be read. */
const learns = (cell: Known): boolean => cell.federated !== undefined || !Object.hasOwn(cell, 'federated');

function checkWorkload(cell: Known, report: Report): void {
  const { workload = [], nodes } = cell;
  if (cell.workload?.length === 0 && !learns(cell)) report(['workload'], messages.nothingToDo());
  const seen = new Set<string>();
  for (const [index, { name, needs }] of workload.entries()) {
    if (seen.has(name)) report(['workload', index, 'name'], messages.twice('workload', name));
    seen.add(name);
    if (nodes === undefined) continue;
    const regions = [...new Set(nodes.map(({ region }) => region))];
    if (needs.region !== undefined && !regions.includes(needs.region)) {
      report(['workload', index, 'needs', 'region'], messages.unknownName('node in the region', needs.region, regions));
    }
    for (const [position, excluded] of (needs.exclude ?? []).entries()) {
      if (nodes.some(({ group }) => group === excluded) || groupOfNode(excluded, nodes) !== undefined) continue;
      const path = ['workload', index, 'needs', 'exclude', position];
      report(path, messages.unknownName('node or group', excluded, knownNames(nodes)));
    }
  }
}

function checkFaults(cell: Known, report: Report): void {
  const { faults = [], nodes, coordinators, devices = {}, settlement, federated } = cell;
  if (nodes === undefined) return;
  const functionaries = settlement?.peg?.functionaries ?? 0;
  const learns = federated !== undefined;
  checkNames(faults, nodes, { members: coordinators?.count ?? 1, functionaries, learns }, report);
  const known = knownDevices(devices);
  const isHeated = ({ device }: RunSections['nodes'][number]): boolean =>
    (typeof device === 'string' ? known[device] : device)?.thermal !== undefined;
  checkTouches(cell, isHeated, report);
  for (const [index, { group }] of nodes.entries()) {
    const reserved = [
      COORDINATOR,
      ...(learns ? [AGGREGATOR] : []),
      ...(functionaries > 0 ? [KEEPER, FUNCTIONARY] : []),
    ];
    if (reserved.includes(group)) report(['nodes', index, 'group'], messages.reservedName(group));
  }
}

/** What a federation of coordinators does not do. */
function checkFederation({ coordinators, federated, settlement }: Known, report: Report): void {
  if ((coordinators?.count ?? 1) === 1) return;
  const path = ['coordinators', 'count'];
  if (federated !== undefined) report(path, notFederated('training ("federated")'));
  if (settlement !== undefined) report(path, notFederated('settlement on Bitcoin ("settlement")'));
}

/** Enough nodes to compare, and an end for tasks that are never answered. */
function checkTrust(cell: Known, own: OwnBehaviours, report: Report): void {
  const { nodes, workload = [], verification } = cell;
  if (nodes === undefined || verification === undefined) return;
  const total = nodes.reduce((sum, { count, behaviour }) => sum + count * atOnce(behaviour), 0);
  const { policy, parameters } = chooseVerification(verification).chosen;
  checkVotes(policy, parameters, report);
  if (policy === PROOF_OF_TRAINING && !learns(cell)) report(['verification'], messages.nothingToTrain());
  for (const key of ['k', 'm', 'size']) {
    const copies = parameters[key];
    if (typeof copies === 'number' && copies > total) {
      report(['verification', key], messages.tooFewNodes(copies, total));
    }
  }
  const silent = nodes.flatMap(({ behaviour = [] }, index) =>
    behaviour.filter(({ name }) => behaviourCalled(name, own)?.silent).map(({ name }) => ({ name, index })),
  );
  const endless = workload.findIndex(({ expires }) => expires === undefined);
  if (endless < 0) return;
  for (const { name, index } of silent) report(['nodes', index, 'behaviour'], messages.neverAnswered(name));
}

/** Votes that could never be enough, and liars that a committee cannot bear. */
function checkVotes(
  policy: string,
  { k, quorum, size, fault }: Cell['verification']['parameters'],
  report: Report,
): void {
  if (policy === 'replicate' && Number(quorum) > 2 * Number(k)) {
    report(['verification', 'quorum'], quorumOutOfReach(2 * Number(k)));
  }
  if (policy === 'committee' && 3 * Number(fault) + 1 > Number(size)) {
    report(['verification', 'fault'], committeeTooSmall(3 * Number(fault) + 1));
  }
}

/** How many names of one machine are online together. */
function atOnce(behaviour: Parameters<typeof severalNames>[0]): number {
  const names = severalNames(behaviour);
  return names?.kind === 'together' ? names.count : 1;
}

/** Behaviours of clients that take bytes to give. */
function checkClients({ workload = [] }: Known, report: Report): void {
  for (const [index, { behaviour = [], task }] of workload.entries()) {
    const path = ['workload', index, 'behaviour'];
    for (const { name } of behaviour) {
      if (findClientBehaviour(name)!.needsBytes === true && task === undefined) report(path, messages.noBytes(name));
    }
  }
}

/** Behaviours that take more than one name, or more than one listener. */
function checkNamesOfLiars({ nodes = [], coordinators, federated }: Known, own: OwnBehaviours, report: Report): void {
  for (const [index, { behaviour = [], churn, sleep, stays }] of nodes.entries()) {
    const path = ['nodes', index, 'behaviour'];
    const named = behaviour.filter(({ name }) => behaviourCalled(name, own)?.identities !== undefined);
    if (named.length > 1) report(path, messages.namedTwice(named[0]!.name, named[1]!.name));
    if (named.length > 0 && churn !== undefined)
      report(['nodes', index, 'churn'], messages.namesAndChurn('churn'), true);
    if (named.length > 0 && sleep !== undefined)
      report(['nodes', index, 'sleep'], messages.namesAndChurn('sleep'), true);
    if (named.length > 0 && stays !== undefined)
      report(['nodes', index, 'stays'], messages.namesAndChurn('stays'), true);
    if (named.length > 0 && federated !== undefined) report(path, messages.namesAndTraining(named[0]!.name));
    const divides = behaviour.find(({ name }) => behaviourCalled(name, own)?.divides === true);
    if (divides !== undefined && (coordinators?.count ?? 1) === 1) report(path, messages.nobodyToDivide(divides.name));
  }
}

/** A real proof is one of a task, by who has run it. */
function checkProofs({ fidelity, workload, verification }: Known, report: Report): void {
  const { proof = 'modelled', execution } = fidelity ?? {};
  if (proof === 'modelled' || verification === undefined || workload === undefined) return;
  const { policy } = chooseVerification(verification).chosen;
  if (policy !== 'zk') report(['fidelity', 'proof'], messages.nothingToProve(proof, `the policy is ${policy}`));
  else if (execution === 'modelled' || workload.every(({ task }) => task === undefined))
    report(['fidelity', 'proof'], messages.nothingToProve(proof, 'no task is run'));
}

function checkFidelity({ fidelity, workload, federated }: Known, report: Report): void {
  const execution = fidelity?.execution ?? 'modelled';
  if (federated !== undefined && fidelity?.execution === 'modelled') {
    report(['fidelity', 'execution'], messages.trainingIsReal());
  }
  if (
    federated !== undefined ||
    execution === 'modelled' ||
    workload === undefined ||
    workload.some(({ task }) => task !== undefined)
  )
    return;
  report(['fidelity', 'execution'], messages.nothingToExecute(execution));
}

/** Of a scenario that executes something. */
function checkRuntime({ fidelity, workload, federated }: Known, report: Report): void {
  const { runtime, fallback } = fidelity ?? {};
  if (runtime === undefined && fallback !== undefined) report(['fidelity', 'fallback'], messages.fallbackOfNothing());
  if (runtime === undefined) return;
  const nothing = federated === undefined && workload?.every(({ task }) => task === undefined) === true;
  if (nothing || fidelity?.execution === 'modelled')
    report(['fidelity', 'runtime'], messages.runtimeOfNothing(runtime));
  const chosen = runtimeOf({ runtime, ...(fallback !== undefined && { fallback }) });
  const why = missing(chosen);
  if (why !== undefined) {
    report(['fidelity', chosen === runtime ? 'runtime' : 'fallback'], messages.runtimeMissing(chosen, why));
  }
}

function checkEnd(cell: Known, report: Report): void {
  const { stop, warmup, workload } = cell;
  const endless =
    workload?.some(({ arrivals }) => arrivals.kind !== 'trace' && arrivals.kind !== 'trace-file') ?? false;
  const { tasks, after } = stop ?? {};
  const unlimited = tasks === undefined && after === undefined;
  if (Object.hasOwn(cell, 'stop') && unlimited && endless) report(['stop'], messages.noStop());
  if (warmup?.kind === 'tasks' && tasks !== undefined && warmup.tasks >= tasks) {
    report(['warmup', 'tasks'], messages.warmupTooLong(`${tasks} tasks`));
  }
  if (warmup?.kind === 'after' && after !== undefined && warmup.after >= after) {
    report(['warmup', 'after'], messages.warmupTooLong(writeQuantity(after satisfies Duration, time)));
  }
}
