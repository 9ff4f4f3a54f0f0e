// How a campaign varies settlement: what goes wrong with the chain, and who of the peg lies.

import { inSeconds } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Cell } from '../scenario/index.ts';
import { listOf, type Mapping, scaled, without } from './document.ts';

/** What is planned of the chain, as lists. */
const PLANS = ['reorg', 'censor', 'outage', 'spikes'] as const;
/** How many functionaries are not honest, in each way. */
const COUNTS = ['silent', 'colluding'] as const;
/** Who is honest, or has ways of not being it. */
const LIARS = ['keeper', 'depositor'] as const;
const HONEST = 'honest';

/** Another subset of its hazards, at other times. Undefined if nothing is settled. */
export function swarmedSettlement(settlement: unknown, random: Random, tossed: () => boolean): Mapping | undefined {
  if (settlement === undefined) return undefined;
  const { attacker, ...chain } = settlement as Mapping;
  const planned = PLANS.map((plan): [string, unknown] => [
    plan,
    listOf(chain[plan])
      .filter(tossed)
      .map((one) => ({ ...one, at: scaled(String(one['at']), 0.5 + random.uniform()) })),
  ]);
  return {
    ...chain,
    ...Object.fromEntries(planned),
    ...(attacker !== undefined && tossed() && { attacker }),
    ...(chain['peg'] !== undefined && { peg: swarmedPeg(chain['peg'] as Mapping, tossed) }),
  };
}

function swarmedPeg(peg: Mapping, tossed: () => boolean): Mapping {
  const counts = COUNTS.map((count): [string, unknown] => [count, tossed() ? peg[count] : 0]);
  const liars = LIARS.map((liar): [string, unknown] => [liar, written(waysOf(peg[liar]).filter(tossed))]);
  return { ...peg, ...Object.fromEntries([...counts, ...liars]) };
}

/** With one hazard fewer, each time another. */
export function calmer(settlement: unknown): readonly Mapping[] {
  if (settlement === undefined) return [];
  const whole = settlement as Mapping;
  const peg = (whole['peg'] ?? {}) as Mapping;
  const pegged = (change: Mapping): Mapping => ({ ...whole, peg: { ...peg, ...change } });
  return [
    ...PLANS.flatMap((plan) => {
      const all = listOf(whole[plan]);
      return all.map((_, at) => ({ ...whole, [plan]: all.filter((__, other) => other !== at) }));
    }),
    ...(whole['attacker'] === undefined ? [] : [without(whole, 'attacker')]),
    ...COUNTS.filter((count) => Number(peg[count] ?? 0) > 0).map((count) =>
      pegged({ [count]: Number(peg[count]) - 1 }),
    ),
    ...LIARS.flatMap((liar) => {
      const ways = waysOf(peg[liar]);
      return ways.map((_, at) => pegged({ [liar]: written(ways.filter((__, other) => other !== at)) }));
    }),
    ...(Number(peg['depositors'] ?? 1) > 1 ? [pegged({ depositors: Number(peg['depositors']) - 1 })] : []),
  ];
}

/** Each as a campaign names it; of what is planned, that which begins before the end, in seconds. */
export function hazardsOf({ settlement }: Pick<Cell, 'settlement'>, end: number = Infinity): readonly string[] {
  if (settlement === undefined) return [];
  const { chain, peg } = settlement;
  const planned = PLANS.flatMap((plan) =>
    chain[plan].flatMap((one, index) => (inSeconds(one.at) <= end ? [`${plan} ${index + 1} of the chain`] : [])),
  );
  const attacker = chain.attacker === undefined ? [] : ['an attacker of the chain'];
  if (peg === undefined) return [...planned, ...attacker];
  return [
    ...planned,
    ...attacker,
    ...COUNTS.filter((count) => peg[count] > 0).map((count) => `${count} functionaries`),
    ...LIARS.flatMap((liar) => peg[liar].map((way) => `${liar} that is ${way}`)),
  ];
}

const waysOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value as string[];
  return typeof value === 'string' && value !== HONEST ? [value] : [];
};

const written = (ways: readonly string[]): unknown => (ways.length === 0 ? HONEST : ways);
