// Our side of bitcoinjs-lib: parsing, Taproot outputs, PSBT building and signing, and the check of what an input
// spends. Loaded only where a scenario settles or an anchor is verified.

import { Transaction as BitcoinTransaction, crypto, initEccLib, Psbt, payments } from 'bitcoinjs-lib';
import * as ecc from 'tiny-secp256k1';
import { assert, keepNewest, sha256 } from '../foundation/index.ts';
import { runScript } from './script.ts';
import type { Coin, Output, Transaction } from './transaction.ts';
import { REPLACEABLE } from './transaction.ts';

initEccLib(ecc);

const { SIGHASH_DEFAULT } = BitcoinTransaction;
const LEAF_VERSION = 0xc0;
const CONTROL_MIN = 33;
const KEY_BYTES = 32;
/** Sanity limit of the library, sat/vB: spikes of a scenario may well be above its own. */
const RATE_MAX = 1e12;
/** BIP 340 allows any: without it the library draws some, and no two runs have the same blocks. */
const NO_ENTROPY: Uint8Array = new Uint8Array(KEY_BYTES);

/** A Schnorr key (BIP 340). */
export interface Key {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
}

export function keyFrom(seed: Uint8Array): Key {
  const secret = sha256(seed);
  assert(ecc.isPrivate(secret), 'a hash is a private key but for one in 2^128');
  return { publicKey: ecc.xOnlyPointFromScalar(secret), secret };
}

/** Undefined if the bytes are no transaction. */
export function parse(raw: Uint8Array): Transaction | undefined {
  try {
    return viewOf(BitcoinTransaction.fromBuffer(raw));
  } catch {
    return undefined;
  }
}

function viewOf(transaction: BitcoinTransaction): Transaction {
  return {
    id: transaction.getId(),
    raw: transaction.toBuffer(),
    vsize: transaction.virtualSize(),
    version: transaction.version,
    locktime: transaction.locktime,
    inputs: transaction.ins.map(({ hash, index, sequence, witness, script }) => {
      return { txid: Buffer.from(hash).reverse().toString('hex'), vout: index, sequence, witness, script };
    }),
    outputs: transaction.outs.map(({ value, script }) => ({ value, script })),
  };
}

/** The bytes that a transaction's id is the hash of. */
export function withoutWitness(raw: Uint8Array): Uint8Array {
  const transaction = BitcoinTransaction.fromBuffer(raw);
  for (const input of transaction.ins) input.witness = [];
  return transaction.toBuffer();
}

/** The hash that a block's witness commitment is made of. */
export const witnessHash = (raw: Uint8Array): Uint8Array => BitcoinTransaction.fromBuffer(raw).getHash(true);

/** Pays whoever has the key, and nothing else can spend it. */
export function keyScript(publicKey: Uint8Array): Uint8Array {
  const name = Buffer.from(publicKey).toString('hex');
  const script = keyScripts.get(name) ?? p2tr({ internalPubkey: publicKey }).output!;
  keyScripts.set(name, script);
  return script;
}

/** Few keys sign many transactions, and each tweak is a multiplication on the curve. */
const keyScripts = new Map<string, Uint8Array>();
const signers = new WeakMap<Key, Signer>();

interface Signer {
  readonly publicKey: Uint8Array;
  signSchnorr(hash: Uint8Array): Uint8Array;
  sign(): never;
}

/** A tree of scripts as they hang together: a script, or two branches. */
export type ScriptTree = Uint8Array | readonly [ScriptTree, ScriptTree];
type LibraryTree = { output: Uint8Array } | [LibraryTree, LibraryTree];

const libraryTree = (tree: ScriptTree): LibraryTree =>
  tree instanceof Uint8Array ? { output: tree } : [libraryTree(tree[0]), libraryTree(tree[1])];

export function treeScript(internal: Uint8Array, tree: ScriptTree): Uint8Array {
  return p2tr({ internalPubkey: internal, scriptTree: libraryTree(tree) }).output!;
}

/** What proves that a script is a leaf of the tree. */
export function controlBlock(internal: Uint8Array, tree: ScriptTree, leaf: Uint8Array): Uint8Array {
  const redeem = { output: leaf, redeemVersion: LEAF_VERSION };
  return p2tr({ internalPubkey: internal, scriptTree: libraryTree(tree), redeem }).witness!.at(-1)!;
}

const p2tr = (given: Parameters<typeof payments.p2tr>[0]): ReturnType<typeof payments.p2tr> => payments.p2tr(given);

/** Undefined if it is no key. The key tweaked by 32 bytes: a commitment to them that only looks like a key (as BIP 341 tweaks by a script root). */
export function commitTo(publicKey: Uint8Array, commitment: Uint8Array): Uint8Array | undefined {
  if (!ecc.isXOnlyPoint(publicKey)) return undefined;
  const tweak = crypto.taggedHash('TapTweak', Buffer.concat([publicKey, commitment]));
  const tweaked = ecc.xOnlyPointAddTweak(publicKey, tweak);
  return tweaked === null ? undefined : Buffer.concat([Uint8Array.of(0x51, KEY_BYTES), tweaked.xOnlyPubkey]);
}

