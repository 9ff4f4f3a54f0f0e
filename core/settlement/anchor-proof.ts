// The inclusion proof of one settled task in the Bitcoin chain, and its check from nothing but its own bytes and the
// headers it brings. The check is total: whatever it is given, it answers, with a reason.

import {
  bytesOfHex,
  type Failure,
  failed,
  merkleHead,
  merkleLeaf,
  type Result,
  rootByPath,
  success,
} from '../foundation/index.ts';
import { LEAF_BYTES, type LeafProof, readLeaf, type SettledRecord } from './archive.ts';
import {
  doubleHash,
  EASIEST_BITS,
  HEADER_BYTES,
  idOf,
  meetsTarget,
  readHeader,
  rootByBlockPath,
  targetOf,
  workOf,
} from './double-hash.ts';
import { commitmentOf, readPayload, returned, writePayload } from './payload.ts';
import { readRawTransaction } from './raw-transaction.ts';
import { compile, numberBytes } from './script.ts';

export const ANCHOR_PROOF_FORMAT = 'ambient-anchor-proof/2';
/** Blocks from an anchor's own on, from which it is final. */
export const FINAL_DEPTH = 6;

/** As JSON has it: binary values are base64 (RFC 4648), several of one length in a row. */
export interface AnchorProof {
  readonly format: typeof ANCHOR_PROOF_FORMAT;
  readonly epoch: number;
  /** A leaf of the epoch's tree (RFC 6962). */
  readonly leaf: { readonly data: string; readonly index: number; readonly size: number; readonly path: string };
  /** Without witnesses. */
  readonly transaction: string;
  /** The output that commits to the root; with a key if it is Taproot. */
  readonly output: number;
  readonly key?: string;
  /** Place and path of the transaction in its block, and the block's first transaction, which shows how deep it is. */
  readonly block: {
    readonly height: number;
    readonly index: number;
    readonly path: string;
    readonly coinbase: string;
    readonly coinbasePath: string;
  };
  /** The header of the block whole, then of each after it all but the hash of the one before. */
  readonly headers: string;
}

export interface ProofParts {
  readonly epoch: number;
  readonly leaf: LeafProof;
  readonly transaction: Uint8Array;
  readonly output: number;
  readonly key?: Uint8Array;
  readonly height: number;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly coinbase: Uint8Array;
  readonly coinbasePath: readonly Uint8Array[];
  readonly headers: readonly Uint8Array[];
}

