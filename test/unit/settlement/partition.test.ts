// A network that is cut in two, for real: two nodes mine apart, and when they meet again six blocks of one are gone. The
// same story on the simulated chain must come to the same.

import { afterEach, beforeAll, expect, it } from 'vitest';
import { hexOf, type PartyId, sha256Hex } from '../../../core/foundation/index.ts';
import { Journal, type Ledger, recoverJournal, replay, stateItems, stateRoot } from '../../../core/incentives/index.ts';
import {
  ANCHOR_BROADCAST,
  ANCHOR_COMMITTED,
  ANCHOR_FINAL,
  ANCHOR_REORGED,
  ANCHOR_SEEN,
  type Digest,
} from '../../../core/protocol/index.ts';
import { Anchorer, type Bitcoin, type Chain, type Coin, loadBitcoin, PegBook } from '../../../core/settlement/index.ts';
import { RegtestNode } from '../../../sim/experiment/regtest-node.ts';
import { SimulatedChain } from '../../../sim/world/simulated-chain.ts';
import { FakeHost } from '../../fake-host.ts';
import { RealChain } from './real-chain.ts';
import { bitcoind, noNode } from './regtest.ts';

const DEPTH = 6;
const FINAL = 8;
const CREDITED = 3;
const MATURE = 100;
const ACCOUNT = 7 as PartyId;
const COORDINATOR = 1 as PartyId;
const VALUE = 100_000_000n;
const FEE = 2_000n;
const TIP = 1;
const NAMES = new Map<number, string>([
  [ANCHOR_COMMITTED, 'committed'],
  [ANCHOR_BROADCAST, 'broadcast'],
  [ANCHOR_SEEN, 'seen'],
  [ANCHOR_REORGED, 'reorged'],
  [ANCHOR_FINAL, 'final'],
]);

/** A place where blocks are found, which can be cut in two. */
interface Ground {
  /** As our side sees it. */
  readonly chain: Chain;
  mine(count: number, script?: Uint8Array): void;
  part(): void;
  /** Empty blocks of the other side. */
  mineThere(count: number): void;
  /** The longer side wins. */
  meet(): void;
  /** Whether the other side knows of a transaction that is not in a block. */
  isKnownThere(txid: string): boolean;
}

let bitcoin: Bitcoin;
const nodes: RegtestNode[] = [];
beforeAll(async () => {
  bitcoin = await loadBitcoin();
});
afterEach(() => {
  for (const node of nodes.splice(0)) node.close();
});

class Simulated implements Ground {
  readonly chain: SimulatedChain = new SimulatedChain(bitcoin, 1);
  private readonly other: ReturnType<SimulatedChain['aside']>[] = [];
  private base = this.chain.tip();
  private seconds = 0;

  mine(count: number, script?: Uint8Array): void {
    for (let at = 0; at < count; at++) this.chain.extend((this.seconds += 600), 1, script);
  }

  part(): void {
    this.base = this.chain.tip();
  }

  mineThere(count: number): void {
    for (let at = 0; at < count; at++) this.other.push(this.chain.aside(this.other.at(-1) ?? this.base, this.seconds));
  }

  meet(): void {
    expect(this.chain.adopt(this.other)).toBe(DEPTH);
  }

  /** It has one mempool. */
  isKnownThere(txid: string): boolean {
    return this.chain.whereIs(txid) !== undefined;
  }
}

const PORTS_FROM = 43_000;

class Real implements Ground {
  readonly chain: RealChain;
  private readonly here: RegtestNode;
  private readonly there: RegtestNode;
  private readonly port = PORTS_FROM + (process.pid % 4_000);

  constructor() {
    const heard = ['-listen=1', `-bind=127.0.0.1:${this.port}`, `-port=${this.port}`];
    const common = ['-whitelist=noban,relay@127.0.0.1', '-discover=0', '-listenonion=0'];
    this.here = new RegtestNode(bitcoin, bitcoind!, [...common, ...heard]);
    nodes.push(this.here);
    this.there = new RegtestNode(bitcoin, bitcoind!, [...common, '-whitelist=noban,in,out@127.0.0.1']);
    nodes.push(this.there);
    this.chain = new RealChain(bitcoin, this.here);
    this.connect();
  }

  mine(count: number, script: Uint8Array = somebody('here')): void {
    this.generate(this.here, count, script);
    if (this.isConnected) this.await();
  }

  part(): void {
    this.there.call('setnetworkactive', [false]);
    this.here.call('setnetworkactive', [false]);
    until(() => !this.isConnected);
  }

  mineThere(count: number): void {
    this.generate(this.there, count, somebody('there'));
  }

  meet(): void {
    const { hash, height } = this.chain.tip();
    for (const node of nodes) node.call('setnetworkactive', [true]);
    this.connect();
    this.await();
    // By the node's own account, the branch that it had is now beside the best chain, and so long.
    const tips = this.here.call('getchaintips', []) as { hash: string; branchlen: number; status: string }[];
    expect(tips.find((tip) => tip.hash === hash)).toMatchObject({ height, branchlen: DEPTH, status: 'valid-fork' });
  }

  isKnownThere(txid: string): boolean {
    return until(() => (this.there.call('getrawmempool', []) as string[]).includes(txid));
  }

  private connect(): void {
    this.there.call('addnode', [`127.0.0.1:${this.port}`, 'onetry']);
    until(() => this.isConnected);
  }

  private get isConnected(): boolean {
    return (
      (this.there.call('getconnectioncount', []) as number) > 0 &&
      (this.here.call('getconnectioncount', []) as number) > 0
    );
  }

