// What a keeper proposes that lies. An honest signer refuses each.

import type { Output } from './transaction.ts';

/**
 * `thief` takes everything; `wrong-amount` pays too much; `pays-twice` pays again what was paid. In its books,
 * `pays-unburned` takes burns of tokens that nobody has, and `mints-twice` credits each deposit twice.
 */
export const KEEPER_WAYS = ['thief', 'wrong-amount', 'pays-twice', 'pays-unburned', 'mints-twice'] as const;
export type KeeperWay = (typeof KEEPER_WAYS)[number];

const MALICE_AMOUNT = 1_000n;
/** What a theft leaves to the miners, satoshi. */
const THEFT_FEE = 100_000n;

/** Outputs of a batch, the change last, and the payouts that the others are for. */
export interface Draft {
  readonly outputs: readonly Output[];
  readonly ids: readonly number[];
}

interface Temptation {
  /** Satoshi of the coins that are spent. */
  readonly taken: bigint;
  /** Where a thief wants them. */
  readonly loot: Uint8Array;
  /** What was paid last. */
  readonly last: { readonly id: number; readonly amount: bigint; readonly script: Uint8Array } | undefined;
}

/** Undefined if there is nothing to lie about in that way. */
export function tampered(
  way: KeeperWay,
  { outputs, ids }: Draft,
  { taken, loot, last }: Temptation,
): Draft | undefined {
  const change = outputs.at(-1)!;
  const [first] = outputs;
  switch (way) {
    case 'thief':
      return taken <= THEFT_FEE ? undefined : { outputs: [{ script: loot, value: taken - THEFT_FEE }], ids: [] };
    case 'pays-twice':
      if (last === undefined || change.value <= last.amount) return undefined;
      return {
        outputs: [
          ...outputs.slice(0, -1),
          { script: last.script, value: last.amount },
          { ...change, value: change.value - last.amount },
        ],
        ids: [...ids, last.id],
      };
    case 'wrong-amount':
      if (ids.length === 0) return undefined;
      return {
        outputs: [
          { ...first!, value: first!.value + MALICE_AMOUNT },
          ...outputs.slice(1, -1),
          { ...change, value: change.value - MALICE_AMOUNT },
        ],
        ids,
      };
    default:
      return undefined;
  }
}
