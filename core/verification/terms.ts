// The terms on which claims are tried, and the draws of segments.

import { type Amount, amount, type Duration, MINOR_UNITS_PER_TOKEN, type Probability } from '../foundation/index.ts';
import type { ModelledWork, Random } from '../protocol/index.ts';
import type { Parameter, ParameterValue } from '../scheduling/index.ts';

/** What holds for every node that stands by a result. */
export interface StakeTerms {
  /** The time for one answer. */
  readonly answer: Duration;
  /** What each node has at stake: all of it is lost with a lie, the share `late` with an answer that does not come. */
  readonly bond: Amount;
  readonly late: Probability;
  /** Of what is lost: for who has won. The rest is the treasury's, so that nobody gains by beating himself. */
  readonly award: Probability;
  /**
   * How long a node that leaves waits for its stake. Where it is not 0, a result that contradicts an accepted claim is
   * evidence, too, however late it comes.
   */
  readonly unbonding: Duration;
}

/** Results stand unless they are beaten. */
export interface Terms extends StakeTerms {
  /** Cuts of a trace, but for the first. */
  readonly segments: number;
  /** How long a claim can be challenged. */
  readonly window: Duration;
  /** Nodes that execute a claim again, of the share `rate` of claims. */
  readonly watchers: number;
  readonly rate: Probability;
  /** Segments of each claim that the referee executes. */
  readonly draws: number;
}

/** Results stand when they are proven. */
export interface ProofTerms extends StakeTerms {
  /** Of a piece of work. */
  readonly segmentsOf: (work: ModelledWork) => number;
  /** A task of more segments is not taken. */
  readonly largest: number;
  /** That it takes a node to prove one segment. */
  readonly gas: number;
  /** To verify the proof of one segment. */
  readonly verifying: Duration;
}

/** What `unbonding` is where nobody hears of a lie after it is paid. */
export const UNBONDING = 'how long a node that leaves waits for its stake';

/** Parameters of every policy that tries claims. */
export const termParameters: Readonly<Record<string, Parameter>> = {
  segments: {
    kind: 'count',
    default: 1_024,
    min: 1,
    description: 'parts that a trace is cut into: a dispute takes the binary logarithm in rounds',
  },
  states: {
    kind: 'choice',
    default: 'dump',
    choices: ['dump', 'circuit'],
    description:
      'states of real tasks: those of our interpreter, by SHA-256, or those that the circuit default proves, by Poseidon',
  },
  window: { kind: 'duration', default: 10_000_000, min: 0, description: 'how long a claim can be challenged' },
  answer: { kind: 'duration', default: 2_000_000, min: 1, description: 'time for one answer in a dispute' },
  watchers: { kind: 'count', default: 1, min: 0, description: 'nodes that execute a checked claim again' },
  rate: { kind: 'fraction', default: 0.1, description: 'claims that are checked' },
  bond: { kind: 'count', default: 100, min: 0, description: 'tokens that each node has at stake' },
  award: { kind: 'fraction', default: 0.5, description: 'of a lost stake, what goes to who has won' },
  unbonding: {
    kind: 'duration',
    default: 0,
    min: 0,
    description:
      'how long a node that leaves waits for its stake; if not 0, lies that are found after payment cost it, too',
  },
  late: { kind: 'fraction', default: 0.1, description: 'of its stake, what a node loses that does not answer in time' },
};

export function termsOf(given: Readonly<Record<string, ParameterValue>>): Terms {
  return {
    segments: Number(given['segments']),
    window: Number(given['window']) as Duration,
    answer: Number(given['answer']) as Duration,
    watchers: Number(given['watchers']),
    rate: Number(given['rate']) as Probability,
    draws: Number(given['draws'] ?? 0),
    bond: stakeOfTokens(given['bond']),
    late: Number(given['late']) as Probability,
    award: Number(given['award']) as Probability,
    unbonding: Number(given['unbonding']) as Duration,
  };
}

/** A whole number of tokens. */
export const stakeOfTokens = (tokens: ParameterValue | undefined): Amount =>
  amount(BigInt(Number(tokens)) * MINOR_UNITS_PER_TOKEN);

/** That `draws` of so many segments find one of the bad ones: 1 - C(n - b, k) / C(n, k). */
export function chanceOfCatching(segments: number, bad: number, draws: number): number {
  let missed = 1;
  for (let draw = 0; draw < Math.min(draws, segments); draw++) {
    missed *= Math.max(0, segments - bad - draw) / (segments - draw);
  }
  return 1 - missed;
}

/** Distinct segments, each as likely as any other; all of them if there are no more than that. */
export function drawn(count: number, segments: number, random: Random): readonly number[] {
  if (count >= segments) return Array.from({ length: segments }, (_, segment) => segment);
  // Floyd's sampling: one draw for each, however many there are to choose from.
  const chosen = new Set<number>();
  for (let last = segments - count; last < segments; last++) {
    const segment = random.below(last + 1);
    chosen.add(chosen.has(segment) ? last : segment);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Whom disputes rest on, in the words of reports. */
export const REFEREE = 'a coordinator that referees, and a network that carries answers within their time';

/** How likely a claim is executed again before it is accepted. */
export const watched = ({ watchers, rate }: Readonly<Record<string, ParameterValue>>): Probability =>
  (Number(watchers) > 0 ? Number(rate) : 0) as Probability;
