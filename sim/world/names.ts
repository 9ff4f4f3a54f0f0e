// Machines that go by several names: each name is a node to everybody else. NAME~2 is the second one of NAME.

import { type Duration, later, watts } from '../../core/foundation/index.ts';
import { type Backing, SharedMachine, severalNames } from '../adversary/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { NodeGroup, ResolvedDevice } from '../scenario/cells.ts';
import type { Outages } from './outages.ts';

const MARK = '~';
const MOMENT = 1 as Duration;

export interface Named {
  readonly name: string;
  /** Of the machine in its group, from 0. */
  readonly index: number;
  /** Which of its names, from 0. */
  readonly alias: number;
}

/** The nodes of a group: all names of a machine, one after the other. */
export function namesOf({ group, count, behaviour }: NodeGroup): readonly Named[] {
  const names = severalNames(behaviour)?.count ?? 1;
  return Array.from({ length: count * names }, (_, at) => {
    const index = Math.floor(at / names);
    const alias = at % names;
    const machine = `${group}-${index + 1}`;
    return { name: alias === 0 ? machine : `${machine}${MARK}${alias + 1}`, index, alias };
  });
}

/** The first name of the machine that goes by this one. */
export const machineOf = (name: string): string => name.split(MARK)[0]!;

/** Under all of its names together a machine idles once: what else it draws belongs to the name that has the work. */
export function deviceOf({ device, behaviour }: NodeGroup, alias: number): ResolvedDevice {
  const { power } = device;
  if (alias === 0 || power === undefined || severalNames(behaviour)?.kind !== 'together') return device;
  const { idle, peak, curve } = power;
  const above = (value: number) => watts(Math.max(0, value - idle));
  const cold = { ...device };
  delete (cold as { thermal?: unknown }).thermal;
  return {
    ...cold,
    power: {
      idle: watts(0),
      peak: above(peak),
      ...(curve && { curve: curve.map(([load, value]) => [load, above(value)] as const) }),
    },
  };
}

interface Placed extends Named {
  readonly group: NodeGroup;
}

export class SeveralNamed {
  private readonly kernel: Kernel;
  private readonly nodes: readonly Placed[];
  private readonly shared = new Map<string, SharedMachine>();
  private outages: Outages | undefined;

  constructor(kernel: Kernel, nodes: readonly Placed[]) {
    this.kernel = kernel;
    this.nodes = nodes;
  }

  /** What the node at this place can do with its names. */
  backingOf(at: number): Pick<Backing, 'leave' | 'share'> {
    const { name, alias, group } = this.nodes[at]!;
    const leave = (): void => this.leave(at);
    const { kind } = severalNames(group.behaviour) ?? {};
    if (kind !== 'together') return { leave };
    const machine = this.shared.get(machineOf(name)) ?? new SharedMachine(group.device.slots);
    this.shared.set(machineOf(name), machine);
    const by = group.behaviour!.find(({ parameters }) => parameters['identities'] !== undefined)!.name;
    return { leave, share: { machine, owner: alias, by } };
  }

  /** Names that are for later wait. Before the first life of any node. */
  begin(outages: Outages): void {
    this.outages = outages;
    for (const [at, { alias, group }] of this.nodes.entries()) {
      if (alias > 0 && severalNames(group.behaviour)?.kind === 'in-turn') outages.holdBack(at);
    }
  }

  /** The run is over. */
  close(): void {
    for (const machine of this.shared.values()) machine.close();
  }

  private leave(at: number): void {
    const heir = this.nodes[at + 1];
    if (heir === undefined || heir.alias === 0) return;
    const going = this.kernel.know({ occur: () => this.outages!.succeed(at, at + 1) });
    this.kernel.occurAt(later(this.kernel.instant, MOMENT), AT_FAULT, going, 0);
  }
}
