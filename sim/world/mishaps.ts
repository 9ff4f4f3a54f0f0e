// When machines go down and come back: by a fault that the scenario plans, or by themselves.

import type { Stream } from '../kernel/index.ts';
import type { NodeGroup } from '../scenario/cells.ts';
import { localTime } from './grid.ts';
import type { Happening } from './happenings.ts';
import { machineOf } from './names.ts';
import type { Outages } from './outages.ts';
import { churning, sleeping, traced } from './presence.ts';

interface Node {
  readonly name: string;
  readonly index: number;
  readonly group: NodeGroup;
}

/** Of the machines that have these names, in their order. */
export function crash(
  outages: Outages,
  nodes: readonly Pick<Node, 'name'>[],
  happenings: readonly Happening[],
  open: (name: string) => Stream,
): void {
  for (const { fault, stream } of happenings) {
    if (fault.kind !== 'crash' && fault.kind !== 'churn') continue;
    for (const name of fault.nodes) {
      for (const [machine, node] of nodes.entries()) {
        if (machineOf(node.name) !== name) continue;
        if (fault.kind === 'crash') outages.schedule(machine, fault.at, fault.for);
        else {
          const comings = churning({ ...fault, start: 'up' }, open(`${stream}/${name}`));
          outages.alternateWithin(machine, comings, fault.at, fault.at + (fault.for ?? Infinity));
        }
      }
    }
  }
}

/** `start`: when time 0 is, as in the cell. */
export function comeAndGo(
  outages: Outages,
  nodes: readonly Node[],
  start: number,
  open: (name: string) => Stream,
): void {
  for (const [machine, { name, index, group }] of nodes.entries()) {
    const { churn, online, sleep, region } = group;
    const times = online?.[index];
    if (churn !== undefined) outages.alternate(machine, churning(churn, open(`node/${name}/churn`)));
    if (times !== undefined) outages.alternate(machine, traced(times));
    if (sleep !== undefined) outages.alternate(machine, sleeping(sleep, localTime(region, start)));
  }
}
