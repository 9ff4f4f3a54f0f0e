// What the leader sees of its members and does not agree on with anybody: when it last heard of them, how far away
// they are by its own clock, what they report. Telemetry is never ordered.

import type { Duration, Instant, PartyId, Probability } from '../foundation/index.ts';
import { between } from '../foundation/index.ts';
import type { SafetyLimits } from '../node/index.ts';
import { healthScore, SafetyMode, TelemetryHistory } from '../node/index.ts';
import type { Heartbeat, Telemetry } from '../protocol/index.ts';

/** Weight of a new round trip in the smoothed one: TCP's (RFC 6298). */
const SMOOTHING = 1 / 8;

export class Watched {
  readonly node: PartyId;
  lastHeard: Instant;
  /** When its present life registered. */
  private registered: Instant;
  /** When it was found offline; Infinity while it is not. */
  offlineSince: number = Infinity;
  latest: Telemetry | undefined;
  readonly history: TelemetryHistory = new TelemetryHistory();
  readonly safety: SafetyMode;
  /** Its own wish to be spared. */
  selfSpared = false;
  /** Its share in the mean latency of the mesh; undefined if it has none. */
  counted: Duration | undefined;
  private roundTrip: number | undefined;

  constructor(node: PartyId, safety: SafetyLimits, now: Instant) {
    this.node = node;
    this.safety = new SafetyMode(safety);
    this.lastHeard = now;
    this.registered = now;
  }

  meet(now: Instant): void {
    this.lastHeard = now;
    this.registered = now;
  }

  /** One way, smoothed; undefined until measured. */
  get latency(): Duration | undefined {
    return this.roundTrip === undefined ? undefined : (Math.round(this.roundTrip / 2) as Duration);
  }

  get suspended(): boolean {
    return this.selfSpared || this.safety.active;
  }

  hear(message: Heartbeat, now: Instant): void {
    this.lastHeard = now;
    this.latest = message.telemetry;
    this.history.add(message.telemetry);
    this.selfSpared = message.safetyMode;
    // What was sent to an earlier life reaches this one with the time that the node was down on top.
    if (message.echo < this.registered) return;
    // How long it held the welcome is the node's word: it may not make itself nearer than here.
    const sample = Math.max(0, between(message.echo, now) - message.held);
    this.roundTrip = this.roundTrip === undefined ? sample : this.roundTrip + SMOOTHING * (sample - this.roundTrip);
    this.safety.measure(this.latency!);
  }

  health(reputation: Probability): number {
    return healthScore(this.latest, this.latency, reputation);
  }
}

export class Watch {
  private readonly safety: SafetyLimits;
  private readonly byNode: (Watched | undefined)[] = [];
  private readonly all: Watched[] = [];
  private latencySum = 0;
  private latencyCount = 0;

  constructor(safety: SafetyLimits) {
    this.safety = safety;
  }

  get(node: PartyId): Watched | undefined {
    return this.byNode[node];
  }

  get members(): readonly Watched[] {
    return this.all;
  }

  /** Begins to watch a node, or takes note that one is back. */
  meet(node: PartyId, now: Instant): Watched {
    let watched = this.byNode[node];
    if (watched === undefined) {
      watched = new Watched(node, this.safety, now);
      this.byNode[node] = watched;
      this.all.push(watched);
    }
    watched.meet(now);
    return watched;
  }

  hear(watched: Watched, message: Heartbeat, now: Instant): void {
    watched.hear(message, now);
    this.count(watched, watched.latency);
  }

  /** A node that is gone says nothing about the network any more. */
  lose(watched: Watched): void {
    this.count(watched, undefined);
  }

  private count(watched: Watched, latency: Duration | undefined): void {
    this.latencyCount += (latency === undefined ? 0 : 1) - (watched.counted === undefined ? 0 : 1);
    this.latencySum += (latency ?? 0) - (watched.counted ?? 0);
    watched.counted = latency;
  }

  /** Mean one-way latency of the nodes that are not offline, as far as it was measured. */
  get meanLatency(): number | undefined {
    return this.latencyCount === 0 ? undefined : this.latencySum / this.latencyCount;
  }
}
