// The aggregator's side of secure aggregation: it learns the sum of what survived, or nothing. Stages end when all have
// answered or the caller says so; who has not answered by then has dropped out.

import { assert, type PartyId } from '../foundation/index.ts';
import type {
  FromAggregator,
  FromMember,
  Random,
  SealedShares,
  SecureKeys,
  SecureMasked,
  SecurePeer,
  SecureReveal,
  SecureShares,
} from '../protocol/index.ts';
import { agreementPairFrom } from './key-agreement.ts';
import { applyMask } from './keystream.ts';
import { neighbourhoods } from './neighbours.ts';
import { pack, unpack } from './packing.ts';
import type { SecureSettings } from './secure-settings.ts';
import { ShareBook } from './share-book.ts';

/** Why there is no sum. */
export type SecureAbort = 'too-few-members' | 'secret-lost' | 'false-share';

export interface SecureSum {
  /** Modulo 2^width, coordinate by coordinate. */
  readonly sum: Uint32Array;
  /** Whose contributions are in it. */
  readonly included: readonly PartyId[];
}

export type AggregatorStep =
  | { readonly send: readonly (readonly [to: PartyId, message: FromAggregator])[] }
  | { readonly abort: SecureAbort }
  | SecureSum;

const STAGES = ['secure-keys', 'secure-shares', 'secure-masked', 'secure-reveal'] as const;

interface Member {
  readonly party: PartyId;
  keys?: SecureKeys;
  /** Of those that sent keys, by index, ascending. */
  neighbours: readonly number[];
  shares?: SecureShares;
  masked?: Uint32Array;
  revealed?: SecureReveal;
}

export class SecureAggregator {
  private readonly settings: SecureSettings;
  private readonly random: Random;
  private members: Member[];
  private stage = 0;

  constructor(settings: SecureSettings, parties: readonly PartyId[], random: Random) {
    this.settings = settings;
    this.random = random;
    this.members = parties.map((party) => ({ party, neighbours: [] }));
  }

  /** Takes in an answer. True if it was asked for: what is late, repeated, of another round or of no member, is not. */
  receive(from: PartyId, message: FromMember): boolean {
    const member = this.members.find(({ party }) => party === from);
    if (member === undefined || message.round !== this.settings.round) return false;
    if (message.type !== STAGES[this.stage] || this.answered(member)) return false;
    if (message.type === 'secure-keys') member.keys = message;
    else if (message.type === 'secure-shares') return this.takeShares(member, message);
    else if (message.type === 'secure-masked') return this.takeMasked(member, message);
    else member.revealed = message;
    return true;
  }

  /** Whether everyone who still takes part has answered. */
  get complete(): boolean {
    return this.members.every((member) => !this.isAsked(member) || this.answered(member));
  }

  /** Ends the stage with the answers that are here. */
  close(): AggregatorStep {
    const answered = this.members.filter((member) => this.isAsked(member) && this.answered(member));
    if (this.stage < 3 && answered.length < this.settings.least) return this.abort('too-few-members');
    this.stage++;
    if (this.stage === 1) return this.roster(answered);
    if (this.stage === 2) return { send: answered.map((member) => [member.party, this.delivery(member)]) };
    if (this.stage === 3) return { send: answered.map((member) => [member.party, this.survivors(member)]) };
    assert(this.stage === 4, 'a round ends once');
    return this.unmask();
  }

  private isAsked(member: Member): boolean {
    return [true, member.keys, member.shares, member.masked][this.stage] !== undefined;
  }

  private answered(member: Member): boolean {
    return [member.keys, member.shares, member.masked, member.revealed][this.stage] !== undefined;
  }

  private abort(why: SecureAbort): AggregatorStep {
    this.stage = STAGES.length;
    return { abort: why };
  }

  /** Who sent no keys is forgotten: the rest is numbered anew. */
  private roster(answered: Member[]): AggregatorStep {
    this.members = answered;
    const near = neighbourhoods(answered.length, this.settings.degree, this.random);
    answered.forEach((member, self) => {
      member.neighbours = near[self]!;
    });
    const peer = (index: number): SecurePeer => {
      const { party, keys } = answered[index]!;
      const { sealKey, maskKey, signature } = keys!;
      return { index, party, sealKey, maskKey, signature };
    };
    const { round } = this.settings;
    return {
      send: answered.map(({ party, neighbours }, self) => [
        party,
        { type: 'secure-roster', round, self, peers: neighbours.map(peer) },
      ]),
    };
  }

  private takeShares(member: Member, message: SecureShares): boolean {
    const sealedFor = message.boxes.map(({ peer }) => peer);
    if (sealedFor.length !== member.neighbours.length) return false;
    if (member.neighbours.some((index, at) => sealedFor[at] !== index)) return false;
    member.shares = message;
    return true;
  }

  private delivery(member: Member): FromAggregator {
    const self = this.members.indexOf(member);
    const boxes = member.neighbours.flatMap((index): SealedShares[] => {
      const sent = this.members[index]!.shares?.boxes.find(({ peer }) => peer === self);
      return sent === undefined ? [] : [{ peer: index, box: sent.box }];
    });
    return { type: 'secure-delivery', round: this.settings.round, boxes };
  }

  private takeMasked(member: Member, { packed }: SecureMasked): boolean {
    const values = unpack(packed, this.settings.length, this.settings.width);
    if (values !== undefined) member.masked = values;
    return values !== undefined;
  }

  private survivors(member: Member): FromAggregator {
    const around = [...member.neighbours, this.members.indexOf(member)].sort((a, b) => a - b);
    const flags = Uint32Array.from(around, (index) => (this.members[index]!.masked === undefined ? 0 : 1));
    return { type: 'secure-survivors', round: this.settings.round, bits: pack(flags, 1) };
  }

  /** The sum of what is masked, less the own masks of survivors and the masks that they share with the lost. */
  private unmask(): AggregatorStep {
    const book = new ShareBook(this.settings.threshold);
    this.members.forEach(({ revealed }, by) => {
      for (const { of, value } of revealed?.shares ?? []) {
        const known = this.members[of]?.neighbours.includes(by) === true || of === by;
        if (known) book.add(of, by + 1, value);
      }
    });
    const { length, width } = this.settings;
    const sum = new Uint32Array(length);
    const included: PartyId[] = [];
    for (const [index, member] of this.members.entries()) {
      if (member.shares === undefined) continue;
      const secret = book.secret(index);
      if (typeof secret === 'string') return this.abort(secret);
      if (member.masked !== undefined) {
        for (let at = 0; at < length; at++) sum[at]! += member.masked[at]!;
        applyMask(sum, secret, -1);
        included.push(member.party);
      } else if (!this.removeLost(index, secret, sum)) return this.abort('false-share');
    }
    const kept = 0xffff_ffff >>> (32 - width);
    for (let at = 0; at < length; at++) sum[at]! &= kept;
    return { sum, included };
  }

  /** Takes the masks that survivors share with a lost member out of the sum. False if that is not its key. */
  private removeLost(lost: number, secret: Uint8Array, sum: Uint32Array): boolean {
    const pair = agreementPairFrom(secret);
    const { neighbours, keys } = this.members[lost]!;
    if (!Buffer.from(pair.publicKey).equals(keys!.maskKey)) return false;
    for (const index of neighbours) {
      const { masked, keys: theirs } = this.members[index]!;
      if (masked === undefined) continue;
      // A survivor added this mask if it stands before the lost member, and took it away if behind.
      applyMask(sum, pair.agree('ambient mask', theirs!.maskKey)!, index < lost ? -1 : 1);
    }
    return true;
  }
}
