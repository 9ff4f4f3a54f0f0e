// One hash for all that the ledger holds: a Merkle tree over its items in one order, each in one encoding, so that
// equal states have equal roots and any item can be shown to be part of it.

import type { Amount } from '../foundation/index.ts';
import { merkleHead, merkleLeaf, merklePath, merkleRoot, rootByPath } from '../foundation/index.ts';
import type { Ledger } from './ledger.ts';

const TAG = 'ambient/state/1';
const VALUE_BYTES = 17;

/** What an item of the state is about; its order in the tree. */
export type StateSection = 'balance' | 'escrow' | 'resting' | 'reputation';
const SECTIONS: readonly StateSection[] = ['balance', 'escrow', 'resting', 'reputation'];

/** `id` is unique within its section: an account, a task, an outpoint, a node. */
export interface StateItem {
  readonly section: StateSection;
  readonly id: string;
  readonly value: bigint;
}

export interface StateProof {
  readonly item: StateItem;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

/** Everything that the ledger holds, and what else members agree on. */
export function stateItems(
  ledger: Ledger,
  reputations: readonly (readonly [node: number, value: number])[] = [],
): StateItem[] {
  const item = (section: StateSection) => {
    return (id: number | string, value: Amount | bigint): StateItem => ({ section, id: String(id), value });
  };
  const [balance, escrow, resting, reputation] = SECTIONS.map(item);
  return [
    ...ledger.accounts().map(([account, value]) => balance!(account, value)),
    ...ledger.openEscrows().map(([task, { value }]) => escrow!(task, value)),
    ...ledger.restingCredits().map(({ outpoint, value }) => resting!(outpoint, value)),
    // A reputation is a share of one: its 2^-52ths are whole.
    ...reputations.map(([node, value]) => reputation!(node, BigInt(Math.round(value * 2 ** 52)))),
  ];
}

/** It binds the number of items as well. */
export const stateRoot = (items: readonly StateItem[]): Uint8Array =>
  merkleHead(merkleRoot(items.map(leafOf)), items.length);

export function proveState(items: readonly StateItem[], index: number): StateProof {
  return { item: items[index]!, index, size: items.length, path: merklePath(items.map(leafOf), index) };
}

export function verifyState({ item, index, size, path }: StateProof, root: Uint8Array): boolean {
  const found = rootByPath(leafOf(item), index, size, path);
  return found !== undefined && Buffer.compare(merkleHead(found, size), root) === 0;
}

/** Tag, section, length of the id, id, sign and 16 bytes of the value. */
function leafOf({ section, id, value }: StateItem): Uint8Array {
  const head = Buffer.from(`${TAG}\0${String.fromCharCode(SECTIONS.indexOf(section), id.length)}${id}`, 'latin1');
  const bytes = new Uint8Array(head.length + VALUE_BYTES);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  const size = value < 0n ? -value : value;
  view.setUint8(head.length, value < 0n ? 1 : 0);
  view.setBigUint64(head.length + 1, size >> 64n);
  view.setBigUint64(head.length + 9, BigInt.asUintN(64, size));
  return merkleLeaf(bytes);
}
