import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOfHex,
  hexOf,
  MerkleTree,
  merkleLeaf,
  merklePath,
  merkleRoot,
  rootByPath,
} from '../../../core/foundation/index.ts';

/** The inputs and roots of the reference implementation of Certificate Transparency (RFC 6962). */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS: Readonly<Record<number, string>> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  5: '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
};
const leaves = INPUTS.map((input) => merkleLeaf(bytesOfHex(input)!));

describe('a Merkle tree', () => {
  it.each(Object.entries(ROOTS))('of %s leaves has the root that is published', (size, root) => {
    expect(hexOf(merkleRoot(leaves.slice(0, Number(size))))).toBe(root);
  });

  it('proves each of its leaves, and nothing else', () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(sizes, fc.nat(39), fc.nat(39), (size, first, second) => {
        const many = Array.from({ length: size }, (_, at) => merkleLeaf(Uint8Array.of(at)));
        const [index, other] = [first % size, second % size];
        const path = merklePath(many, index);
        expect([new MerkleTree(many).root, new MerkleTree(many).path(index)]).toEqual([merkleRoot(many), path]);
        expect(rootByPath(many[index]!, index, size, path)).toEqual(merkleRoot(many));
        if (other !== index) expect(rootByPath(many[index]!, other, size, path)).not.toEqual(merkleRoot(many));
        expect(rootByPath(many[index]!, index, size, [...path, many[0]!])).toBeUndefined();
        if (path.length > 0) expect(rootByPath(many[index]!, index, size, path.slice(1))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [-1, 3],
    [3, 3],
    [0.5, 3],
    [0, 2 ** 60],
  ])('has no place %s among %s', (index, size) => {
    expect(rootByPath(leaves[0]!, index, size, leaves.slice(1, 3))).toBeUndefined();
  });
});
