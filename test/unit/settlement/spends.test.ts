// Every way in which a coin of ours is spent, right and wrong, before three judges: our interpreter, bitcore's, and a
// real node in its default policy and in Core's.

import { createRequire } from 'node:module';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bitcoin, loadBitcoin, type Transaction } from '../../../core/settlement/index.ts';
import {
  emergencyLeaf,
  type Federation,
  type PegCoin,
  pegDigests,
  pegScript,
  pegWitnesses,
  signingLeaf,
} from '../../../core/settlement/peg-script.ts';
import { RegtestNode } from '../../../sim/experiment/regtest-node.ts';
import { SimulatedChain } from '../../../sim/world/simulated-chain.ts';
import { bitcoind, noNode } from './regtest.ts';

interface Bitcore {
  readonly Transaction: new (raw: string) => { inputs: { output: unknown }[] };
  readonly Script: (new (
    bytes: Buffer,
  ) => object) & {
    readonly Interpreter: (new () => {
      verify(...given: readonly unknown[]): boolean;
    }) & {
      readonly SCRIPT_VERIFY_P2SH: number;
      readonly SCRIPT_VERIFY_WITNESS: number;
      readonly SCRIPT_VERIFY_TAPROOT: number;
      readonly SCRIPT_VERIFY_CHECKSEQUENCEVERIFY: number;
    };
  };
}

const EMERGENCY_AFTER = 12;
const FEE = 5_000n;

let bitcoin: Bitcoin;
let node: RegtestNode | undefined;
beforeAll(async () => {
  bitcoin = await loadBitcoin();
});
afterEach(() => {
  node?.close();
  node = undefined;
});

type Key = ReturnType<Bitcoin['keyFrom']>;
const keysOf = (count: number, name: string): Key[] =>
  Array.from({ length: count }, (_, at) => bitcoin.keyFrom(Buffer.from(`${name} ${at}`)));

class Court {
  readonly chain: SimulatedChain;
  readonly keys: readonly Key[];
  readonly emergency: readonly Key[];
  readonly federation: Federation;
  readonly coins: PegCoin[] = [];
  private seconds = 0;

  constructor(n: number, threshold: number) {
    this.keys = keysOf(n, 'member');
    this.emergency = keysOf(3, 'emergency');
    this.federation = {
      keys: this.keys.map(({ publicKey }) => publicKey),
      threshold,
      emergencyKeys: this.emergency.map(({ publicKey }) => publicKey),
      emergencyAfter: EMERGENCY_AFTER,
    };
    this.chain = new SimulatedChain(bitcoin, 1, node);
  }

  /** A deposit that has been in a block for `age` blocks. */
  deposit(age: number): PegCoin {
    const key = bitcoin.keyFrom(Buffer.from('payer'));
    const own = bitcoin.keyScript(key.publicKey);
    const block = this.mine(1, own);
    this.mine(100);
    const script = pegScript(bitcoin, this.federation, 'account 7');
    const from = { txid: block.transactions[0]!.id, vout: 0, ...block.transactions[0]!.outputs[0]! };
    const deposit = bitcoin.spend([from], [{ script, value: from.value - FEE }], key);
    expect(this.chain.submit(deposit).accepted).toBe(true);
    this.mine(age);
    const coin = { txid: deposit.id, vout: 0, ...deposit.outputs[0]!, label: 'account 7' };
    this.coins.push(coin);
    return coin;
  }

  mine(count: number, script?: Uint8Array): ReturnType<SimulatedChain['extend']> {
    for (let at = 1; at < count; at++) this.chain.extend((this.seconds += 600), 1);
    return this.chain.extend((this.seconds += 600), 1, script);
  }

  /** Pays everything but a fee to somebody, signed by some of the keys for one leaf. */
  spend(coin: PegCoin, signers: readonly number[], change: Partial<Spend> = {}): Transaction {
    const { keys = this.keys, signedLeaf = signingLeaf(this.federation), sequence = 0xffff_fffd, fee = FEE } = change;
    const payee = bitcoin.keyScript(bitcoin.keyFrom(Buffer.from('payee')).publicKey);
    const inputs = [{ txid: coin.txid, vout: coin.vout, sequence }];
    const raw = bitcoin.unsigned(inputs, [{ script: payee, value: coin.value - fee }]);
    const [digest] = pegDigests(bitcoin, raw, [coin], signedLeaf);
    const signatures = keys.map((key, at) => (signers.includes(at) ? bitcoin.signDigest(digest!, key) : undefined));
    const paid = coin.value - fee + (change.altered ?? 0n);
    const final = bitcoin.unsigned(inputs, [{ script: payee, value: paid }]);
    return pegWitnesses(bitcoin, this.federation, final, [coin], change.shownLeaf ?? signedLeaf, [signatures]);
  }

