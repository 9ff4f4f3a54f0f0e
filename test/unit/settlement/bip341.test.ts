// The published vectors of BIP 341, as Bitcoin Core has them (wallet_test_vectors.json, shipped by bitcore-lib).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScriptTree } from '../../../core/settlement/bitcoin.ts';
import { type Bitcoin, loadBitcoin, type Transaction } from '../../../core/settlement/index.ts';

interface Leaf {
  readonly id: number;
  readonly script: string;
  readonly leafVersion: number;
}
type Tree = Leaf | readonly [Tree, Tree];

interface Vectors {
  readonly scriptPubKey: readonly {
    readonly given: { readonly internalPubkey: string; readonly scriptTree: Tree | null };
    readonly intermediary: { readonly merkleRoot: string | null };
    readonly expected: { readonly scriptPubKey: string; readonly scriptPathControlBlocks?: readonly string[] };
  }[];
  readonly keyPathSpending: readonly {
    readonly given: { readonly utxosSpent: readonly { readonly scriptPubKey: string; readonly amountSats: number }[] };
    readonly inputSpending: readonly { readonly given: { readonly txinIndex: number; readonly hashType: number } }[];
    readonly auxiliary: { readonly fullySignedTx: string };
  }[];
}

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const library = dirname(createRequire(import.meta.url).resolve('bitcore-lib'));
const file = join(library, 'test/data/bitcoind/wallet_test_vectors.json');
const { scriptPubKey, keyPathSpending } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
/** Of the kind that we write. */
const OURS = 0xc0;

const leavesOf = (tree: Tree | null): readonly Leaf[] =>
  tree === null ? [] : 'id' in tree ? [tree] : [...leavesOf(tree[0]), ...leavesOf(tree[1])];
const scriptsOf = (tree: Tree): ScriptTree =>
  'id' in tree ? bytes(tree.script) : [scriptsOf(tree[0]), scriptsOf(tree[1])];

let bitcoin: Bitcoin;
beforeAll(async () => {
  bitcoin = await loadBitcoin();
});

describe('an output of BIP 341', () => {
  it.each(scriptPubKey.map((vector, at) => [at, vector] as const))(
    'number %i',
    (_, { given, intermediary, expected }) => {
      const internal = bytes(given.internalPubkey);
      const script = bytes(expected.scriptPubKey);
      const { scriptTree: tree } = given;
      const root = intermediary.merkleRoot;
      if (tree === null) {
        expect(Buffer.from(bitcoin.keyScript(internal)).toString('hex')).toBe(expected.scriptPubKey);
        return;
      }
      expect(bitcoin.commitTo(internal, bytes(root!))).toEqual(Buffer.from(script));
      const leaves = leavesOf(tree);
      const blocks = expected.scriptPathControlBlocks!.map(bytes);
      if (leaves.every(({ leafVersion }) => leafVersion === OURS)) {
        expect(Buffer.from(bitcoin.treeScript(internal, scriptsOf(tree)))).toEqual(Buffer.from(script));
        for (const { id, script: leaf } of leaves) {
          const control = bitcoin.controlBlock(internal, scriptsOf(tree), bytes(leaf));
          expect(Buffer.from(control).toString('hex')).toBe(expected.scriptPathControlBlocks![id]);
        }
      }
      for (const { id, script: leaf, leafVersion } of leaves) {
        const spent = { script, value: 1_000n };
        const judged = (control: Uint8Array): string | undefined =>
          bitcoin.checkInput(spending([new Uint8Array(64), bytes(leaf), control]), 0, [spent]);
        if (leafVersion === OURS) expect(judged(blocks[id]!)).toMatch(/signature|stack/);
        else expect(judged(blocks[id]!)).toBe('an unknown kind of leaf');
        for (let at = 0; at < blocks[id]!.length; at += 7) {
          const altered = Buffer.from(blocks[id]!);
          altered[at]! ^= 1;
          expect(judged(altered)).toMatch(/no leaf|no key|unknown kind/);
        }
      }
    },
  );

  const spending = (witness: readonly Uint8Array[]): Transaction => {
    const raw = bitcoin.unsigned(
      [{ txid: '11'.repeat(32), vout: 0, sequence: 0 }],
      [{ script: bytes('51'), value: 1n }],
    );
    return bitcoin.withWitnesses(raw, [witness]);
  };
});

describe('a spend of BIP 341 by key', () => {
  const [vector] = keyPathSpending;
  const spent = vector!.given.utxosSpent.map(({ scriptPubKey: script, amountSats }) => {
    return { script: bytes(script), value: BigInt(amountSats) };
  });
  const signed = (): Transaction => bitcoin.parse(bytes(vector!.auxiliary.fullySignedTx))!;

  it('is right where it signs everything, and refused where it signs less: nobody here does', () => {
    for (const { given } of vector!.inputSpending) {
      const verdict = bitcoin.checkInput(signed(), given.txinIndex, spent);
      expect(verdict).toBe(given.hashType === 0 ? undefined : 'a signature is wrong');
    }
    for (const at of [2, 5]) expect(bitcoin.checkInput(signed(), at, spent)).toBe('not a Taproot output');
  });

  it('is refused with any other amount, script or signature', () => {
    const { txinIndex: own } = vector!.inputSpending.find(({ given }) => given.hashType === 0)!.given;
    for (let at = 0; at < spent.length; at++) {
      const richer = spent.map((each, place) => (place === at ? { ...each, value: each.value + 1n } : each));
      expect(bitcoin.checkInput(signed(), own, richer)).toBe('a signature is wrong');
    }
    for (let at = 0; at < 64; at++) {
      const transaction = signed();
      const witness = Buffer.from(transaction.inputs[own]!.witness[0]!);
      witness[at]! ^= 1;
      const inputs = transaction.inputs.map((input, place) =>
        place === own ? { ...input, witness: [witness] } : input,
      );
      expect(bitcoin.checkInput({ ...transaction, inputs }, own, spent)).toBe('a signature is wrong');
    }
  });
});
