// An aggregator that wants to know what one member contributed to a secure aggregation, and lies to get it.

import { type Identity, type MemberAbort, pack, type SecureRun, secureSum } from '../../core/federated/index.ts';
import { SIGNATURE_BYTES } from '../../core/foundation/index.ts';

export const aggregatorAttacks = {
  splits: 'tells half of the members that the victim is there, and half that it is gone, to get both of its secrets',
  isolates: 'tells the members that only the victim is left, to get a sum of one',
  impersonates: 'plays all other members itself, who contribute nothing',
} as const;
export type AggregatorAttack = keyof typeof aggregatorAttacks;

export interface AttackOutcome {
  /** Whether the aggregator now has the contribution of the victim. */
  readonly learned: boolean;
  /** Shares that it was given of the victim's own mask and of its key: it takes `threshold` of both. */
  readonly shares: readonly [ofMask: number, ofKey: number];
  /** Why members went no further, and how many. */
  readonly refused: ReadonlyMap<MemberAbort, number>;
}

/** Attacks member 0. */
export function attackAggregation(attack: AggregatorAttack, run: SecureRun): AttackOutcome {
  const refused = new Map<MemberAbort, number>();
  const shares: [number, number] = [0, 0];
  const around = new Map<number, readonly number[]>();
  const toldGone = new Set<number>();
  const puppets = attack === 'impersonates';
  const done = secureSum({
    ...run,
    contributions: puppets ? run.contributions.map(onlyTheVictims) : run.contributions,
    ...(puppets && run.identityOf && { identityOf: (member) => (member === 0 ? run.identityOf!(0) : FORGER) }),
    bends: (to, message) => {
      if (message.type === 'secure-roster') around.set(to, [message.self, ...message.peers.map(({ index }) => index)]);
      if (message.type !== 'secure-survivors' || puppets) return message;
      const members = around.get(to)!.toSorted((a, b) => a - b);
      const alive = new Set(attack === 'isolates' ? [0, to] : members);
      if (attack === 'splits' && to % 2 === 1) {
        alive.delete(0);
        toldGone.add(to);
      }
      return {
        ...message,
        bits: pack(
          Uint32Array.from(members, (index) => (alive.has(index) ? 1 : 0)),
          1,
        ),
      };
    },
    observe: (member, message) => {
      if (message.type !== 'secure-reveal' || !message.shares.some(({ of }) => of === 0)) return;
      shares[toldGone.has(member) ? 1 : 0]++;
    },
    refused: (member, why) => {
      if (!puppets || member === 0) refused.set(why, (refused.get(why) ?? 0) + 1);
    },
  });
  const both = Math.min(...shares) >= run.settings.threshold;
  const alone =
    'sum' in done && (puppets || done.included.length === 1) && done.included.some((party) => Number(party) === 0);
  return { learned: alone || both, shares, refused };
}

/** Its puppets bring nothing, so that the sum is what the victim brings. */
const onlyTheVictims = (values: Uint32Array, member: number): Uint32Array =>
  member === 0 ? values : new Uint32Array(values.length);

/** It has nobody's key but its own. */
const FORGER: Identity = { sign: () => new Uint8Array(SIGNATURE_BYTES), verify: () => true };
