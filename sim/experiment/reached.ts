// What a campaign was to bring about, and never did: a fault that no seed turned on before its run was over, a behaviour
// that no node was given, or a branch of a policy that no run came to. Checks that never met what they are about prove nothing. Hazards are told apart by what they are,
// and not by their place: cells of a matrix may have other ones.

import { inSeconds } from '../../core/foundation/index.ts';
import { branchesOf } from '../invariants/index.ts';
import { openStream } from '../kernel/index.ts';
import type { RunResult } from '../results/index.ts';
import { type Cell, type ChosenBehaviour, type Fault, faultInWords } from '../scenario/index.ts';
import { happening } from '../world/index.ts';
import { hazardsOf } from './swarm-settlement.ts';

/** A variant, and its runs: one for each cell. */
export interface Tried {
  readonly seed: number;
  readonly cells: readonly Cell[];
  readonly runs: readonly RunResult[];
}

/** Of the hazards of all cells, in their order, those that no variant came to. */
export function unreached(cells: readonly Cell[], tried: readonly Tried[]): readonly string[] {
  const planned = cells.flatMap((cell) => [
    ...cell.faults.map((fault) => said(fault, cell)),
    ...behavioursOf(cell),
    ...hazardsOf(cell),
    ...branchesOf(cell.verification.policy).map((branch) => branching(branch, cell)),
  ]);
  const reached = new Set(tried.flatMap(reachedIn));
  return [...new Set(planned)].filter((hazard) => !reached.has(hazard));
}

function reachedIn({ seed, cells, runs }: Tried): string[] {
  return cells.flatMap((cell, at) => {
    const end = runs[at]!.metrics['makespan'] ?? Infinity;
    const happened = happening(cell.faults, (name) => openStream(seed, name));
    const faults = happened.filter(({ fault }) => inSeconds(fault.at) <= end);
    return [
      ...faults.map(({ fault }) => said(fault, cell)),
      ...behavioursOf(cell),
      ...hazardsOf(cell, end),
      ...(runs[at]!.branches ?? []).map((branch) => branching(branch, cell)),
    ];
  });
}

const branching = (branch: string, { verification: { policy } }: Cell): string => `branch of ${policy}: ${branch}`;

const said = (fault: Fault, { nodes, coordinators }: Cell): string =>
  `fault ${inShort(faultInWords(fault, nodes, coordinators?.count ?? 1))}`;

const behavioursOf = ({ nodes, workload, coordinators }: Cell): string[] => [
  ...nodes.flatMap(({ group, behaviour = [] }) => behaviour.map((each) => behaving(each, group))),
  ...workload.flatMap(({ name, behaviour = [] }) => behaviour.map((each) => behaving(each, `clients of ${name}`))),
  ...(coordinators?.byzantine ?? []).flatMap(({ behaviour }) =>
    behaviour.map((each) => behaving(each, 'a coordinator')),
  ),
];

const behaving = ({ name, parameters }: ChosenBehaviour, who: string): string =>
  `behaviour ${inShort({ [name]: parameters })} of ${who}`;

const inShort = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('"', '')
    .replaceAll(/([:,])/g, '$1 ');
