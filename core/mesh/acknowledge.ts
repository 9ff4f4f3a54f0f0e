// What follows when a member has reported.

import type { Probability } from '../foundation/index.ts';
import type { Heartbeat, Host } from '../protocol/index.ts';
import { TELEMETRY_RECEIVED } from '../protocol/index.ts';
import type { Fleet } from '../scheduling/index.ts';
import type { Watched } from './watch.ts';

/** The fleet knows of it, and the node hears so. */
export function acknowledge(
  host: Host,
  fleet: Fleet,
  watched: Watched,
  { telemetry, running }: Heartbeat,
  reputation: Probability,
): void {
  const { node, latency } = watched;
  const health = watched.health(reputation);
  fleet.setHealth(node, health);
  fleet.setTelemetry(node, telemetry, running);
  if (latency !== undefined) fleet.setLatency(node, latency * 2);
  host.record(TELEMETRY_RECEIVED, { node, health });
  host.send(node, { type: 'welcome', sentAt: host.now() });
  watched.offlineSince = Infinity;
}
