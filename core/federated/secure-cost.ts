// What secure aggregation costs a member in bits: the formula of Bonawitz et al. (2017), and what messages really carry.

import type { FromAggregator, FromMember } from '../protocol/index.ts';

const KEY_BITS = 256;
const SHARE_BITS = 256;

/**
 * What a member sends and receives if nobody drops out, where each secret has `holders` shares (everyone with everyone:
 * all members): 2 h a_K + (5 h - 4) a_S + h + m w, with keys and shares of 256 bits and m values of w bits. Names,
 * signatures, tags of sealed boxes and the framing of messages come on top.
 */
export function memberBits(holders: number, length: number, width: number): number {
  return 2 * holders * KEY_BITS + (5 * holders - 4) * SHARE_BITS + holders + length * width;
}

/** That, over what the bare values would take. */
export const expansion = (holders: number, length: number, valueBits: number, width: number): number =>
  memberBits(holders, length, width) / (length * valueBits);

/** What the formula counts of a message: `members` are a member and its neighbours, `values` bits of a contribution. */
export function countedBits(message: FromMember | FromAggregator, members: number, values: number): number {
  switch (message.type) {
    case 'secure-keys':
      return 2 * KEY_BITS;
    case 'secure-roster':
      return message.peers.length * 2 * KEY_BITS;
    case 'secure-shares':
    case 'secure-delivery':
      return message.boxes.length * 2 * SHARE_BITS;
    case 'secure-masked':
      return values;
    case 'secure-survivors':
      return members;
    case 'secure-reveal':
      return message.shares.length * SHARE_BITS;
  }
}
