// A member's side of secure aggregation (Bonawitz et al., "Practical Secure Aggregation for Privacy-Preserving Machine
// Learning", 2017, figure 4): keys, shares, one masked contribution, and at most one answer to who has dropped out.

import { assert } from '../foundation/index.ts';
import {
  type FromAggregator,
  type FromMember,
  type Host,
  type RevealedShare,
  type SealedShares,
  type SecureDelivery,
  type SecureKeys,
  type SecurePeer,
  type SecureRoster,
  type SecureSurvivors,
  signed,
  UNSIGNED,
} from '../protocol/index.ts';
import { type AgreementPair, agreementPairFrom, seal, unseal } from './key-agreement.ts';
import { applyMask, keystream } from './keystream.ts';
import { pack, unpack } from './packing.ts';
import type { SecureSettings } from './secure-settings.ts';
import { SHARE_BYTES, share } from './shamir.ts';

/** Why a member goes no further. A round that it left can go on without it. */
export type MemberAbort = 'too-few-peers' | 'false-peer' | 'false-survivors' | 'too-few-survivors' | 'out-of-turn';

export type MemberStep = { readonly send: FromMember } | { readonly abort: MemberAbort };

/** By which members know one another, such as a host of a mesh. */
export type Identity = Pick<Host, 'sign' | 'verify'>;

type Stage = 'keys' | 'shares' | 'masked' | 'reveal' | 'done';

interface Neighbour {
  readonly sealing: Uint8Array;
  readonly masking: Uint8Array;
  /** Its shares, once they are here and could be opened. */
  ofKey?: Uint8Array;
  ofMask?: Uint8Array;
  /** Whether it got as far as to share its secrets, so that it and this member mask each other. */
  shared: boolean;
}

export class SecureMember {
  private readonly settings: SecureSettings;
  private readonly identity: Identity | undefined;
  private readonly contribution: Uint32Array;
  private readonly coins: (bytes: number) => Uint8Array;
  private readonly sealPair: AgreementPair;
  private readonly maskSecret: Uint8Array;
  private readonly maskPair: AgreementPair;
  private readonly ownMask: Uint8Array;
  private stage: Stage = 'keys';
  private self = -1;
  private readonly neighbours = new Map<number, Neighbour>();
  private own: RevealedShare | undefined;

  /** `seed`: 32 secret bytes of this member for this round alone. The contribution's values are below 2^width. */
  constructor(settings: SecureSettings, contribution: Uint32Array, seed: Uint8Array, identity?: Identity) {
    assert(contribution.length === settings.length, 'a contribution has its length', { length: contribution.length });
    this.settings = settings;
    this.contribution = contribution;
    this.identity = identity;
    this.coins = keystream(seed);
    this.sealPair = agreementPairFrom(this.coins(SHARE_BYTES));
    this.maskSecret = fieldElement(this.coins);
    this.maskPair = agreementPairFrom(this.maskSecret);
    this.ownMask = fieldElement(this.coins);
  }

  begin(): FromMember {
    assert(this.stage === 'keys', 'a member begins once');
    this.stage = 'shares';
    const [sealKey, maskKey] = [this.sealPair.publicKey, this.maskPair.publicKey];
    const keys: SecureKeys = { type: 'secure-keys', round: this.settings.round, sealKey, maskKey, signature: UNSIGNED };
    return this.identity === undefined ? keys : signed(this.identity, keys);
  }

  /** The answer to a message. Undefined to one of another round, or that came again. */
  receive(message: FromAggregator): MemberStep | undefined {
    if (message.round !== this.settings.round || this.stage === 'done') return undefined;
    if (message.type === 'secure-roster') return this.stage === 'shares' ? this.shareWith(message) : undefined;
    if (message.type === 'secure-delivery') return this.stage === 'masked' ? this.mask(message) : this.early();
    return this.stage === 'reveal' ? this.reveal(message) : this.early();
  }

  /** A later message than is due is not worth waiting for: an honest aggregator sends none. */
  private early(): MemberStep | undefined {
    return this.stage === 'shares' ? this.abort('out-of-turn') : undefined;
  }

