// What a report tells of a cell beside its figures: when something was broken on purpose, and who took part.

import { inSeconds } from '../../core/foundation/index.ts';
import type { FaultWindow, GroupSummary } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';

/** The faults that a scenario plans; those that chance brings are in the timeline of nodes. */
export function faultWindows({ faults }: Cell): readonly FaultWindow[] {
  return faults.map((fault) => ({
    kind: fault.kind,
    what: fault.nodes.join(', '),
    from: inSeconds(fault.at),
    ...(fault.for === undefined ? {} : { to: inSeconds(fault.at) + inSeconds(fault.for) }),
  }));
}

export function groupSummaries({ nodes }: Cell): readonly GroupSummary[] {
  return nodes.map(({ group, count, device, region }) => {
    return { group, count, device: device.name, region, slots: device.slots };
  });
}
