// The health score (the network's reference rule): how attractive a node looks, from 0 to 1.

import type { Duration, Probability } from '../foundation/index.ts';
import type { Telemetry } from '../protocol/index.ts';

const MEGABIT = 1_000_000;
const MILLISECOND = 1_000;

/**
 * 0.40 min(Mbps/1000, 1) + 0.30 max(0, 1 - ms/100) + 0.20 min((GFLOPS/W)/10, 1) + 0.10 reputation.
 * Bandwidth is the narrower direction of the access link; latency is one way, as the coordinator measured it.
 * A node that has reported nothing scores 0.
 */
export function healthScore(
  telemetry: Telemetry | undefined,
  latency: Duration | undefined,
  reputation: Probability,
): number {
  if (telemetry === undefined) return 0;
  const bandwidth = Math.min(Math.min(telemetry.up, telemetry.down) / MEGABIT / 1_000, 1);
  const nearness = latency === undefined ? 0 : Math.max(0, 1 - latency / MILLISECOND / 100);
  const perWatt = telemetry.power > 0 ? telemetry.gflops / telemetry.power : 0;
  return 0.4 * bandwidth + 0.3 * nearness + 0.2 * Math.min(perWatt / 10, 1) + 0.1 * reputation;
}