  private shareWith({ self, peers }: SecureRoster): MemberStep {
    const indices = new Set([self, ...peers.map(({ index }) => index)]);
    if (indices.size !== peers.length + 1) return this.abort('false-peer');
    if (indices.size < this.settings.threshold) return this.abort('too-few-peers');
    const keys = new Set([hex(this.maskPair.publicKey), ...peers.map(({ maskKey }) => hex(maskKey))]);
    const parties = new Set(peers.map(({ party }) => party));
    if (keys.size !== indices.size || parties.size !== peers.length) return this.abort('false-peer');
    this.self = self;
    for (const peer of peers) {
      const owned = this.isOwned(peer);
      const sealing = owned ? this.sealPair.agree('ambient seal', peer.sealKey) : undefined;
      const masking = owned ? this.maskPair.agree('ambient mask', peer.maskKey) : undefined;
      if (sealing === undefined || masking === undefined) return this.abort('false-peer');
      this.neighbours.set(peer.index, { sealing, masking, shared: false });
    }
    this.stage = 'masked';
    return { send: { type: 'secure-shares', round: this.settings.round, boxes: this.sealShares() } };
  }

  /** An aggregator could otherwise hand out keys of its own, and play all neighbours of its victim. */
  private isOwned({ party, sealKey, maskKey, signature }: SecurePeer): boolean {
    const { round } = this.settings;
    return this.identity?.verify(party, { type: 'secure-keys', round, sealKey, maskKey, signature }) ?? true;
  }

  private sealShares(): SealedShares[] {
    const holders = [...this.neighbours.keys(), this.self].map((index) => index + 1);
    const ofKey = share(this.maskSecret, this.settings.threshold, holders, this.coins(SHARE_BYTES));
    const ofMask = share(this.ownMask, this.settings.threshold, holders, this.coins(SHARE_BYTES));
    this.own = { of: this.self, value: ofMask.at(-1)!.value };
    return [...this.neighbours].map(([peer, { sealing }], at) => {
      const text = Buffer.concat([ofKey[at]!.value, ofMask[at]!.value]);
      return { peer, box: seal(sealing, this.self < peer, this.about(this.self, peer), text) };
    });
  }

  private mask({ boxes }: SecureDelivery): MemberStep {
    for (const { peer, box } of boxes) {
      const neighbour = this.neighbours.get(peer);
      if (neighbour === undefined || neighbour.shared) return this.abort('false-peer');
      neighbour.shared = true;
      const text = unseal(neighbour.sealing, peer < this.self, this.about(peer, this.self), box);
      // A neighbour that seals rubbish is one whose shares this member cannot reveal: others may hold theirs.
      if (text?.length !== 2 * SHARE_BYTES) continue;
      neighbour.ofKey = text.subarray(0, SHARE_BYTES);
      neighbour.ofMask = text.subarray(SHARE_BYTES);
    }
    if (boxes.length + 1 < this.settings.threshold) return this.abort('too-few-peers');
    const masked = this.contribution.slice();
    applyMask(masked, this.ownMask, 1);
    for (const [index, { masking, shared }] of this.neighbours) {
      if (shared) applyMask(masked, masking, this.self < index ? 1 : -1);
    }
    this.stage = 'reveal';
    return { send: { type: 'secure-masked', round: this.settings.round, packed: pack(masked, this.settings.width) } };
  }

  private reveal({ bits }: SecureSurvivors): MemberStep {
    const members = [...this.neighbours.keys(), this.self].sort((a, b) => a - b);
    const flags = unpack(bits, members.length, 1);
    const survivors = new Set(members.filter((_, at) => flags?.[at] === 1));
    const lied = [...survivors].some((index) => index !== this.self && this.neighbours.get(index)?.shared !== true);
    if (flags === undefined || lied || !survivors.has(this.self)) return this.abort('false-survivors');
    if (survivors.size < this.settings.threshold) return this.abort('too-few-survivors');
    this.stage = 'done';
    const shares = [this.own!];
    for (const [of, { ofKey, ofMask, shared }] of this.neighbours) {
      const value = survivors.has(of) ? ofMask : ofKey;
      if (shared && value !== undefined) shares.push({ of, value });
    }
    return { send: { type: 'secure-reveal', round: this.settings.round, shares } };
  }

  private about(from: number, to: number): Uint8Array {
    return Buffer.from(`${this.settings.round} ${from} ${to}`);
  }

  private abort(why: MemberAbort): MemberStep {
    this.stage = 'done';
    return { abort: why };
  }
}

/** A uniform element of the field of shares: its prime is so close to 2^256 that one draw in 2^248 is drawn again. */
function fieldElement(coins: (bytes: number) => Uint8Array): Uint8Array {
  const drawn = coins(SHARE_BYTES);
  return drawn.subarray(0, SHARE_BYTES - 1).every((byte) => byte === 0xff) ? fieldElement(coins) : drawn;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