const base64 = (...parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('base64');

export function writeAnchorProof(parts: ProofParts): AnchorProof {
  const { epoch, leaf, transaction, output, key, height, index, path, coinbase, coinbasePath, headers } = parts;
  return {
    format: ANCHOR_PROOF_FORMAT,
    epoch,
    leaf: { data: base64(leaf.data), index: leaf.index, size: leaf.size, path: base64(...leaf.path) },
    transaction: base64(transaction),
    output,
    ...(key !== undefined && { key: base64(key) }),
    block: { height, index, path: base64(...path), coinbase: base64(coinbase), coinbasePath: base64(...coinbasePath) },
    headers: base64(
      ...headers.map((header, at) => (at === 0 ? header : Buffer.concat([header.slice(0, 4), header.slice(36)]))),
    ),
  };
}

export interface VerifiedAnchor {
  readonly settled: SettledRecord;
  readonly epoch: number;
  readonly transaction: string;
  readonly block: string;
  readonly height: number;
  readonly confirmations: number;
  /** The newest header: what a verifier must know to be of the best chain. */
  readonly tip: string;
  /** Expected hashes behind the headers. */
  readonly work: bigint;
}

export interface VerifyOptions {
  readonly confirmations: number;
  /** The easiest target that a header may have, as bits. */
  readonly bits?: number;
  /** The id of a block that must be among the headers. */
  readonly trusted?: string;
  /** Tweaks a Taproot key by 32 bytes and gives the script; needed only for Taproot commitments. */
  readonly commitTo?: (key: Uint8Array, commitment: Uint8Array) => Uint8Array | undefined;
}

const HASH = 32;
const PATH_MAX = 32;
/** Of a block: it holds fewer transactions than 2^20. */
const DEPTH_MAX = 20;
const HEADERS_MAX = 2_016;
const TRANSACTION_MAX = 100_000;

/** Thrown within a check only. */
class Refusal extends Error {
  readonly failure: Failure;
  constructor(code: string, message: string) {
    super(message);
    this.failure = { code, message };
  }
}

function refuse(code: string, message: string): never {
  throw new Refusal(code, message);
}

export function verifyAnchorProof(proof: unknown, options: VerifyOptions): Result<VerifiedAnchor> {
  try {
    return success(verify(readProof(proof), options));
  } catch (error) {
    if (error instanceof Refusal) return failed(error.failure);
    throw error;
  }
}

type Read = ReturnType<typeof readProof>;

function verify(proof: Read, options: VerifyOptions): VerifiedAnchor {
  const { leaf, block, headers, transaction } = proof;
  const settled = readLeaf(leaf.data) ?? refuse('bad-leaf', 'the leaf is no settled task');
  const root =
    rootByPath(merkleLeaf(leaf.data), leaf.index, leaf.size, leaf.path) ??
    refuse('bad-path', 'the path does not fit the place of the leaf and the size of its tree');
  checkCommitment(proof, merkleHead(root, leaf.size), options);
  const id = doubleHash(transaction);
  checkBlock(proof, id);
  const { work, ids } = checkHeaders(headers, options.bits ?? EASIEST_BITS);
  if (options.trusted !== undefined && !ids.includes(options.trusted)) {
    refuse('untrusted-headers', `the block ${options.trusted} is not among the headers`);
  }
  if (headers.length < options.confirmations) {
    refuse('not-final', `${headers.length} confirmations are proved, and ${options.confirmations} are asked for`);
  }
  return {
    settled,
    epoch: proof.epoch,
    transaction: idOf(id),
    block: ids[0]!,
    height: block.height,
    confirmations: headers.length,
    tip: ids.at(-1)!,
    work,
  };
}

function checkCommitment({ epoch, transaction, output, key }: Read, root: Uint8Array, options: VerifyOptions): void {
  // An inner node of a block's tree has 64 bytes: a transaction of that length could be either (CVE-2017-12842).
  if (transaction.length === 64) refuse('ambiguous-transaction', 'a transaction of 64 bytes could be an inner node');
  const { outputs } = readRawTransaction(transaction) ?? refuse('bad-transaction', 'the transaction cannot be read');
  const { script } = outputs[output] ?? refuse('no-output', `the transaction has no output ${output}`);
  if (key !== undefined) {
    const commitTo = options.commitTo ?? refuse('unsupported', 'Taproot commitments cannot be checked here');
    const expected = commitTo(key, commitmentOf(writePayload(epoch, root)));
    if (expected === undefined || Buffer.compare(expected, script) !== 0)
      refuse('other-root', 'the output commits to something else');
    return;
  }
  const payload = readPayload(returned(script) ?? refuse('no-anchor', `output ${output} is no anchor`));
  if (payload === undefined) refuse('no-anchor', `output ${output} is no anchor`);
  if (payload.epoch !== epoch) refuse('other-epoch', `the anchor is of epoch ${payload.epoch}, not of ${epoch}`);
  if (Buffer.compare(payload.root, root) !== 0)
    refuse('other-root', 'the anchor has another root than the leaf leads to');
}

function checkBlock({ block, headers }: Read, id: Uint8Array): void {
  const { root } = readHeader(headers[0]!);
  const { index, path, coinbase, coinbasePath } = block;
  if (path.length > DEPTH_MAX || index >>> path.length !== 0)
    refuse('bad-path', 'the place in the block is beyond its path');
  if (Buffer.compare(rootByBlockPath(id, index, path), root) !== 0) {
    refuse('not-in-block', 'the path does not lead from the transaction to the block');
  }
  // The first transaction is known to be one, so that its depth is that of all: an inner node cannot pass for another.
  if (coinbase.length === 64) refuse('ambiguous-transaction', 'a coinbase of 64 bytes could be an inner node');
  const first = readRawTransaction(coinbase) ?? refuse('bad-coinbase', 'the first transaction cannot be read');
  const [input] = first.inputs;
  const isCoinbase =
    first.inputs.length === 1 && input!.vout === 0xffff_ffff && input!.previous.every((byte) => byte === 0);
  if (!isCoinbase) refuse('bad-coinbase', 'the first transaction is no coinbase');
  // A coinbase begins with the height of its block (BIP 34).
  const height = compile([numberBytes(block.height)]);
  if (Buffer.compare(input!.script.subarray(0, height.length), height) !== 0) {
    refuse('other-height', `the first transaction is not of a block at height ${block.height}`);
  }
  if (Buffer.compare(rootByBlockPath(doubleHash(coinbase), 0, coinbasePath), root) !== 0) {
    refuse('bad-coinbase', 'the path does not lead from the coinbase to the block');
  }
  if (coinbasePath.length !== path.length) refuse('wrong-depth', 'transaction and coinbase are not equally deep');
}

function checkHeaders(headers: readonly Uint8Array[], easiest: number): { work: bigint; ids: readonly string[] } {
  const limit = targetOf(easiest)!;
  let work = 0n;
  const ids = headers.map((header, at) => {
    const target = targetOf(readHeader(header).bits);
    if (target === undefined || target > limit) refuse('too-easy', `header ${at} has an easier target than is allowed`);
    if (!meetsTarget(header)) refuse('no-work', `header ${at} does not meet its own target`);
    work += workOf(target);
    return idOf(doubleHash(header));
  });
  return { work, ids };
}

function readProof(proof: unknown) {
  const top = mappingOf(proof, 'the proof');
  if (top['format'] !== ANCHOR_PROOF_FORMAT) refuse('bad-format', `the format is not ${ANCHOR_PROOF_FORMAT}`);
  const leaf = mappingOf(top['leaf'], 'leaf');
  const block = mappingOf(top['block'], 'block');
  return {
    epoch: whole(top['epoch'], 'epoch', 2 ** 32 - 1),
    leaf: {
      data: binary(leaf['data'], 'leaf.data', LEAF_BYTES),
      index: whole(leaf['index'], 'leaf.index', 2 ** 32),
      size: whole(leaf['size'], 'leaf.size', 2 ** 32),
      path: hashes(leaf['path'], 'leaf.path'),
    },
    transaction: binary(top['transaction'], 'transaction', TRANSACTION_MAX),
    output: whole(top['output'], 'output', 1_000),
    key: top['key'] === undefined ? undefined : keyOf(top['key']),
    block: {
      height: whole(block['height'], 'block.height', 2 ** 32),
      index: whole(block['index'], 'block.index', 2 ** 32),
      path: hashes(block['path'], 'block.path'),
      coinbase: binary(block['coinbase'], 'block.coinbase', TRANSACTION_MAX),
      coinbasePath: hashes(block['coinbasePath'], 'block.coinbasePath'),
    },
    headers: headersOf(binary(top['headers'], 'headers', HEADERS_MAX * HEADER_BYTES)),
  };
}

function mappingOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse('bad-format', `${name} is no mapping`);
  return value as Readonly<Record<string, unknown>>;
}