/** Signs with the key as it is tweaked for an output without scripts, or for one that commits to 32 bytes. */
function signerOf(key: Key, commitment?: Uint8Array): Signer {
  const known = commitment === undefined ? signers.get(key) : undefined;
  if (known !== undefined) return known;
  const signer = tweakedSigner(key, commitment);
  if (commitment === undefined) signers.set(key, signer);
  return signer;
}

function tweakedSigner({ publicKey, secret }: Key, commitment: Uint8Array | undefined): Signer {
  const full = ecc.pointFromScalar(secret, true)!;
  const even = full[0] === 3 ? ecc.privateNegate(secret) : secret;
  const tweak = crypto.taggedHash(
    'TapTweak',
    commitment === undefined ? publicKey : Buffer.concat([publicKey, commitment]),
  );
  const tweaked = ecc.privateAdd(even, tweak)!;
  return {
    publicKey: ecc.pointFromScalar(tweaked, true)!,
    signSchnorr: (hash) => ecc.signSchnorr(hash, tweaked, NO_ENTROPY),
    sign: () => {
      throw new Error('Taproot inputs are signed by Schnorr');
    },
  };
}

/** A coin of a key of ours, which may commit to 32 bytes. */
export interface OwnCoin extends Coin {
  readonly commitment?: Uint8Array;
}

/** A replaceable transaction that spends coins of one key. */
export function spend(coins: readonly OwnCoin[], outputs: readonly Output[], key: Key): Transaction {
  const psbt = signedPsbt(coins, outputs, key);
  psbt.finalizeAllInputs();
  return viewOf(psbt.extractTransaction(true));
}

/** The same, created and signed, and not finalised yet (BIP 174, BIP 371). */
export function signedPsbt(coins: readonly OwnCoin[], outputs: readonly Output[], key: Key): Psbt {
  const psbt = new Psbt({ maximumFeeRate: RATE_MAX });
  psbt.setVersion(2);
  for (const { txid, vout, value, script, commitment } of coins) {
    const root = commitment === undefined ? {} : { tapMerkleRoot: commitment };
    const own = { tapInternalKey: key.publicKey, ...root };
    psbt.addInput({ hash: txid, index: vout, sequence: REPLACEABLE, witnessUtxo: { script, value }, ...own });
  }
  for (const { value, script } of outputs) psbt.addOutput({ script, value });
  coins.forEach(({ commitment }, at) => psbt.signInput(at, signerOf(key, commitment)));
  return psbt;
}

/** Why an input may not spend what it spends; undefined if it may. Taproot only: it is all that we use. */
export function checkInput(transaction: Transaction, index: number, spent: readonly Output[]): string | undefined {
  const { script } = spent[index]!;
  const { witness } = transaction.inputs[index]!;
  if (script.length !== 2 + KEY_BYTES || script[0] !== 0x51 || script[1] !== KEY_BYTES) return 'not a Taproot output';
  const key = script.subarray(2);
  const parsed = BitcoinTransaction.fromBuffer(transaction.raw);
  const digest = (hashType: number, leaf?: Uint8Array): Uint8Array =>
    parsed.hashForWitnessV1(
      index,
      spent.map((each) => each.script),
      spent.map(({ value }) => value),
      hashType,
      leaf,
    );
  if (witness.length === 0) return 'it is not signed';
  if (witness.length === 1) return checkSignature(witness[0]!, key, digest) ? undefined : 'a signature is wrong';
  return checkScriptPath(transaction, index, key, digest);
}

type DigestOf = (hashType: number, leaf?: Uint8Array) => Uint8Array;

function checkSignature(signature: Uint8Array, key: Uint8Array, digest: DigestOf, leaf?: Uint8Array): boolean {
  // Of 65 bytes the last says what is signed; we always sign everything.
  if (signature.length !== 64) return false;
  return verified(digest(SIGHASH_DEFAULT, leaf), key, signature);
}

