// The peg in a world: keeper, functionaries and depositors on hosts of their own, and the truth about the reserves.

import { type Amount, assert, type PartyId } from '../../core/foundation/index.ts';
import { DEPOSITS_CONFIRMED, RESERVES_CHANGED } from '../../core/protocol/index.ts';
import {
  type Bitcoin,
  type Coin,
  Depositor,
  Functionary,
  floatScript,
  PegBook,
  PegKeeper,
  type PegRules,
  type Transaction,
} from '../../core/settlement/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { ResolvedPeg } from '../scenario/cells.ts';
import { Deposits } from './deposits.ts';
import type { Recorder } from './recorder.ts';
import type { SimHost } from './sim-host.ts';
import type { SimulatedChain } from './simulated-chain.ts';

const WORLD = -1 as PartyId;
/** Emergency keys, each with somebody of its own. */
const HOLDERS = 3;
/** Whoever gives the federation what it has of its own. */
const FOUNDER = 'founder';
const FOUNDING_BYTES = 200;
/** For each coin but the first. */
const INPUT_BYTES = 58;
/** Who they are, as their place in the peg: keeper, functionaries, depositors, holders of emergency keys. */
export function pegNames(peg: ResolvedPeg | undefined): readonly string[] {
  if (peg === undefined) return [];
  const each = (name: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${name}/${at}`);
  const { functionaries, depositors, holders } = peg;
  const others = [...each('depositor', depositors), ...each('holder', holders === 'asleep' ? 0 : HOLDERS)];
  return ['keeper', ...each('functionary', functionaries), ...others];
}

/** Whom a fault names: `keeper`, or `functionary-1` and so on. Undefined if nobody is called that. */
export function seatedAs(
  name: string,
  peg: ResolvedPeg | undefined,
  parties: readonly PartyId[],
): readonly PartyId[] | undefined {
  const number = /^functionary-(\d+)$/.exec(name)?.[1];
  const seat = pegNames(peg).indexOf(number === undefined ? name : `functionary/${Number(number) - 1}`);
  return seat < 0 ? undefined : parties.slice(seat, seat + 1);
}

const IDS_EACH = 10;

type Key = ReturnType<Bitcoin['keyFrom']>;

export class Peg {
  private readonly settings: ResolvedPeg;
  private readonly bitcoin: Bitcoin;
  private readonly chain: SimulatedChain;
  private readonly rules: PegRules;
  private readonly truth: PegBook;
  private readonly deposits: Deposits;
  private readonly hosts: readonly SimHost[];
  private readonly listeners: { tipChanged(): void }[] = [];
  private depositors: readonly Depositor[] = [];
  private reserves = -1n;
  private keeper: PegKeeper | undefined;

  constructor(settings: ResolvedPeg, bitcoin: Bitcoin, chain: SimulatedChain, hosts: readonly SimHost[]) {
    this.settings = settings;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.hosts = hosts;
    const { confirmations, cap, window, large, delay, refresh } = settings;
    const federation = federationOf(settings, bitcoin);
    this.rules = { federation, confirmations, cap, window, large, delay, refresh };
    this.truth = this.book();
    this.deposits = new Deposits(chain, this.truth, this.accounts, confirmations);
  }

  /** Who have coins before time begins: each depositor, and the founder. */
  static scripts({ depositors }: ResolvedPeg, bitcoin: Bitcoin): readonly Uint8Array[] {
    const names = Array.from({ length: depositors }, (_, at) => `depositor ${at}`);
    return [...names, FOUNDER].map((name) => bitcoin.keyScript(keyOf(bitcoin, name).publicKey));
  }

  /** Gives the federation what it has of its own; it takes one more block. `coins` are those of each of `scripts`. */
  static found(
    settings: ResolvedPeg,
    bitcoin: Bitcoin,
    coins: readonly (readonly Coin[])[],
    rate: number,
  ): Transaction {
    const own = coins.at(-1)!;
    const key = keyOf(bitcoin, FOUNDER);
    const fee = BigInt(Math.ceil((FOUNDING_BYTES + (own.length - 1) * INPUT_BYTES) * rate));
    const float = { script: floatScript(bitcoin, federationOf(settings, bitcoin)), value: settings.float };
    const total = own.reduce((sum, { value }) => sum + value, 0n);
    const rest = { script: bitcoin.keyScript(key.publicKey), value: total - settings.float - fee };
    return bitcoin.spend(own, [float, rest], key);
  }

  /** `coins`: those of each of `scripts`. */
  start(coins: readonly (readonly Coin[])[]): void {
    const { settings, bitcoin, chain, hosts } = this;
    const { functionaries } = settings;
    const members = this.hostsOf('functionary/');
    const holders = this.hostsOf('holder/');
    const keeper = new PegKeeper(hosts[0]!, bitcoin, chain, this.book(), {
      functionaries: members.map(({ self }) => self),
      holders: holders.map(({ self }) => self),
      every: settings.every,
      final: settings.final,
      ways: settings.keeper,
      loot: bitcoin.keyScript(this.key('loot').publicKey),
      expected: () => this.accounts.filter((_, at) => this.depositors[at]?.isGone !== true),
    });
    this.keeper = keeper;
    this.run(hosts[0]!, keeper);
    const seat = { keeper: hosts[0]!.self };
    members.forEach((host, at) => {
      const own = { ...seat, key: this.key(`functionary ${at}`), behaviour: this.behaviourOf(at), emergency: false };
      this.run(host, new Functionary(host, bitcoin, this.book(), own));
    });
    this.startDepositors(coins);
    const behaviour = settings.holders === 'colluding' ? 'colluding' : 'honest';
    holders.forEach((host, at) => {
      const own = { ...seat, key: this.key(`emergency ${at}`), behaviour, emergency: true } as const;
      this.run(host, new Functionary(host, bitcoin, this.book(), own));
    });
    assert(members.length === functionaries, 'each functionary has a host');
  }

  /** The best chain has changed. The truth comes first. */
  tipChanged(recorder: Recorder, kernel: Kernel): void {
    const reserves = this.truth.coins().reduce((sum, { value }) => sum + value, 0n);
    if (reserves !== this.reserves) {
      this.reserves = reserves;
      recorder.record(RESERVES_CHANGED, { reserves: reserves as Amount }, kernel.instant, WORLD);
    }
    for (const deposited of this.deposits.changes()) {
      recorder.record(DEPOSITS_CONFIRMED, deposited, kernel.instant, WORLD);
    }
    for (const listener of this.listeners) listener.tipChanged();
  }

  finish(done: () => void): void {
    this.keeper!.finish(done);
  }

  private startDepositors(coins: readonly (readonly Coin[])[]): void {
    const { bitcoin, chain, settings } = this;
    const federation = ['keeper', 'functionary/', 'holder/'].flatMap((name) => this.hostsOf(name));
    this.depositors = this.hostsOf('depositor/').map((host, at) => {
      const { deposit: amount, gap, confirmations, depositor: ways } = settings;
      const about = {
        federation: federation.map(({ self }) => self),
        script: this.truth.depositScript(host.self)!,
        amount,
        after: ((at + 1) * gap) as typeof gap,
        confirmations,
        ways,
        firstId: at * IDS_EACH,
      };
      const depositor = new Depositor(host, bitcoin, chain, this.key(`depositor ${at}`), coins[at]!, about);
      this.run(host, depositor);
      return depositor;
    });
  }

  /** In the order of `pegNames`. */
  private hostsOf(prefix: string): readonly SimHost[] {
    const names = pegNames(this.settings);
    return this.hosts.filter((_, at) => names[at]!.startsWith(prefix));
  }

  private run(host: SimHost, party: PegKeeper | Functionary | Depositor): void {
    this.listeners.push(party);
    host.run(party);
  }

  private behaviourOf(at: number): 'honest' | 'silent' | 'colluding' {
    const { silent, colluding } = this.settings;
    if (at < colluding) return 'colluding';
    return at < colluding + silent ? 'silent' : 'honest';
  }

  private get accounts(): readonly PartyId[] {
    return this.hostsOf('depositor/').map(({ self }) => self);
  }

  private book(): PegBook {
    return new PegBook(this.bitcoin, this.chain, this.rules, this.accounts);
  }

  private key(name: string): Key {
    return keyOf(this.bitcoin, name);
  }
}

const keyOf = (bitcoin: Bitcoin, name: string): Key => bitcoin.keyFrom(Buffer.from(name));

function federationOf({ functionaries, threshold, emergency }: ResolvedPeg, bitcoin: Bitcoin): PegRules['federation'] {
  const publicKey = (name: string): Uint8Array => bitcoin.keyFrom(Buffer.from(name)).publicKey;
  const keys = Array.from({ length: functionaries }, (_, at) => publicKey(`functionary ${at}`));
  const emergencyKeys = Array.from({ length: HOLDERS }, (_, at) => publicKey(`emergency ${at}`));
  return { keys, threshold, emergencyKeys, emergencyAfter: emergency };
}
