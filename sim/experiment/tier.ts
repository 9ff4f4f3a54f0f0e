// What the policy of a cell promises by its design, for reports to set beside what a run measures of it.

import { findPolicy } from '../../core/verification/index.ts';
import type { TierRecord } from '../results/index.ts';
import type { Cell } from '../scenario/cells.ts';

/** Undefined of policies that find liars in time rather than lies at once. */
export function tierOf({ verification: { policy, parameters } }: Cell): TierRecord | undefined {
  const promised = findPolicy(policy)?.promised;
  if (promised === undefined) return undefined;
  const { label, trust } = promised;
  const bond = parameters['bond'];
  return {
    ...{ policy, label, trust },
    chance: promised.chance(parameters),
    ...(bond !== undefined && { bond: Number(bond) }),
  };
}
