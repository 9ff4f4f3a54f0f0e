// Bulk transfers: what is too large to be a message among others. All that are on their way at once share the access links
// at both ends by max-min fairness, as many TCP flows do in the long run; messages do not wait for them, nor they for
// messages.

import type { PartyId, TimerHandle } from '../../core/foundation/index.ts';
import { MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { Message } from '../../core/protocol/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_COMPLETION } from '../kernel/index.ts';
import { maxMinShares } from './max-min.ts';
import type { AccessLink } from './network.ts';
import type { Trouble } from './trouble.ts';

/** Less than a bit is left of what was rounded. */
const NOTHING = 0.5;
const ENDED = 0;
const CHANGED = 1;

export interface BulkTransfer {
  readonly from: PartyId;
  readonly to: PartyId;
  readonly message: Message;
  readonly bits: number;
  /** Microseconds from the last bit's leaving to its arrival. */
  readonly delay: number;
}

interface Flow {
  readonly transfer: BulkTransfer;
  bitsLeft: number;
  /** Bits per second. */
  rate: number;
}

export class BulkTransfers implements Occurrence {
  private readonly kernel: Kernel;
  private readonly trouble: Trouble | undefined;
  private readonly linkOf: (party: PartyId) => AccessLink;
  private readonly index: number;
  private flows: Flow[] = [];
  private since = 0;
  private timer: TimerHandle | undefined;

  constructor(kernel: Kernel, linkOf: (party: PartyId) => AccessLink, trouble: Trouble | undefined) {
    this.kernel = kernel;
    this.trouble = trouble;
    this.linkOf = linkOf;
    this.index = kernel.know(this);
    for (const at of trouble?.linkChanges ?? [])
      kernel.occurAt(Math.max(at, kernel.now), AT_COMPLETION, this.index, CHANGED);
  }

  start(transfer: BulkTransfer): void {
    this.pass();
    this.flows.push({ transfer, bitsLeft: transfer.bits, rate: 0 });
    this.share();
  }

  /** A transfer has ended, or links carry more or less from now on. */
  occur(key: number): void {
    if (key === ENDED) this.timer = undefined;
    this.pass();
    this.share();
  }

  /** Lets time pass at the rates that held since the last change. */
  private pass(): void {
    const { now } = this.kernel;
    const seconds = (now - this.since) / MICROSECONDS_PER_SECOND;
    this.since = now;
    if (seconds > 0) for (const flow of this.flows) flow.bitsLeft -= flow.rate * seconds;
  }

  private share(): void {
    this.deliver((flow) => flow.bitsLeft < NOTHING);
    this.setRates();
    this.deliver((flow) => flow.rate === Infinity);
    if (this.timer !== undefined) this.kernel.cancel(this.timer);
    this.timer = undefined;
    if (this.flows.length === 0) return;
    const next = Math.min(...this.flows.map(({ bitsLeft, rate }) => bitsLeft / rate));
    const at = this.kernel.now + Math.max(1, Math.ceil(next * MICROSECONDS_PER_SECOND));
    this.timer = this.kernel.occurAt(at, AT_COMPLETION, this.index, ENDED);
  }

  /** Links are numbered as they are met: up of one party, down of another. */
  private setRates(): void {
    const numbers = new Map<string, number>();
    const capacities: number[] = [];
    const number = (name: string, capacity: number): number => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, capacities.length);
      return capacities.push(capacity) - 1;
    };
    const links = this.flows.map(({ transfer: { from, to } }) => [
      number(`${from} up`, this.linkOf(from).up),
      number(`${to} down`, this.linkOf(to).down),
    ]);
    const rates = maxMinShares(links, capacities);
    for (const [at, flow] of this.flows.entries()) flow.rate = rates[at]!;
  }

  private deliver(done: (flow: Flow) => boolean): void {
    const over = this.flows.filter(done);
    if (over.length === 0) return;
    this.flows = this.flows.filter((flow) => !over.includes(flow));
    for (const { transfer } of over) {
      const { from, to, message, delay } = transfer;
      const at = Math.round(this.kernel.now + delay);
      this.kernel.deliverAt(this.trouble?.arrival(from, to, at) ?? at, from, to, message);
    }
  }
}
