// The chain of a real node, as our parties ask for it: what they are given in scenarios by a simulated one.

import type { Bitcoin, BlockRef, Chain, Coin, Submission, Transaction } from '../../../core/settlement/index.ts';
import { MEMPOOL, outpointOf } from '../../../core/settlement/index.ts';
import type { RegtestNode } from '../../../sim/experiment/regtest-node.ts';

type Found = Coin & { readonly height: number };

export class RealChain implements Chain {
  private readonly bitcoin: Bitcoin;
  private readonly node: RegtestNode;
  /** The best chain by height, as it was when it was last asked for. */
  private readonly ids: string[] = [];
  private readonly blocks = new Map<string, readonly Transaction[]>();

  constructor(bitcoin: Bitcoin, node: RegtestNode) {
    this.bitcoin = bitcoin;
    this.node = node;
  }

  tip(): BlockRef {
    const hash = this.node.call('getbestblockhash', []) as string;
    if (this.ids.at(-1) !== hash) this.follow(hash);
    return { hash, height: this.ids.length - 1 };
  }

  blockAt(height: number): string | undefined {
    this.tip();
    return this.ids[height];
  }

  headerAt(height: number): Uint8Array {
    return Buffer.from(this.node.call('getblockheader', [this.blockAt(height), false]) as string, 'hex');
  }

  transactionsAt(height: number): readonly Transaction[] {
    return this.blocks.get(this.ids[height]!)!;
  }

  whereIs(txid: string): number | undefined {
    const { height } = this.tip();
    for (let at = 0; at <= height; at++) if (this.transactionsAt(at).some(({ id }) => id === txid)) return at;
    return (this.node.call('getrawmempool', []) as string[]).includes(txid) ? MEMPOOL : undefined;
  }

  isUnspent({ txid, vout }: { readonly txid: string; readonly vout: number }): boolean {
    return this.node.call('gettxout', [txid, vout, true]) !== null;
  }

  coinsOf(script: Uint8Array): readonly Found[] {
    const found = new Map<string, Found>();
    const { height: tip } = this.tip();
    for (let height = 0; height <= tip; height++) {
      for (const { id: txid, inputs, outputs } of this.transactionsAt(height)) {
        for (const input of inputs) found.delete(outpointOf(input));
        outputs.forEach((output, vout) => {
          if (Buffer.compare(output.script, script) !== 0) return;
          found.set(outpointOf({ txid, vout }), { txid, vout, height, ...output });
        });
      }
    }
    return [...found.values()];
  }

  private follow(tip: string): void {
    const branch: string[] = [];
    let hash: string | undefined = tip;
    while (hash !== undefined && !this.ids.includes(hash)) {
      branch.unshift(hash);
      const block = this.node.call('getblock', [hash, 2]) as { tx: { hex: string }[]; previousblockhash?: string };
      this.blocks.set(
        hash,
        block.tx.map(({ hex }) => this.bitcoin.parse(Buffer.from(hex, 'hex'))!),
      );
      hash = block.previousblockhash;
    }
    this.ids.length = hash === undefined ? 0 : this.ids.indexOf(hash) + 1;
    this.ids.push(...branch);
  }

  submit({ raw }: Transaction): Submission {
    const hex = Buffer.from(raw).toString('hex');
    const { allowed, reason } = this.node.verdictOf(hex);
    if (!allowed) return { accepted: false, reason };
    // Also what it has already: it tells its peers of it again.
    this.node.call('sendrawtransaction', [hex, 0]);
    return { accepted: true };
  }

  feeRate(): number {
    return 10;
  }
}
