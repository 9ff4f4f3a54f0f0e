// All outputs in the blocks of the best chain, by script, whether or not they are still there: a coin that was paid on
// within its own block, as a reorganisation makes it, arrived all the same. And what was spent, when.

import type { Chain } from './chain.ts';
import { outpointOf } from './transaction.ts';

export interface SeenOutput {
  readonly value: bigint;
  readonly height: number;
  readonly block: string;
  readonly outpoint: string;
  /** What its transaction spends. */
  readonly spends: readonly string[];
}

interface Level {
  readonly block: string;
  /** Names of the scripts that it pays. */
  readonly scripts: readonly string[];
  /** Outpoints that it spends. */
  readonly spent: readonly string[];
}

const nameOf = (script: Uint8Array): string => Buffer.from(script).toString('latin1');

export class OutputsSeen {
  private readonly chain: Chain;
  /** By height, as far as the best chain was looked at. */
  private readonly levels: Level[] = [];
  /** By name of script, lowest first. */
  private readonly found = new Map<string, SeenOutput[]>();
  /** By outpoint: the height at which it was spent. */
  private readonly spent = new Map<string, number>();
  /** By outpoint: the name of its script. */
  private readonly scripts = new Map<string, string>();

  constructor(chain: Chain) {
    this.chain = chain;
  }

  /** Follows the best chain, and returns the lowest height that is different since it last did. */
  follow(): number {
    const { levels, chain } = this;
    while (levels.length > 0 && chain.blockAt(levels.length - 1) !== levels.at(-1)!.block) this.forget(levels.pop()!);
    const from = levels.length;
    const { height } = chain.tip();
    while (levels.length <= height) levels.push(this.read(levels.length));
    return from;
  }

  to(script: Uint8Array): readonly SeenOutput[] {
    return this.found.get(nameOf(script)) ?? [];
  }

  /** The height of the block that spends it, if one does. */
  spentAt(outpoint: string): number | undefined {
    return this.spent.get(outpoint);
  }

  /** Whether an output pays one of these scripts. */
  pays(outpoint: string, scripts: readonly Uint8Array[]): boolean {
    const name = this.scripts.get(outpoint);
    return name !== undefined && scripts.some((script) => nameOf(script) === name);
  }

  private forget({ scripts, spent, block }: Level): void {
    for (const outpoint of spent) this.spent.delete(outpoint);
    for (const name of scripts) {
      const outputs = this.found.get(name)!;
      while (outputs.at(-1)?.block === block) this.scripts.delete(outputs.pop()!.outpoint);
    }
  }

  private read(height: number): Level {
    const block = this.chain.blockAt(height)!;
    const scripts = new Set<string>();
    const spent: string[] = [];
    for (const { id, inputs, outputs } of this.chain.transactionsAt(height)) {
      const spends = inputs.map(outpointOf);
      outputs.forEach(({ script, value }, vout) => {
        const name = nameOf(script);
        const seen = this.found.get(name) ?? [];
        const outpoint = outpointOf({ txid: id, vout });
        seen.push({ value, height, block, outpoint, spends });
        this.scripts.set(outpoint, name);
        this.found.set(name, seen);
        scripts.add(name);
      });
      for (const outpoint of spends) this.spent.set(outpoint, height);
      spent.push(...spends);
    }
    return { block, scripts: [...scripts], spent };
  }
}