function whole(value: unknown, name: string, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
    refuse('bad-format', `${name} is no whole number from 0 to ${max}`);
  }
  return value;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function binary(value: unknown, name: string, max: number): Uint8Array {
  if (typeof value !== 'string' || value.length > max * 1.5 + 4 || !BASE64.test(value)) {
    refuse('bad-format', `${name} is no base64 of at most ${max} bytes`);
  }
  const bytes = new Uint8Array(Buffer.from(value, 'base64'));
  // Bits that fall off the end would make two texts of one value.
  if (Buffer.from(bytes).toString('base64') !== value) refuse('bad-format', `${name} is not written as base64 has it`);
  return bytes;
}

function hashes(value: unknown, name: string): readonly Uint8Array[] {
  const bytes = binary(value, name, PATH_MAX * HASH);
  if (bytes.length % HASH !== 0 || bytes.length > PATH_MAX * HASH)
    refuse('bad-format', `${name} is not made of hashes`);
  return Array.from({ length: bytes.length / HASH }, (_, at) => bytes.slice(at * HASH, (at + 1) * HASH));
}

function keyOf(value: unknown): Uint8Array {
  const key = binary(value, 'key', HASH);
  return key.length === HASH ? key : refuse('bad-format', 'key has not 32 bytes');
}

/** Puts the hash of each header into the one after it. */
function headersOf(bytes: Uint8Array): readonly Uint8Array[] {
  const short = HEADER_BYTES - HASH;
  if (bytes.length < HEADER_BYTES || (bytes.length - HEADER_BYTES) % short !== 0) {
    refuse('bad-format', 'headers is not made of headers');
  }
  const headers = [bytes.slice(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < bytes.length; at += short) {
    const previous = doubleHash(headers.at(-1)!);
    headers.push(Buffer.concat([bytes.slice(at, at + 4), previous, bytes.slice(at + 4, at + short)]));
  }
  return headers;
}

/** Whether a text is the id of a block. */
export const isBlockId = (text: string): boolean => bytesOfHex(text)?.length === HASH;