  /** What our chain says, with a node that must agree; and what bitcore says of the script. */
  judge(transaction: Transaction, coin: PegCoin): readonly [boolean, boolean] {
    return [this.chain.submit(transaction).accepted, bitcoreAccepts(transaction, coin)];
  }
}

interface Spend {
  readonly keys: readonly Key[];
  readonly signedLeaf: Uint8Array;
  readonly shownLeaf: Uint8Array;
  readonly sequence: number;
  readonly fee: bigint;
  /** Added to the payment once it is signed. */
  readonly altered: bigint;
}

function bitcoreAccepts({ raw, inputs }: Transaction, coin: PegCoin): boolean {
  const { Transaction: Parsed, Script } = createRequire(import.meta.url)('bitcore-lib') as Bitcore;
  const { Interpreter } = Script;
  const outputs = createRequire(import.meta.url)('bitcore-lib') as {
    Transaction: { Output: new (given: object) => unknown };
  };
  const parsed = new Parsed(Buffer.from(raw).toString('hex'));
  const script = new Script(Buffer.from(coin.script));
  parsed.inputs[0]!.output = new outputs.Transaction.Output({ script, satoshis: Number(coin.value) });
  const flags = [
    Interpreter.SCRIPT_VERIFY_P2SH,
    Interpreter.SCRIPT_VERIFY_WITNESS,
    Interpreter.SCRIPT_VERIFY_TAPROOT,
    Interpreter.SCRIPT_VERIFY_CHECKSEQUENCEVERIFY,
  ].reduce((sum, flag) => sum | flag, 0);
  const witness = inputs[0]!.witness.map((item) => Buffer.from(item));
  return new Interpreter().verify(new Script(Buffer.alloc(0)), script, parsed, 0, flags, witness, Number(coin.value));
}

const policies: readonly (readonly [string, readonly string[] | undefined])[] = [
  ['our own chain alone', undefined],
  ...(noNode
    ? []
    : [['a node in its default policy', []] as const, ['a node in the policy of Core', ['-corepolicy=1']] as const]),
];

describe.each(policies)('before %s', (_, options) => {
  const court = (n: number, k: number): Court => {
    if (options !== undefined) node = new RegtestNode(bitcoin, bitcoind!, options);
    return new Court(n, k);
  };

  it.each([
    [5, 4],
    [15, 11],
  ])('%i functionaries, %i of whom sign', (n, k) => {
    const bench = court(n, k);
    const coin = bench.deposit(1);
    const some = Array.from({ length: k }, (__, at) => at + n - k);
    const wrong = { shownLeaf: emergencyLeaf(bench.federation) };
    expect(bench.judge(bench.spend(coin, some.slice(1)), coin)).toEqual([false, false]);
    expect(bench.judge(bench.spend(coin, [...some, 0]), coin)).toEqual([false, false]);
    expect(bench.judge(bench.spend(coin, some, { altered: -1_000n }), coin)).toEqual([false, false]);
    expect(bench.judge(bench.spend(coin, some, wrong), coin)).toEqual([false, false]);
    expect(bench.judge(bench.spend(coin, some), coin)).toEqual([true, true]);
    expect(bench.chain.submit(bench.spend(coin, some, { fee: FEE - 1_000n })).accepted).toBe(false);
    expect(bench.chain.submit(bench.spend(coin, some, { fee: FEE + 10n })).accepted).toBe(false);
    expect(bench.chain.submit(bench.spend(coin, some, { fee: FEE + 5_000n })).accepted).toBe(true);
    bench.mine(1);
    expect(bench.chain.isUnspent(coin)).toBe(false);
  });

  it('two of three emergency keys, once the coin has rested', () => {
    const bench = court(5, 4);
    const coin = bench.deposit(1);
    const leaf = { keys: bench.emergency, signedLeaf: emergencyLeaf(bench.federation) };
    const rested = { ...leaf, sequence: EMERGENCY_AFTER };
    expect(bench.chain.submit(bench.spend(coin, [0, 2], rested)).accepted).toBe(false);
    expect(bench.judge(bench.spend(coin, [0, 2], { ...leaf, sequence: 1 }), coin)).toEqual([false, false]);
    bench.mine(EMERGENCY_AFTER - 1);
    expect(bench.judge(bench.spend(coin, [1], rested), coin)).toEqual([false, false]);
    expect(bench.judge(bench.spend(coin, [0, 2], rested), coin)).toEqual([true, true]);
  });
});
