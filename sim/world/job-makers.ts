// What makes the jobs of a client, where it submits jobs.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { NodeGroup, ResolvedWorkload } from '../scenario/cells.ts';
import { createJobs, type JobMaker } from '../workload/index.ts';

interface Placed {
  readonly id: PartyId;
  readonly name: string;
  readonly group: NodeGroup;
}

/** Undefined for a client that submits single tasks. */
export function jobsOf(
  workload: ResolvedWorkload,
  index: number,
  client: number,
  placed: readonly Placed[],
  stream: (name: string) => Stream,
): JobMaker | undefined {
  if (workload.graph === undefined && workload.work.times === undefined) return undefined;
  const nodes = placed.map(({ id, name, group: { group, device } }) => ({ id, name, group, device: device.name }));
  const suffix = workload.arrivals.kind === 'closed' ? `/${client}` : '';
  return createJobs(workload, index, nodes, (name) => stream(`${name}${suffix}`));
}
