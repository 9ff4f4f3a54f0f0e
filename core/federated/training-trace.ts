// The trace of a training task: a Merkle tree over its states, bound to the data that they came from.

import { bytesOfHex, MerkleTree, merkleLeaf, rootByPath, sha256Hex } from '../foundation/index.ts';
import { type Digest, type Opening, outputOfClaim, type Trace } from '../protocol/index.ts';
import { DATA_HEADER } from './committed-data.ts';
import { joined, viewOf } from './part.ts';

const HASH = 32;
const NAME = new TextEncoder().encode('training/1');

export class TrainingTrace implements Trace {
  readonly output: number;
  readonly root: Digest;
  readonly evidence: (slice: number) => Uint8Array;
  private readonly states: readonly Uint8Array[];
  private readonly tree: MerkleTree;
  private readonly data: Uint8Array;

  /** `states`: their digests, from the request to `update`. */
  constructor(
    states: readonly Uint8Array[],
    update: Digest,
    data: Uint8Array,
    evidence: (slice: number) => Uint8Array,
  ) {
    this.states = [...states.slice(0, -1), bytesOfHex(update)!];
    this.tree = new MerkleTree(this.states.map(merkleLeaf));
    this.data = data;
    this.evidence = evidence;
    this.output = outputOfClaim(update);
    this.root = rootOf(data, this.tree.root, states.length - 1);
  }

  /** Asked for a cut that its trace does not have, a trainer shows its last one. */
  opening(cut: number): Opening {
    const place = Math.min(cut, this.states.length - 1);
    return { state: this.states[place]!, path: joined([this.data, ...this.tree.path(place)]) };
  }

  /** Training is not proven, but done again. */
  proof(): Uint8Array {
    return new Uint8Array(0);
  }
}

/** What the opening of a trace says of the data, if the root commits to it; undefined if it does not. */
export function dataOf(root: Digest, cut: number, slices: number, { state, path }: Opening): Uint8Array | undefined {
  if (path.length < DATA_HEADER || (path.length - DATA_HEADER) % HASH !== 0) return undefined;
  const siblings = Array.from({ length: (path.length - DATA_HEADER) / HASH }, (_, at) => {
    return path.subarray(DATA_HEADER + at * HASH, DATA_HEADER + (at + 1) * HASH);
  });
  const states = rootByPath(merkleLeaf(state), cut, slices + 1, siblings);
  const data = path.subarray(0, DATA_HEADER);
  return states !== undefined && rootOf(data, states, slices) === root ? data : undefined;
}

function rootOf(data: Uint8Array, states: Uint8Array, slices: number): Digest {
  const count = new Uint8Array(4);
  viewOf(count).setUint32(0, slices, true);
  return sha256Hex(joined([NAME, data, states, count])) as Digest;
}
