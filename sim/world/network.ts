// The modelled network: latency, jitter, loss and the bandwidth of access links. Links behave as TCP does: messages of
// a pair arrive in order, and a lost transmission costs time, never the message.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { BITS_PER_BYTE, IdMap, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { Message, Random } from '../../core/protocol/index.ts';
import { sizeOf } from '../../core/protocol/index.ts';
import type { ResolvedNetwork } from '../scenario/cells.ts';
import type { Sampler } from '../workload/index.ts';
import { createSampler, exponential } from '../workload/index.ts';
import type { Path } from './paths.ts';

/** Linux's least and greatest retransmission time-outs; it doubles with each loss in a row (RFC 6298). */
export const RETRANSMIT_AFTER = 200_000;
export const RETRANSMIT_AT_LATEST = 120_000_000;
/** A pair of parties as one number: from * PAIRS + to. */
export const PAIRS: number = 2 ** 26;

/** Bits per second of a party's access link; Infinity if it is never the bottleneck. */
export interface AccessLink {
  readonly up: number;
  readonly down: number;
}

interface Link {
  readonly random: Random;
  readonly path: Path;
  lastArrival: number;
}

export class ModelledNetwork {
  private readonly latency: Sampler;
  private readonly jitter: Sampler;
  private readonly pathBetween: (from: PartyId, to: PartyId) => Path;
  private readonly linkOf: (party: PartyId) => AccessLink;
  private readonly nameOf: (party: PartyId) => string;
  private readonly open: (name: string) => Random;
  private readonly links: IdMap<Link> = new IdMap<Link>();
  private readonly upBusyUntil: number[] = [];
  private readonly downBusyUntil: number[] = [];

  constructor(
    network: ResolvedNetwork,
    pathBetween: (from: PartyId, to: PartyId) => Path,
    linkOf: (party: PartyId) => AccessLink,
    nameOf: (party: PartyId) => string,
    open: (name: string) => Random,
  ) {
    this.latency = createSampler(network.latency);
    this.jitter = createSampler(network.jitter);
    this.pathBetween = pathBetween;
    this.linkOf = linkOf;
    this.nameOf = nameOf;
    this.open = open;
  }

  /** When a message that is sent now has arrived whole. */
  arrival(from: PartyId, to: PartyId, message: Message, now: Instant): number {
    const link = this.link(from, to);
    const { up } = this.linkOf(from);
    const { down } = this.linkOf(to);
    const bits = up === Infinity && down === Infinity ? 0 : sizeOf(message) * BITS_PER_BYTE;
    const departed = transmitted(this.upBusyUntil, from, now, bits, up);
    const reached = departed + this.delay(link);
    const received = Math.round(transmitted(this.downBusyUntil, to, reached, bits, down));
    link.lastArrival = Math.max(received, link.lastArrival);
    return link.lastArrival;
  }

  /** How long the last bit of a bulk transfer is on its way, once it has left. */
  transit(from: PartyId, to: PartyId): number {
    return this.delay(this.link(from, to));
  }

  private delay({ random, path: { latency: distance, jitters, loss } }: Link): number {
    const latency = distance + this.latency.sample(random);
    let delay = latency + this.jitter.sample(random);
    for (const mean of jitters) delay += mean * exponential(random);
    if (loss === 0) return delay;
    for (let timeout = RETRANSMIT_AFTER; random.uniform() < loss; ) {
      delay += timeout + 2 * latency;
      timeout = Math.min(timeout * 2, RETRANSMIT_AT_LATEST);
    }
    return delay;
  }

  private link(from: PartyId, to: PartyId): Link {
    const pair = from * PAIRS + to;
    let link = this.links.get(pair);
    if (link === undefined) {
      link = {
        random: this.open(`link/${this.nameOf(from)}>${this.nameOf(to)}`),
        path: this.pathBetween(from, to),
        lastArrival: 0,
      };
      this.links.set(pair, link);
    }
    return link;
  }
}

/** Bits of a bulk transfer; undefined for a message like others. */
export function bulkOf(message: Message): number | undefined {
  if (message.type === 'data') return (sizeOf(message) + message.bytes) * BITS_PER_BYTE;
  return message.type === 'delivery' ? sizeOf(message) * BITS_PER_BYTE : undefined;
}

/** When the last bit has passed an access link that serves one message after another. */
function transmitted(busyUntil: number[], party: PartyId, from: number, bits: number, rate: number): number {
  if (rate === Infinity) return from;
  const done = Math.max(from, busyUntil[party] ?? 0) + (bits / rate) * MICROSECONDS_PER_SECOND;
  busyUntil[party] = done;
  return done;
}
