// Whose books there are. A party's account bears its id; those of the network itself, and stakes, are below zero.

import type { PartyId } from '../foundation/index.ts';

declare const account: unique symbol;
/** The number of an account: a party's id, or one of those below. */
export type Account = number & { readonly [account]: true };

/** Where tokens come from when they are issued, and go to when they are burned. Its balance is minus what is out. */
export const ISSUANCE: Account = -1 as Account;
/** What the network keeps: fees and what was slashed. */
export const TREASURY: Account = -2 as Account;
/** All that is held for open tasks together. */
export const ESCROW: Account = -3 as Account;
/** Burned for a peg-out whose payment is not final. */
export const LEAVING: Account = -4 as Account;

const STAKES_FROM = -16;
/** Far below every stake: parties are fewer than 2^32. */
const UNBONDING_FROM = -(2 ** 40);

export const accountOf = (party: PartyId): Account => party as number as Account;
/** What a party has bonded. */
export const stakeOf = (party: PartyId): Account => (STAKES_FROM - party) as Account;
/** What a party that leaves has asked back, and does not have yet. */
export const unbondingOf = (party: PartyId): Account => (UNBONDING_FROM - party) as Account;
