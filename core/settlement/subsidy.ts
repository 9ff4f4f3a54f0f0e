// What blocks of regtest bring into the world.

const HALVING = 150;
const SUBSIDY = 5_000_000_000n;

/** Satoshi, by height. */
export const subsidyAt = (height: number): bigint => SUBSIDY >> BigInt(Math.floor(height / HALVING));