/** BIP 341: the control block must lead from the script to the key of the output. */
function checkScriptPath(
  { inputs, version }: Transaction,
  index: number,
  key: Uint8Array,
  digest: DigestOf,
): string | undefined {
  const { sequence, witness } = inputs[index]!;
  const control = witness.at(-1)!;
  const script = witness.at(-2)!;
  if (control.length < CONTROL_MIN || (control.length - CONTROL_MIN) % KEY_BYTES !== 0) return 'no control block';
  if ((control[0]! & 0xfe) !== LEAF_VERSION) return 'an unknown kind of leaf';
  const leaf = crypto.taggedHash(
    'TapLeaf',
    Buffer.concat([Uint8Array.of(LEAF_VERSION), compactSize(script.length), script]),
  );
  let root = leaf;
  for (let at = CONTROL_MIN; at < control.length; at += KEY_BYTES) {
    const sibling = control.subarray(at, at + KEY_BYTES);
    const sorted = Buffer.compare(root, sibling) < 0 ? [root, sibling] : [sibling, root];
    root = crypto.taggedHash('TapBranch', Buffer.concat(sorted));
  }
  const internal = control.subarray(1, CONTROL_MIN);
  if (!ecc.isXOnlyPoint(internal)) return 'the internal key is no key';
  const tweak = crypto.taggedHash('TapTweak', Buffer.concat([internal, root]));
  const tweaked = ecc.xOnlyPointAddTweak(internal, tweak);
  if (tweaked === null || Buffer.compare(tweaked.xOnlyPubkey, key) !== 0 || tweaked.parity !== (control[0]! & 1)) {
    return 'the script is no leaf of the output';
  }
  return runScript(script, witness.slice(0, -2), {
    version,
    sequence,
    checkSignature: (signature, signer) => checkSignature(signature, signer, digest, leaf),
  });
}

function compactSize(length: number): Uint8Array {
  return length < 0xfd ? Uint8Array.of(length) : Uint8Array.of(0xfd, length & 0xff, length >> 8);
}

/** What a signature of a script path signs. */
export function leafDigest(raw: Uint8Array, index: number, spent: readonly Output[], script: Uint8Array): Uint8Array {
  const leaf = crypto.taggedHash(
    'TapLeaf',
    Buffer.concat([Uint8Array.of(LEAF_VERSION), compactSize(script.length), script]),
  );
  const parsed = BitcoinTransaction.fromBuffer(raw);
  return parsed.hashForWitnessV1(
    index,
    spent.map((each) => each.script),
    spent.map(({ value }) => value),
    SIGHASH_DEFAULT,
    leaf,
  );
}

export const signDigest = (digest: Uint8Array, { secret }: Key): Uint8Array =>
  ecc.signSchnorr(digest, secret, NO_ENTROPY);

export const verifyDigest = (digest: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
  signature.length === 64 && verified(digest, publicKey, signature);

/** Verdicts on signatures: keeper, mempool and every reorganisation ask the same, and each answer takes milliseconds. */
const verdicts = new Map<string, boolean>();
const VERDICTS_MAX = 4_096;

function verified(digest: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): boolean {
  const name = Buffer.concat([digest, publicKey, signature]).toString('latin1');
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const verdict = ecc.isXOnlyPoint(publicKey) && isSigned(digest, publicKey, signature);
  keepNewest(verdicts, name, verdict, VERDICTS_MAX);
  return verdict;
}

function isSigned(digest: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ecc.verifySchnorr(digest, publicKey, signature);
  } catch {
    // The library throws at halves beyond the order of the curve.
    return false;
  }
}

/** A transaction whose inputs are not signed yet. */
export function unsigned(
  inputs: readonly { readonly txid: string; readonly vout: number; readonly sequence: number }[],
  outputs: readonly Output[],
): Uint8Array {
  const transaction = new BitcoinTransaction();
  transaction.version = 2;
  for (const { txid, vout, sequence } of inputs) {
    transaction.addInput(Buffer.from(txid, 'hex').reverse(), vout, sequence);
  }
  for (const { script, value } of outputs) transaction.addOutput(script, value);
  return transaction.toBuffer();
}

export function withWitnesses(raw: Uint8Array, witnesses: readonly (readonly Uint8Array[])[]): Transaction {
  const transaction = BitcoinTransaction.fromBuffer(raw);
  witnesses.forEach((witness, at) => transaction.setWitness(at, [...witness]));
  return viewOf(transaction);
}

const COINBASE_INDEX = 0xffff_ffff;
const WITNESS_RESERVED = new Uint8Array(KEY_BYTES);

/** The first transaction of a block, of the height that a script pushes (BIP 34): `tag` keeps apart blocks that are otherwise alike. */
export function coinbase(height: Uint8Array, tag: Uint8Array, output: Output, witnessRoot: Uint8Array): Transaction {
  const transaction = new BitcoinTransaction();
  transaction.version = 2;
  const script = Buffer.concat([height, Uint8Array.of(tag.length), tag]);
  transaction.addInput(new Uint8Array(KEY_BYTES), COINBASE_INDEX, 0xffff_ffff, script);
  transaction.addOutput(output.script, output.value);
  const commitment = crypto.hash256(Buffer.concat([witnessRoot, WITNESS_RESERVED]));
  const head = Buffer.from('6a24aa21a9ed', 'hex');
  transaction.addOutput(Buffer.concat([head, commitment]), 0n);
  transaction.setWitness(0, [WITNESS_RESERVED]);
  return viewOf(transaction);
}
