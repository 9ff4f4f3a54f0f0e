// Looks over what nodes report, by a statistical detector, and says who stands out. Nobody acts on it: an outlier is
// no evidence.

import type { Host } from '../protocol/index.ts';
import { NODES_EXAMINED } from '../protocol/index.ts';
import type { DetectorDefinition } from '../reputation/index.ts';
import type { Watched } from './watch.ts';

export interface Detection {
  readonly detector: DetectorDefinition;
  readonly threshold: number;
}

export function lookOver(host: Host, { detector, threshold }: Detection, members: readonly Watched[]): void {
  const seen = members.flatMap(({ node, latest, latency, offlineSince }) =>
    latest === undefined || offlineSince !== Infinity
      ? []
      : [{ node, gflops: latest.gflops, cpu: latest.cpu, latency }],
  );
  if (seen.length === 0) return;
  const flags = detector.flags(seen, threshold);
  host.record(NODES_EXAMINED, { flagged: seen.filter((_, at) => flags[at] === true).map(({ node }) => node) });
}
