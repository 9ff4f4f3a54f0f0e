// What a node says of itself when it registers, and what tasks ask of it.

import { limitPresets } from '../../core/execution/index.ts';
import type { BitRate, PartyId } from '../../core/foundation/index.ts';
import type { ClientSettings } from '../../core/mesh/index.ts';
import type { Capabilities, ModelledWork, Needs } from '../../core/protocol/index.ts';

import type { NodeGroup, ResolvedNeeds, ResolvedWorkload } from '../scenario/cells.ts';
import type { AccessLink } from './network.ts';

export function capabilitiesOf(group: NodeGroup, link: AccessLink): Capabilities {
  const { slots, speed, cores, memory, gpu, npu } = group.device;
  const { up, down } = link;
  return { slots, speed, cores, memory, up: up as BitRate, down: down as BitRate, gpu, npu, region: group.region };
}

/** The needs of tasks, with the names of nodes and groups looked up. */
function needsOf(
  { exclude, ...needs }: ResolvedNeeds,
  nodes: readonly { readonly name: string; readonly id: PartyId; readonly group: { readonly group: string } }[],
): Needs {
  if (exclude === undefined) return needs;
  const excluded = nodes.filter(({ name, group }) => exclude.includes(name) || exclude.includes(group.group));
  return { ...needs, exclude: excluded.map(({ id }) => id) };
}

const PAGE_BYTES = 65_536;

/** Bytes that work needs to run: what its workload says, or what its program may grow to. */
export function memoryFor({ source, program }: ModelledWork, workload: readonly ResolvedWorkload[]): number {
  const said = workload[source]?.needs.memory;
  return said ?? (program === undefined ? 0 : limitPresets[program.limits].memoryPages * PAGE_BYTES);
}

/** Of the clients of a workload. */
export function clientSettings(
  coordinator: PartyId,
  { budget, deadline, expires, needs }: ResolvedWorkload,
  workload: number,
  nodes: Parameters<typeof needsOf>[1],
): ClientSettings {
  return {
    coordinator,
    workload,
    budget,
    needs: needsOf(needs, nodes),
    ...(deadline === undefined ? {} : { deadline }),
    ...(expires === undefined ? {} : { expires }),
  };
}
