// Settlement in a world: the chain with coins to begin with, the party that anchors, and the end of the run, which
// waits for the last anchor.

import { type PartyId, seconds } from '../../core/foundation/index.ts';
import { Anchorer, type AnchorProof, type Bitcoin, type Coin } from '../../core/settlement/index.ts';
import { AT_FAULT, type Kernel, type Stream } from '../kernel/index.ts';
import type { ResolvedSettlement } from '../scenario/index.ts';
import { Mining } from './mining.ts';
import type { Recorder } from './recorder.ts';
import type { SimHost } from './sim-host.ts';
import { type Mirror, SimulatedChain } from './simulated-chain.ts';

/** Between two blocks before time begins, seconds. */
const SPACING = 600;
/** A coinbase can be spent after so many blocks. */
const MATURITY = 100;

/** The run ends so long after its last task, whatever is still open. */
const GIVE_UP = seconds(7 * 86_400);

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
  private readonly coins: Coin[] = [];
  private anchorer: Anchorer | undefined;

  constructor(options: SettlementOptions) {
    this.options = options;
    const { bitcoin, kernel, recorder, settings, mirror, stream } = options;
    this.chain = new SimulatedChain(bitcoin, settings.chain.fees.median, mirror);
    const began = this.premine(this.anchorKey);
    this.mining = new Mining(kernel, recorder, this.chain, settings.chain, began, stream);
  }

  /** The party on its host, if the scenario anchors. */
  startAnchorer(host: SimHost): void {
    const { anchor } = this.options.settings;
    const { bitcoin, coordinator, proofs } = this.options;
    if (anchor === undefined) return;
    const settings = { coordinator, proofs, ...anchor };
    const anchorer = new Anchorer(host, settings, this.chain, bitcoin, this.anchorKey, this.coins[0]!);
    this.anchorer = anchorer;
    this.mining.onTip(() => anchorer.tipChanged());
    host.run(anchorer);
  }

  /** Time begins. */
  start(): void {
    this.mining.start();
  }

  /** No more tasks will come. `done` is called when there is nothing left to wait for. */
  finish(done: () => void): void {
    if (this.anchorer === undefined) {
      done();
      return;
    }
    const { kernel } = this.options;
    kernel.occurAt(kernel.now + GIVE_UP, AT_FAULT, kernel.know({ occur: done }), 0);
    this.anchorer.finish(done);
  }

  get proofs(): readonly AnchorProof[] {
    return this.anchorer?.proofs ?? [];
  }

  private get anchorKey(): ReturnType<Bitcoin['keyFrom']> {
    return this.options.bitcoin.keyFrom(Buffer.from(ANCHOR_KEY));
  }

  /** Blocks whose coins are ours, and so many more that these can be spent. Returns the seconds that they took. */
  private premine({ publicKey }: ReturnType<Bitcoin['keyFrom']>): number {
    const script = this.options.bitcoin.keyScript(publicKey);
    for (let height = 1; height <= MATURITY + 1; height++) {
      const { transactions } = this.chain.extend(
        height * SPACING,
        this.options.settings.chain.fees.median,
        height === 1 ? script : undefined,
      );
      const [first] = transactions;
      if (height === 1) this.coins.push({ txid: first!.id, vout: 0, ...first!.outputs[0]! });
    }
    return (MATURITY + 1) * SPACING;
  }
}
