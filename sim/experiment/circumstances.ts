// What a report tells of a cell beside its figures: when something was broken on purpose, and who took part.

import { inSeconds } from '../../core/foundation/index.ts';
import { openStream } from '../kernel/index.ts';
import type { SettlementCourse } from '../metrics/index.ts';
import type { FaultWindow, GroupSummary, SettlementRecord } from '../results/index.ts';
import type { Cell, ResolvedPeg } from '../scenario/index.ts';
import { happening } from '../world/index.ts';

/** The planned faults that come about in a seed; how nodes come and go by themselves is in their timeline. */
export function faultWindows({ faults }: Cell, seed: number): readonly FaultWindow[] {
  return happening(faults, (name) => openStream(seed, name)).map(({ fault }) => ({
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

/** Undefined if the cell does not settle. */
export function settlementRecord({ settlement }: Cell, course: SettlementCourse): SettlementRecord | undefined {
  if (settlement === undefined) return undefined;
  const { chain, anchor, peg } = settlement;
  return {
    chain: chain.chain,
    interval: inSeconds(chain.interval),
    ...(anchor && {
      anchor: { every: inSeconds(anchor.every), form: anchor.form, confirmations: anchor.confirmations },
    }),
    ...(peg && { peg: pegRecord(peg, course) }),
  };
}

function pegRecord(peg: ResolvedPeg, course: SettlementCourse): NonNullable<SettlementRecord['peg']> {
  const { functionaries, threshold, refresh, emergency } = peg;
  const rules = { functionaries, threshold, refresh, emergency };
  return { ...rules, peak: course.peak, signers: course.signers(functionaries) };
}
