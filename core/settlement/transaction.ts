// What we need to know of a Bitcoin transaction, whoever parsed it. Values are in satoshi; ids are as people write
// them, in reverse byte order.

export interface Output {
  readonly value: bigint;
  readonly script: Uint8Array;
}

export interface Input {
  readonly txid: string;
  readonly vout: number;
  readonly sequence: number;
  readonly witness: readonly Uint8Array[];
  /** Empty in everything that we make. */
  readonly script: Uint8Array;
}

export interface Transaction {
  readonly id: string;
  readonly raw: Uint8Array;
  readonly vsize: number;
  readonly version: number;
  readonly locktime: number;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
}

/** An output that can be spent. */
export interface Coin extends Output {
  readonly txid: string;
  readonly vout: number;
}

/** A block by height and id. */
export interface BlockRef {
  readonly height: number;
  readonly hash: string;
}

export const outpointOf = ({ txid, vout }: { readonly txid: string; readonly vout: number }): string =>
  `${txid}${vout.toString(16).padStart(8, '0')}`;

/** Replaceable (BIP 125), and no relative lock. */
export const REPLACEABLE = 0xffff_fffd;
/** No node relays an output to a Taproot script below this. */
export const DUST = 330n;
