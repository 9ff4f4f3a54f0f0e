// The addresses of the peg federation: a Taproot output that no key opens, but k of n signatures do; or, once it has
// not moved for long, two of three emergency keys. A third leaf, which nobody can spend, says whose deposit it is.

import { hexOf, sha256 } from '../foundation/index.ts';
import type * as adapter from './bitcoin.ts';
import { compile, numberBytes, op } from './script.ts';
import type { Coin, Output, Transaction } from './transaction.ts';

/** A point whose logarithm nobody knows (BIP 341). */
const NOBODY: Uint8Array = Buffer.from('50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0', 'hex');
const RETURN = 0x6a;
/** Of three. */
export const EMERGENCY_THRESHOLD = 2;

export interface Federation {
  readonly keys: readonly Uint8Array[];
  readonly threshold: number;
  readonly emergencyKeys: readonly Uint8Array[];
  /** Blocks that a coin rests until the emergency keys can move it. */
  readonly emergencyAfter: number;
}

/** A coin of the federation, and whose deposit it was. */
export interface PegCoin extends Coin {
  readonly label: string;
}

/** The label of coins that were no deposit. */
export const CHANGE = 'change';

function thresholdScript(keys: readonly Uint8Array[], threshold: number): readonly (number | Uint8Array)[] {
  const checks = keys.flatMap((key, at) => [key, at === 0 ? op.checkSignature : op.checkSignatureAdd]);
  return [...checks, numberBytes(threshold), op.numbersEqual];
}

export const signingLeaf = ({ keys, threshold }: Federation): Uint8Array => compile(thresholdScript(keys, threshold));

export const emergencyLeaf = ({ emergencyKeys, emergencyAfter }: Federation): Uint8Array =>
  compile([
    numberBytes(emergencyAfter),
    op.checkSequenceVerify,
    op.drop,
    ...thresholdScript(emergencyKeys, EMERGENCY_THRESHOLD),
  ]);

function treeOf(federation: Federation, label: string): adapter.ScriptTree {
  const commitment = compile([RETURN, sha256(`ambient/deposit/1\0${label}`)]);
  return [[signingLeaf(federation), emergencyLeaf(federation)], commitment];
}

/** By federation, then by what was asked: every member computes the same, at two multiplications on the curve each. */
const computed = new WeakMap<Federation, Map<string, Uint8Array>>();

function once(federation: Federation, name: string, compute: () => Uint8Array): Uint8Array {
  const known = computed.get(federation) ?? new Map<string, Uint8Array>();
  computed.set(federation, known);
  const value = known.get(name) ?? compute();
  known.set(name, value);
  return value;
}

export const pegScript = (bitcoin: typeof adapter, federation: Federation, label: string): Uint8Array =>
  once(federation, `script of ${label}`, () => bitcoin.treeScript(NOBODY, treeOf(federation, label)));

/** Where the federation keeps what is nobody's deposit. */
export const floatScript = (bitcoin: typeof adapter, federation: Federation): Uint8Array =>
  pegScript(bitcoin, federation, CHANGE);

/** What each functionary signs, input by input. */
export function pegDigests(
  bitcoin: typeof adapter,
  raw: Uint8Array,
  coins: readonly Output[],
  leaf: Uint8Array,
): readonly Uint8Array[] {
  return coins.map((_, at) => bitcoin.leafDigest(raw, at, coins, leaf));
}

/** Puts the signatures in place: by input, by key, undefined where a key did not sign. */
export function pegWitnesses(
  bitcoin: typeof adapter,
  federation: Federation,
  raw: Uint8Array,
  coins: readonly PegCoin[],
  leaf: Uint8Array,
  signatures: readonly (readonly (Uint8Array | undefined)[])[],
): Transaction {
  const witnesses = coins.map(({ label }, at) => {
    const control = once(federation, `${hexOf(leaf)} of ${label}`, () =>
      bitcoin.controlBlock(NOBODY, treeOf(federation, label), leaf),
    );
    const given = signatures[at]!.map((signature) => signature ?? new Uint8Array(0));
    return [...given.reverse(), leaf, control];
  });
  return bitcoin.withWitnesses(raw, witnesses);
}