  private await(): void {
    expect(until(() => this.here.call('getbestblockhash', []) === this.there.call('getbestblockhash', []))).toBe(true);
  }

  private generate(node: RegtestNode, count: number, script: Uint8Array): void {
    node.call('generatetodescriptor', [count, `raw(${hexOf(script)})`]);
  }
}

const somebody = (name: string): Uint8Array => bitcoin.keyScript(bitcoin.keyFrom(Buffer.from(name)).publicKey);

function until(holds: () => boolean): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tried = 0; tried < 200; tried++) {
    if (holds()) return true;
    Atomics.wait(pause, 0, 0, 100);
  }
  return false;
}

const rulesOf = (): ConstructorParameters<typeof PegBook>[2] => {
  const keys = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => bitcoin.keyFrom(Buffer.from(`${name} ${at}`)).publicKey);
  const federation = {
    keys: keys('member', 5),
    threshold: 4,
    emergencyKeys: keys('emergency', 3),
    emergencyAfter: 4_032,
  };
  return { federation, confirmations: CREDITED, cap: VALUE, window: 1, large: VALUE, delay: 0, refresh: 2_016 };
};

const rootOf = (ledger: Ledger): string => hexOf(stateRoot(stateItems(ledger)));

/** What happens, step by step, in words that do not depend on who mines. */
function story(ground: Ground): readonly string[] {
  const { chain } = ground;
  const told: string[] = [];
  const key = bitcoin.keyFrom(Buffer.from('ours'));
  const own = bitcoin.keyScript(key.publicKey);
  ground.mine(2, own);
  ground.mine(MATURE);
  const [first, second] = chain.coinsOf(own) as readonly Coin[] as readonly [Coin, Coin];

  const book = new PegBook(bitcoin, chain, rulesOf(), [ACCOUNT]);
  const frames: Uint8Array[] = [];
  const journal = new Journal((frame) => frames.push(frame));
  book.ledger.keepIn(journal);
  const host = new FakeHost(2);
  const settings = {
    coordinator: COORDINATOR,
    every: 1 as never,
    form: 'return',
    confirmations: FINAL,
    patience: 99,
    target: 3,
    proofs: false,
  } as const;
  const anchorer = new Anchorer(host, settings, chain, bitcoin, key, first);
  let heard = 0;
  const tell = (when: string): void => {
    book.look();
    anchorer.wake(TIP);
    const facts = host.facts
      .slice(heard)
      .map(({ code, fact }) => `${NAMES.get(code)!} ${(fact as { epoch: number }).epoch}`);
    heard = host.facts.length;
    told.push(`${when}: holds ${book.ledger.balance(ACCOUNT)}; ${facts.join(', ')}`);
  };
  const epoch = (number: number): void => {
    const root = sha256Hex(`epoch ${number}`) as Digest;
    const none = new Uint8Array(0);
    anchorer.receive(COORDINATOR, {
      type: 'epoch',
      number,
      root,
      stateRoot: root,
      leaves: 1,
      sample: none,
      path: none,
    });
  };

  tell('at first');
  ground.part();
  const deposit = bitcoin.spend(
    [second],
    [
      { script: book.depositScript(ACCOUNT)!, value: VALUE },
      { script: own, value: second.value - VALUE - FEE },
    ],
    key,
  );
  expect(chain.submit(deposit)).toEqual({ accepted: true });
  epoch(0);
  ground.mine(2);
  tell('two blocks apart');
  epoch(1);
  ground.mine(DEPTH - 2);
  tell('six blocks apart');
  ground.mineThere(DEPTH + 1);
  ground.meet();
  tell('together again');
  const anchors = host.factsOf(ANCHOR_BROADCAST).map(({ txid }) => txid);
  told.push(`known on the other side: ${[...new Set(anchors)].map((txid) => ground.isKnownThere(txid)).join()}`);
  ground.mine(CREDITED);
  tell('three more');
  ground.mine(FINAL - CREDITED);
  tell('final');

  // A member that has seen nothing of all that, and one that only has the journal, come to the same state.
  const fresh = new PegBook(bitcoin, chain, rulesOf(), [ACCOUNT]);
  fresh.look();
  journal.seal();
  const recovered = recoverJournal(Buffer.concat(frames));
  const replayed = recovered.ok ? replay(recovered.value.frames) : recovered;
  expect(rootOf(book.ledger)).toBe(rootOf(fresh.ledger));
  expect(replayed.ok && rootOf(replayed.value)).toBe(rootOf(book.ledger));
  const kinds = recovered.ok ? recovered.value.frames.flatMap(({ entries }) => entries.map(({ kind }) => kind)) : [];
  told.push(`journal: ${kinds.join(', ')}`);
  return told;
}

const STORY = [
  'at first: holds 0; ',
  'two blocks apart: holds 0; committed 0, broadcast 0, seen 0',
  'six blocks apart: holds 100000000; committed 1, broadcast 1, seen 1',
  'together again: holds 0; reorged 0, reorged 1, broadcast 0, broadcast 1',
  'known on the other side: true,true',
  'three more: holds 100000000; seen 0, seen 1',
  'final: holds 100000000; final 0, final 1',
  'journal: mint, reverse, mint',
];

it('the simulated chain reverses deposits and sends anchors again where six blocks are gone', () => {
  expect(story(new Simulated())).toEqual(STORY);
});

it.skipIf(noNode)('two real nodes that were cut off from one another do the same', { timeout: 120_000 }, () => {
  expect(story(new Real())).toEqual(STORY);
});
