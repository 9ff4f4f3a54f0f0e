// When machines go down and come back: by a fault that the scenario plans, or by themselves.

import type { Stream } from '../kernel/index.ts';
import type { Fault, NodeGroup } from '../scenario/index.ts';
import { localTime } from './grid.ts';
import type { Outages } from './outages.ts';
import { churning, sleeping, traced } from './presence.ts';

interface Node {
  readonly name: string;
  readonly index: number;
  readonly group: NodeGroup;
}

/** Of the machines that have these names, in their order. */
export function crash(outages: Outages, nodes: readonly Pick<Node, 'name'>[], faults: readonly Fault[]): void {
  for (const fault of faults) {
    if (fault.kind !== 'crash') continue;
    for (const name of fault.nodes) {
      const machine = nodes.findIndex((node) => node.name === name);
      if (machine >= 0) outages.schedule(machine, fault.at, fault.for);
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
