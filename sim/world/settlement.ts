// Settlement in a world: the chain with coins to begin with, the party that anchors, and the end of the run, which
// waits for the last anchor.

import { assert, type PartyId, seconds } from '../../core/foundation/index.ts';
import { Anchorer, type AnchorProof, type Bitcoin, type Coin } from '../../core/settlement/index.ts';
import { AT_FAULT, type Kernel, type Stream } from '../kernel/index.ts';
import { blocksFor, type Cell, type ResolvedSettlement } from '../scenario/cells.ts';
import { Mining } from './mining.ts';
import { Peg } from './peg.ts';
import type { Recorder } from './recorder.ts';
import type { SimHost } from './sim-host.ts';
import { type Mirror, SimulatedChain } from './simulated-chain.ts';

/** Between two blocks before time begins, seconds. */
const SPACING = 600;
/** A coinbase can be spent after so many blocks. */
const MATURITY = 100;

/** The run ends so long after its last task, and what a peg plans besides, whatever is still open. */
const GIVE_UP = seconds(4 * 86_400);

/** Whoever has coins of its own before time begins. */
const ANCHOR_KEY = 'the anchors of ambient';

export interface SettlementOptions {
  readonly bitcoin: Bitcoin;
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly settings: ResolvedSettlement;
  readonly coordinator: PartyId;
  /** Whether inclusion proofs are kept. */
  readonly proofs: boolean;
  readonly mirror?: Mirror;
  readonly stream: (name: string) => Stream;
}

export class Settlement {
  private readonly options: SettlementOptions;
  private readonly chain: SimulatedChain;
  private readonly mining: Mining;
  /** Of whoever has some before time begins: who anchors, depositors, the founder of a peg. */
  private readonly coins: (readonly Coin[])[] = [];
  private anchorer: Anchorer | undefined;
  private peg: Peg | undefined;

  constructor(options: SettlementOptions) {
    this.options = options;
    const { bitcoin, kernel, recorder, settings, mirror, stream } = options;
    this.chain = new SimulatedChain(bitcoin, settings.chain.fees.median, mirror);
    const own = bitcoin.keyScript(this.anchorKey.publicKey);
    const began = this.premine(own);
    this.mining = new Mining(kernel, recorder, this.chain, settings.chain, began, stream);
  }

  /** The party on its host, if the scenario anchors. */
  startAnchorer(host: SimHost): void {
    const { anchor } = this.options.settings;
    const { bitcoin, coordinator, proofs } = this.options;
    if (anchor === undefined) return;
    const settings = { coordinator, proofs, ...anchor };
    const anchorer = new Anchorer(host, settings, this.chain, bitcoin, this.anchorKey, this.coins[0]![0]!);
    this.anchorer = anchorer;
    this.mining.onTip(() => anchorer.tipChanged());
    host.run(anchorer);
  }

  /** The parties on their hosts, in the order of `pegNames`. */
  startPeg(hosts: readonly SimHost[]): void {
    const { bitcoin, kernel, recorder, settings } = this.options;
    if (settings.peg === undefined) return;
    const peg = new Peg(settings.peg, bitcoin, this.chain, hosts);
    this.peg = peg;
    peg.start(this.coins.slice(1));
    this.mining.onTip(() => peg.tipChanged(recorder, kernel));
  }

  /** Time begins. */
  start(): void {
    this.mining.start();
  }

  /** No more tasks will come. `done` is called when there is nothing left to wait for. */
  finish(done: () => void): void {
    const open = [this.anchorer, this.peg].filter((part) => part !== undefined);
    let left = open.length;
    if (left === 0) {
      done();
      return;
    }
    const { kernel } = this.options;
    kernel.occurAt(kernel.now + GIVE_UP + slowestOf(this.options.settings), AT_FAULT, kernel.know({ occur: done }), 0);
    const oneDone = (): void => {
      left--;
      if (left === 0) done();
    };
    for (const part of open) part.finish(oneDone);
  }

  get proofs(): readonly AnchorProof[] {
    return this.anchorer?.proofs ?? [];
  }

  private get anchorKey(): ReturnType<Bitcoin['keyFrom']> {
    return this.options.bitcoin.keyFrom(Buffer.from(ANCHOR_KEY));
  }

  /** Blocks for each who has coins at first, and so many more that they can be spent. Returns how long that took. */
  private premine(own: Uint8Array): number {
    const { settings, bitcoin } = this.options;
    const { median } = settings.chain.fees;
    const scripts = [own, ...(settings.peg === undefined ? [] : Peg.scripts(settings.peg, bitcoin))];
    const shares = blocksFor(settings);
    assert(shares?.length === scripts.length, 'a resolved scenario asks for no more coins than there are');
    const miners = shares.flatMap((share, at) => Array.from({ length: share }, () => at));
    const blocks = miners.length + MATURITY;
    const coins = scripts.map((): Coin[] => []);
    for (let at = 0; at < blocks; at++) {
      const miner = miners[at];
      const { transactions } = this.chain.extend((at + 1) * SPACING, median, scripts[miner ?? -1]);
      const [first] = transactions;
      if (miner !== undefined) coins[miner]!.push({ txid: first!.id, vout: 0, ...first!.outputs[0]! });
    }
    this.coins.push(...coins);
    if (settings.peg === undefined) return blocks * SPACING;
    const { accepted } = this.chain.submit(Peg.found(settings.peg, bitcoin, this.coins, median));
    assert(accepted, 'a federation is founded');
    this.chain.extend((blocks + 1) * SPACING, median);
    return (blocks + 1) * SPACING;
  }
}

/** How long all that a peg plans may take besides: the last deposit, its confirmations, a delay, a cap, a timelock. */
function slowestOf({ chain, peg }: ResolvedSettlement): number {
  if (peg === undefined) return 0;
  const { confirmations, final, depositors, gap, delay, deposit, cap, window, holders, emergency } = peg;
  const blocks = confirmations + final + (holders === 'asleep' ? 0 : emergency);
  const windows = Number((deposit * BigInt(depositors)) / cap);
  return blocks * chain.interval + depositors * gap + delay + windows * window;
}

/** The settlement of a cell, if it has one. */
export function settlementOf(
  { settlement: settings }: Pick<Cell, 'settlement'>,
  {
    bitcoin,
    proofs = false,
    mirror,
  }: { readonly bitcoin?: Bitcoin; readonly proofs?: boolean; readonly mirror?: Mirror },
  world: Pick<SettlementOptions, 'kernel' | 'recorder' | 'coordinator' | 'stream'>,
): Settlement | undefined {
  if (settings === undefined) return undefined;
  assert(bitcoin !== undefined, 'a world that settles is given the library');
  return new Settlement({ bitcoin, settings, proofs, ...world, ...(mirror && { mirror }) });
}
