// The peg in a world: keeper, functionaries and depositors on hosts of their own, and the truth about the reserves.

import type { Amount, PartyId } from '../../core/foundation/index.ts';
import { RESERVES_CHANGED } from '../../core/protocol/index.ts';
import {
  type Bitcoin,
  type Coin,
  Depositor,
  Functionary,
  floatScript,
  PegBook,
  PegKeeper,
  type PegRules,
} from '../../core/settlement/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { ResolvedPeg } from '../scenario/index.ts';
import type { Recorder } from './recorder.ts';
import type { SimHost } from './sim-host.ts';
import type { SimulatedChain } from './simulated-chain.ts';

const WORLD = -1 as PartyId;
/** Who they are, as their place in the peg: keeper, functionaries, depositors. */
export const pegNames = ({ functionaries, depositors }: ResolvedPeg): readonly string[] => [
  'keeper',
  ...Array.from({ length: functionaries }, (_, at) => `functionary/${at}`),
  ...Array.from({ length: depositors }, (_, at) => `depositor/${at}`),
];
const IDS_EACH = 10;

type Key = ReturnType<Bitcoin['keyFrom']>;

export class Peg {
  private readonly settings: ResolvedPeg;
  private readonly bitcoin: Bitcoin;
  private readonly chain: SimulatedChain;
  private readonly rules: PegRules;
  private readonly truth: PegBook;
  private readonly depositors: readonly PartyId[];
  private readonly hosts: readonly SimHost[];
  private readonly listeners: { tipChanged(): void }[] = [];
  private reserves = -1n;
  private keeper: PegKeeper | undefined;

  constructor(settings: ResolvedPeg, bitcoin: Bitcoin, chain: SimulatedChain, hosts: readonly SimHost[]) {
    this.settings = settings;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.hosts = hosts;
    const { functionaries, confirmations, cap, window, large, delay, refresh } = settings;
    const federation = federationOf(settings, bitcoin);
    this.rules = { federation, confirmations, cap, window, large, delay, refresh };
    this.depositors = hosts.slice(1 + functionaries).map(({ self }) => self);
    this.truth = this.book();
  }

  /** Scripts that have a coin before time begins: each depositor's, and the float that the federation pays fees from. */
  static scripts(settings: ResolvedPeg, bitcoin: Bitcoin): readonly Uint8Array[] {
    const own = Array.from({ length: settings.depositors }, (_, at) => {
      return bitcoin.keyScript(bitcoin.keyFrom(Buffer.from(`depositor ${at}`)).publicKey);
    });
    return [...own, floatScript(bitcoin, federationOf(settings, bitcoin))];
  }

  /** `coins`: as many as there are depositors. */
  start(coins: readonly Coin[]): void {
    const { settings, bitcoin, chain, hosts } = this;
    const { functionaries, behaviourOf } = {
      functionaries: settings.functionaries,
      behaviourOf: this.behaviourOf.bind(this),
    };
    const members = hosts.slice(0, 1 + functionaries).map(({ self }) => self);
    const keeper = new PegKeeper(hosts[0]!, bitcoin, chain, this.book(), {
      functionaries: members.slice(1),
      keys: this.rules.federation.keys,
      every: settings.every,
      final: settings.final,
      behaviour: settings.keeper,
      loot: bitcoin.keyScript(this.key('loot').publicKey),
      expected: settings.depositors,
    });
    this.keeper = keeper;
    this.run(hosts[0]!, keeper);
    for (let at = 0; at < functionaries; at++) {
      const host = hosts[1 + at]!;
      const seat = { keeper: members[0]!, key: this.key(`functionary ${at}`), behaviour: behaviourOf(at) };
      this.run(host, new Functionary(host, bitcoin, chain, this.book(), seat));
    }
    this.depositors.forEach((account, at) => {
      const host = hosts[1 + functionaries + at]!;
      const script = this.truth.depositScript(account)!;
      const { deposit: amount, gap, confirmations, depositor: behaviour } = settings;
      const after = ((at + 1) * gap) as typeof gap;
      const about = { federation: members, script, amount, after, confirmations, behaviour, firstId: at * IDS_EACH };
      this.run(host, new Depositor(host, bitcoin, chain, this.key(`depositor ${at}`), coins[at]!, about));
    });
  }

  /** The best chain has changed. The truth comes first. */
  tipChanged(recorder: Recorder, kernel: Kernel): void {
    const reserves = this.truth.coins().reduce((sum, { value }) => sum + value, 0n);
    if (reserves !== this.reserves) {
      this.reserves = reserves;
      recorder.record(RESERVES_CHANGED, { reserves: reserves as Amount }, kernel.instant, WORLD);
    }
    for (const listener of this.listeners) listener.tipChanged();
  }

  finish(done: () => void): void {
    this.keeper!.finish(done);
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

  private book(): PegBook {
    return new PegBook(this.bitcoin, this.chain, this.rules, this.depositors);
  }

  private key(name: string): Key {
    return this.bitcoin.keyFrom(Buffer.from(name));
  }
}

function federationOf({ functionaries, threshold, emergency }: ResolvedPeg, bitcoin: Bitcoin): PegRules['federation'] {
  const publicKey = (name: string): Uint8Array => bitcoin.keyFrom(Buffer.from(name)).publicKey;
  const keys = Array.from({ length: functionaries }, (_, at) => publicKey(`functionary ${at}`));
  const emergencyKeys = [0, 1, 2].map((at) => publicKey(`emergency ${at}`));
  return { keys, threshold, emergencyKeys, emergencyAfter: emergency };
}
