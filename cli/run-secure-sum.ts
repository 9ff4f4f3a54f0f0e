// The aggregation that `ambient secure-sum` asks for: made, run, and held against what it should come to.

import {
  countedBits,
  type DropOut,
  type Identity,
  type SecureRun,
  type SecureSettings,
  secureSum,
} from '../core/federated/index.ts';
import { keyPairFrom, sha256, verifierOf } from '../core/foundation/index.ts';
import { signingBytes, sizeOf } from '../core/protocol/index.ts';
import { type AggregatorAttack, attackAggregation } from '../sim/adversary/index.ts';
import { openStream } from '../sim/kernel/index.ts';

export interface SecureQuestion {
  readonly members: number;
  readonly valueBits: number;
  readonly drop: number;
  readonly corrupt: number;
  readonly seed: number;
  readonly settings: SecureSettings;
  readonly signed: boolean;
  readonly attack: AggregatorAttack | undefined;
}

export interface Ran {
  readonly good: boolean;
  readonly outcome: string;
  readonly included?: number;
  /** Of a member that stayed to the end: the mean over those. */
  readonly countedBytes?: number;
  readonly wireBytes?: number;
}

export function run(question: SecureQuestion, holders: number): Ran {
  const leavers = leaversOf(question);
  const asked = aggregationOf(question, leavers);
  return question.attack === undefined ? sum(asked, leavers, holders) : attacked(asked, question.attack);
}

function aggregationOf(
  { members, valueBits, seed, settings, signed }: SecureQuestion,
  leavers: Set<number>,
): SecureRun {
  const values = openStream(seed, 'secure-sum/values');
  const contributions = Array.from({ length: members }, () =>
    Uint32Array.from({ length: settings.length }, () => values.below(2 ** valueBits)),
  );
  const identities = signed ? identitiesOf(members, seed) : [];
  return {
    settings,
    contributions,
    dropOuts: contributions.map((_, member): DropOut => (leavers.has(member) ? 2 : undefined)),
    secret: sha256(`ambient secure-sum ${seed}`),
    random: openStream(seed, 'secure-sum/graph'),
    ...(signed && { identityOf: (member: number) => identities[member]! }),
  };
}

function leaversOf({ members, drop, seed }: SecureQuestion): Set<number> {
  const leavers = new Set<number>();
  const lots = openStream(seed, 'secure-sum/drop-outs');
  while (leavers.size < drop) leavers.add(lots.below(members));
  return leavers;
}

/** Everyone knows the public key of everyone. */
function identitiesOf(members: number, seed: number): readonly Identity[] {
  const pairs = Array.from({ length: members }, (_, member) => keyPairFrom(sha256(`identity ${seed} ${member}`)));
  const verifiers = pairs.map(({ publicKey }) => verifierOf(publicKey));
  return pairs.map((pair) => ({
    sign: (message) => pair.sign(signingBytes(message)),
    verify: (by, message) => verifiers[by]?.(signingBytes(message), message.signature) ?? false,
  }));
}

function sum(asked: SecureRun, leavers: Set<number>, holders: number): Ran {
  const { settings, contributions } = asked;
  let counted = 0;
  let wire = 0;
  const done = secureSum({
    ...asked,
    observe: (member, message) => {
      if (leavers.has(member)) return;
      counted += countedBits(message, holders, settings.length * settings.width) / 8;
      wire += sizeOf(message);
    },
  });
  const stayed = contributions.length - leavers.size;
  const bytes = { countedBytes: counted / stayed, wireBytes: wire / stayed };
  if ('abort' in done) return { good: false, outcome: `aborted: ${done.abort}`, included: 0, ...bytes };
  const plain = new Uint32Array(settings.length);
  for (const party of done.included) contributions[party]!.forEach((value, at) => (plain[at]! += value));
  const good = plain.every((value, at) => value === done.sum[at]);
  return { good, outcome: good ? 'equal to the plain sum' : 'WRONG', included: done.included.length, ...bytes };
}

function attacked(asked: SecureRun, attack: AggregatorAttack): Ran {
  const { learned, shares, refused } = attackAggregation(attack, asked);
  const refusals = [...refused].map(([why, times]) => `${times} refused (${why})`);
  const [ofMask, ofKey] = shares;
  const got = `${ofMask} shares of its mask and ${ofKey} of its key, of ${asked.settings.threshold} needed of both`;
  const outcome = learned ? 'the aggregator knows what member 0 brought' : 'the aggregator learnt nothing of member 0';
  return { good: !learned, outcome: `${[outcome, ...refusals].join('; ')}; it has ${got}` };
}
