// The best chain of one node: its blocks by height, its unspent outputs, and what undoes each block.

import { assert } from '../../core/foundation/index.ts';
import type { Block, Coin, Transaction } from '../../core/settlement/index.ts';
import { outpointOf } from '../../core/settlement/index.ts';

export interface Unspent extends Coin {
  readonly height: number;
  readonly coinbase: boolean;
}

interface Undo {
  readonly spent: readonly Unspent[];
}

export class ChainView {
  private readonly blocks: Block[] = [];
  private readonly undos: Undo[] = [];
  private readonly unspent = new Map<string, Unspent>();
  /** The same by script, then by outpoint. */
  private readonly byScript = new Map<string, Map<string, Unspent>>();
  /** By transaction id: the height of its block. */
  private readonly heights = new Map<string, number>();

  constructor(genesis: Block) {
    this.blocks.push(genesis);
    this.undos.push({ spent: [] });
  }

  get tip(): Block {
    return this.blocks.at(-1)!;
  }

  at(height: number): Block | undefined {
    return this.blocks[height];
  }

  heightOf(txid: string): number | undefined {
    return this.heights.get(txid);
  }

  coin(outpoint: string): Unspent | undefined {
    return this.unspent.get(outpoint);
  }

  /** Outputs to a script, by height, then by outpoint. */
  coinsOf(script: Uint8Array): readonly Unspent[] {
    const found = [...(this.byScript.get(nameOf(script))?.values() ?? [])];
    return found.sort((a, b) => a.height - b.height || (outpointOf(a) < outpointOf(b) ? -1 : 1));
  }

  connect(block: Block): void {
    assert(block.previous === this.tip.hash, 'a block goes on top of the tip', { height: block.height });
    const spent: Unspent[] = [];
    block.transactions.forEach((transaction, at) => {
      if (at > 0) {
        for (const input of transaction.inputs) {
          const outpoint = outpointOf(input);
          const coin = this.unspent.get(outpoint);
          assert(coin !== undefined, 'a block spends what is there', { outpoint });
          spent.push(coin);
          this.remove(outpoint);
        }
      }
      this.add(transaction, block.height, at === 0);
    });
    this.blocks.push(block);
    this.undos.push({ spent });
  }

  /** Takes the tip off, and returns it. */
  disconnect(): Block {
    const block = this.blocks.pop()!;
    const { spent } = this.undos.pop()!;
    for (const { id, outputs } of block.transactions) {
      this.heights.delete(id);
      outputs.forEach((_, vout) => this.remove(outpointOf({ txid: id, vout })));
    }
    // What was made and spent within the block is not there before it.
    for (const coin of spent) if (coin.height !== block.height) this.keep(coin);
    return block;
  }

  private add({ id, outputs }: Transaction, height: number, coinbase: boolean): void {
    this.heights.set(id, height);
    outputs.forEach(({ value, script }, vout) => {
      if (script[0] === RETURN) return;
      this.keep({ txid: id, vout, value, script, height, coinbase });
    });
  }

  private keep(coin: Unspent): void {
    const [outpoint, name] = [outpointOf(coin), nameOf(coin.script)];
    this.unspent.set(outpoint, coin);
    const alike = this.byScript.get(name);
    if (alike === undefined) this.byScript.set(name, new Map([[outpoint, coin]]));
    else alike.set(outpoint, coin);
  }

  private remove(outpoint: string): void {
    const coin = this.unspent.get(outpoint);
    if (coin === undefined) return;
    this.unspent.delete(outpoint);
    const name = nameOf(coin.script);
    const alike = this.byScript.get(name)!;
    alike.delete(outpoint);
    if (alike.size === 0) this.byScript.delete(name);
  }
}

const RETURN = 0x6a;
const nameOf = (script: Uint8Array): string => Buffer.from(script).toString('latin1');
