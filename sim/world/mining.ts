// When blocks are found, by whom, and on top of what: the chance in a Bitcoin chain.

import type { PartyId } from '../../core/foundation/index.ts';
import { inSeconds, ln } from '../../core/foundation/index.ts';
import { BLOCK_FOUND, CHAIN_REORGED } from '../../core/protocol/index.ts';
import type { Block, BlockRef } from '../../core/settlement/index.ts';
import type { Kernel, Occurrence, Stream } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { ResolvedChain } from '../scenario/cells.ts';
import { createSampler } from '../workload/index.ts';
import { standingOf } from './race.ts';
import type { Recorder } from './recorder.ts';
import type { SimulatedChain } from './simulated-chain.ts';

const WORLD = -1 as PartyId;
/** The standard normal quantile of 0.99. */
const NORMAL_P99 = 2.3263478740408408;
const BLOCK = 0;
/** Of what a scenario plans: (index + 1) * KINDS + kind. */
const KINDS = 8;
const REORG = 1;
const CENSOR = 2;
const CENSOR_ENDS = 3;
const OUTAGE = 4;
const OUTAGE_ENDS = 5;

/** Two branches of equal length, each with a share of the miners. */
interface Fork {
  /** Where they part. */
  readonly base: BlockRef;
  readonly other: Block[];
}

export class Mining implements Occurrence {
  private readonly kernel: Kernel;
  private readonly recorder: Recorder;
  private readonly chain: SimulatedChain;
  private readonly settings: ResolvedChain;
  private readonly listeners: (() => void)[] = [];
  private readonly random: Stream;
  private readonly interval: () => number;
  private readonly rate: () => number;
  /** Virtual second 0, in seconds after the first block of all. */
  private readonly began: number;
  private readonly index: number;
  private fork: Fork | undefined;
  private attack: { readonly base: BlockRef; readonly secret: Block[] } | undefined;

  constructor(
    kernel: Kernel,
    recorder: Recorder,
    chain: SimulatedChain,
    settings: ResolvedChain,
    began: number,
    open: (name: string) => Stream,
  ) {
    this.kernel = kernel;
    this.recorder = recorder;
    this.chain = chain;
    this.settings = settings;
    this.began = began;
    this.random = open('chain/blocks');
    const gaps = createSampler({ kind: 'exponential', mean: settings.interval });
    this.interval = () => gaps.whole(this.random);
    const { median, p99 } = settings.fees;
    const rates = createSampler({ kind: 'lognormal', mu: ln(median), sigma: ln(p99 / median) / NORMAL_P99 });
    const fees = open('chain/fees');
    this.rate = () => rates.sample(fees) * this.spike();
    this.index = kernel.know(this);
  }

  /** Called whenever the best chain has changed. */
  onTip(listener: () => void): void {
    this.listeners.push(listener);
  }

  start(): void {
    const { reorg, censor, outage } = this.settings;
    this.next();
    reorg.forEach(({ at }, index) => this.plan(at, index, REORG));
    censor.forEach(({ at, for: lasting }, index) => {
      this.plan(at, index, CENSOR);
      this.plan(at + lasting, index, CENSOR_ENDS);
    });
    outage.forEach(({ at, for: lasting }, index) => {
      this.plan(at, index, OUTAGE);
      this.plan(at + lasting, index, OUTAGE_ENDS);
    });
  }

  occur(key: number): void {
    const kind = key % KINDS;
    if (kind === BLOCK) {
      this.found();
      this.next();
    } else if (kind === REORG) this.reorganise(this.settings.reorg[Math.floor(key / KINDS) - 1]!.depth);
    else if (kind === CENSOR || kind === CENSOR_ENDS) this.chain.censored = kind === CENSOR;
    else {
      this.chain.out = kind === OUTAGE;
      if (!this.chain.out) this.tell();
    }
  }

  private next(): void {
    this.kernel.occurAt(this.kernel.now + Math.max(1, this.interval()), AT_FAULT, this.index, BLOCK);
  }

  private plan(at: number, index: number, kind: number): void {
    this.kernel.occurAt(at, AT_FAULT, this.index, (index + 1) * KINDS + kind);
  }

  private found(): void {
    const { attacker } = this.settings;
    if (attacker === undefined) {
      this.honest();
      return;
    }
    const byAttacker = this.random.uniform() < attacker.share;
    this.attack ??= this.prepare();
    const { base, secret } = this.attack;
    if (byAttacker) secret.push(this.chain.aside(secret.at(-1)!, this.seconds));
    else this.honest();
    const standing = standingOf(this.chain.tip().height - base.height, secret.length, attacker);
    if (this.chain.blockAt(base.height) !== base.hash || standing === 'lost') this.attack = undefined;
    else if (standing === 'won') {
      this.attack = undefined;
      this.adopt(secret, 'attacker');
    }
  }

  /** The attacker has one block before the others begin. */
  private prepare(): NonNullable<Mining['attack']> {
    const base = this.chain.tip();
    return { base, secret: [this.chain.aside(base, this.seconds)] };
  }

  private honest(): void {
    const { forks } = this.settings;
    const open = this.fork;
    if (open !== undefined) {
      this.race(open);
      return;
    }
    const base = this.chain.tip();
    this.record(this.chain.extend(this.seconds, this.rate()));
    if (forks.rate > 0 && this.random.uniform() < forks.rate) {
      this.fork = { base, other: [this.chain.aside(base, this.seconds)] };
    }
    this.tell();
  }

  /** The next block decides between two branches, unless both find one at once. */
  private race(fork: Fork): void {
    const { other } = fork;
    if (this.random.uniform() < this.settings.forks.deeper) {
      other.push(this.chain.aside(other.at(-1)!, this.seconds));
      this.record(this.chain.extend(this.seconds, this.rate()));
      this.tell();
      return;
    }
    this.fork = undefined;
    if (this.random.uniform() < 0.5) {
      this.record(this.chain.extend(this.seconds, this.rate()));
      this.tell();
      return;
    }
    other.push(this.chain.aside(other.at(-1)!, this.seconds));
    this.adopt(other, 'fork');
  }

  /** As many blocks as a scenario asks for are replaced by empty ones. */
  private reorganise(depth: number): void {
    this.fork = undefined;
    const { height } = this.chain.tip();
    const base = { height: height - depth, hash: this.chain.blockAt(height - depth)! };
    const branch: Block[] = [];
    for (let at = 0; at <= depth; at++) branch.push(this.chain.aside(branch.at(-1) ?? base, this.seconds));
    this.adopt(branch, 'planned');
  }

  private adopt(branch: readonly Block[], why: 'fork' | 'attacker' | 'planned'): void {
    this.fork = undefined;
    const depth = this.chain.adopt(branch);
    const { height } = this.chain.tip();
    this.recorder.record(CHAIN_REORGED, { depth, height, why }, this.kernel.instant, WORLD);
    this.tell();
  }

  private record({ height, hash, transactions }: Block): void {
    const fact = { height, hash, transactions: transactions.length };
    this.recorder.record(BLOCK_FOUND, fact, this.kernel.instant, WORLD);
  }

  private tell(): void {
    if (!this.chain.out) for (const listener of this.listeners) listener();
  }

  private get seconds(): number {
    return this.began + inSeconds(this.kernel.instant);
  }

  private spike(): number {
    const now = this.kernel.now;
    const spike = this.settings.spikes.find(({ at, for: lasting }) => now >= at && now < at + lasting);
    return spike?.factor ?? 1;
  }
}
