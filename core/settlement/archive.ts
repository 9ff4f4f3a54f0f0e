// What a mesh has settled since its last anchor, as a Merkle tree whose leaves say nothing to whoever does not know
// their nonce.

import type { Amount, PartyId, TaskId } from '../foundation/index.ts';
import { merkleHead, merkleLeaf, merklePath, rootByPath } from '../foundation/index.ts';
import type { Random, TaskStatus } from '../protocol/index.ts';

/** Stands before every leaf: nothing else that we hash begins with it. */
const LEAF_TAG: Uint8Array = Buffer.from('ambient/settled/1\0', 'latin1');
const STATE_TAG: Uint8Array = Buffer.from('ambient/state-of/1', 'latin1');
const NONCE_BYTES = 16;
const RECORD_BYTES = 8 + 1 + 4 + 4 + 16;
export const LEAF_BYTES: number = LEAF_TAG.length + NONCE_BYTES + RECORD_BYTES;

const STATUSES: readonly TaskStatus[] = ['completed', 'failed', 'expired'];
const NOBODY = 0xffff_ffff;

/** One task as it was settled. */
export interface SettledRecord {
  readonly task: TaskId;
  readonly status: TaskStatus;
  /** Whose result was accepted, or NO_PARTY. */
  readonly winner: PartyId;
  readonly copy: number;
  readonly paid: Amount;
}

/** Why an epoch is what it is: enough to anchor it, and to prove one leaf of it. */
export interface Epoch {
  readonly number: number;
  /** Of the tree, with the number of its leaves. */
  readonly root: Uint8Array;
  /** Of the ledger and all that members agree on, when the epoch ended. */
  readonly stateRoot: Uint8Array;
  readonly leaves: number;
  /** Its first task, which stands for the others. */
  readonly sample: LeafProof;
}

export interface LeafProof {
  readonly data: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

export class Archive {
  private readonly random: Random;
  private hashes: Uint8Array[] = [];
  private first: Uint8Array | undefined;
  private number = 0;
  private readonly leaf: Uint8Array = new Uint8Array(LEAF_BYTES);
  private readonly view: DataView = new DataView(this.leaf.buffer);

  constructor(random: Random) {
    this.random = random;
    this.leaf.set(LEAF_TAG);
  }

  get pending(): number {
    return this.hashes.length;
  }

  add(record: SettledRecord): void {
    const { view, leaf, random } = this;
    let at = LEAF_TAG.length;
    for (let word = 0; word < NONCE_BYTES; word += 4) view.setUint32(at + word, random.bits());
    at += NONCE_BYTES;
    writeRecord(view, at, record);
    this.first ??= leaf.slice();
    this.hashes.push(merkleLeaf(leaf));
  }

  /** Ends the epoch; undefined if nothing was settled in it. The last leaf is the state root. */
  close(stateRoot: Uint8Array): Epoch | undefined {
    if (this.first === undefined) return undefined;
    const { hashes, first } = this;
    hashes.push(merkleLeaf(Buffer.concat([STATE_TAG, stateRoot])));
    const size = hashes.length;
    const path = merklePath(hashes, 0);
    // The path has hashed the whole tree already.
    const root = merkleHead(rootByPath(hashes[0]!, 0, size, path)!, size);
    const epoch = {
      number: this.number++,
      root,
      stateRoot,
      leaves: size,
      sample: { data: first, index: 0, size, path },
    };
    this.hashes = [];
    this.first = undefined;
    return epoch;
  }
}

function writeRecord(view: DataView, at: number, { task, status, winner, copy, paid }: SettledRecord): void {
  view.setFloat64(at, task);
  view.setUint8(at + 8, STATUSES.indexOf(status));
  view.setUint32(at + 9, winner < 0 ? NOBODY : winner);
  view.setUint32(at + 13, copy);
  view.setBigUint64(at + 17, paid >> 64n);
  view.setBigUint64(at + 25, BigInt.asUintN(64, paid));
}

/** What a leaf says; undefined if it is no settled task. */
export function readLeaf(data: Uint8Array): SettledRecord | undefined {
  if (data.length !== LEAF_BYTES || Buffer.compare(data.subarray(0, LEAF_TAG.length), LEAF_TAG) !== 0) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const at = LEAF_TAG.length + NONCE_BYTES;
  const status = STATUSES[view.getUint8(at + 8)];
  if (status === undefined) return undefined;
  const winner = view.getUint32(at + 9);
  return {
    task: view.getFloat64(at) as TaskId,
    status,
    winner: (winner === NOBODY ? -1 : winner) as PartyId,
    copy: view.getUint32(at + 13),
    paid: ((view.getBigUint64(at + 17) << 64n) | view.getBigUint64(at + 25)) as Amount,
  };
}
