// What members and aggregator of one secure aggregation agree on beforehand, and what must hold of it.

import { type Failure, failed, type Result, success } from '../foundation/index.ts';

export interface SecureSettings {
  /** Names the round: what was sealed or signed for another one is worth nothing here. */
  readonly round: number;
  /** Values in a contribution. */
  readonly length: number;
  /** Bits of a sum, 1 to 32: sums are modulo 2^width, and what each brings must leave room for the rest. */
  readonly width: number;
  /** Neighbours of each member; as many as there are others, or more, is everyone with everyone. */
  readonly degree: number;
  /** How many of a member and its neighbours give its secrets back. */
  readonly threshold: number;
  /** Contributions without which there is no sum: a sum of few tells much about each. */
  readonly least: number;
}

/** Bits for the sum of so many values of so many bits. */
export const sumWidth = (valueBits: number, members: number): number =>
  valueBits + Math.ceil(32 - Math.clz32(Math.max(members - 1, 0)));

/** So many of those who hold shares of one secret, by default: two thirds and one more. */
export const defaultThreshold = (degree: number): number => Math.floor((2 * (degree + 1)) / 3) + 1;

/**
 * Refuses what does not keep its promise. With more than half of all shares needed, honest members, each of which
 * reveals one kind of share only, can never give the aggregator both secrets of one of them; with `corrupt` of them on
 * its side it takes more than (shares + corrupt) / 2.
 */
export function checkSecure(settings: SecureSettings, members: number, corrupt = 0): Result<SecureSettings> {
  const holders = Math.min(settings.degree, members - 1) + 1;
  const failures: Failure[] = [];
  const refuse = (message: string, expected: string, got: number): void => {
    failures.push({ code: 'secure-aggregation', message, expected, got: String(got) });
  };
  const { threshold, width, least } = settings;
  if (members < 3) refuse('a sum of two tells each what the other brought', 'at least 3 members', members);
  if (2 * threshold <= holders + corrupt) {
    const enough = Math.floor((holders + corrupt) / 2) + 1;
    refuse('too few shares give a secret back: an aggregator could ask for both', `at least ${enough}`, threshold);
  }
  if (threshold > holders) refuse('more shares are needed than there are', `at most ${holders}`, threshold);
  if (least < 2 || least > members) refuse('so many contributions are no sum', `2 to ${members}`, least);
  if (!(width >= 1 && width <= 32)) refuse('a sum has no such width', '1 to 32 bits', width);
  return failures.length > 0 ? failed(...failures) : success(settings);
}
