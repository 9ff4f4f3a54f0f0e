export { AssertionFailure, assert, violated } from './assert.ts';
export { CompensatedSum, type SumMark } from './compensated-sum.ts';
export * from './errors.ts';
export { Fifo } from './fifo.ts';
export { bytesOfHex, hexOf, sha256, sha256Hex } from './hash.ts';
export { IdMap } from './id-map.ts';
export * from './ids.ts';
export {
  identityOf,
  type KeyPair,
  keyPairFrom,
  SEED_BYTES,
  SIGNATURE_BYTES,
  verifierOf,
} from './keys.ts';
export { Lately } from './lately.ts';
export * from './math.ts';
export { MerkleTree, merkleHead, merkleLeaf, merklePath, merkleRoot, rootByPath } from './merkle.ts';
export { keepNewest } from './newest.ts';
export * from './units.ts';
