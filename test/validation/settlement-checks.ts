// The simulated chain against what is known of Bitcoin's: an attacker's chance (Rosenfeld 2014; I_{4pq}(z, 1/2) of
// Grunspan and Pérez-Marco 2018), the time that confirmations take, the depth of forks. Each within a 99 % interval.

import { BLOCK_FOUND, CHAIN_REORGED } from '../../core/protocol/index.ts';
import { findStrategy } from '../../core/scheduling/index.ts';
import { loadBitcoin } from '../../core/settlement/index.ts';
import { interval, mean } from '../../sim/experiment/index.ts';
import { openStream } from '../../sim/kernel/index.ts';
import type { Cell } from '../../sim/scenario/index.ts';
import { World } from '../../sim/world/index.ts';
import { standingOf } from '../../sim/world/race.ts';
import type { Check, Outcome, Row, Tell } from './check.ts';
import type { Judgement } from './judge.ts';
import { type CaseOptions, loadCase } from './run-case.ts';

const Z_99 = 2.5758293035489;
const HOUR = 3600e6;
const RACES = 1_000_000;
/** An attacker so far behind does not come back: (q / p)^60 of it. */
const GIVE_UP = 60;
/** Hash share of the attacker, and confirmations of its victim. */
const DUELS = [
  [0.1, 1],
  [0.1, 2],
  [0.1, 4],
  [0.1, 6],
  [0.2, 6],
  [0.3, 6],
] as const;
const CONFIRMATIONS = [6, 102] as const;

export async function settlementChecks(options: CaseOptions): Promise<Check[]> {
  const { cells, seeds } = await loadCase('chain', options);
  const [cell] = cells;
  return [
    { name: "an attacker's race", tasks: 1e6, inputs: { DUELS, RACES }, run: (tell) => Promise.resolve(race(tell)) },
    { name: 'blocks and forks', tasks: 5e5, inputs: { cells, seeds }, run: (tell) => blocks(cell!, seeds, tell) },
  ];
}

function race(tell: Tell): Outcome {
  const rows = DUELS.map(([q, z], at): Row => {
    const share = won(q, z) / RACES;
    tell(at + 1, DUELS.length);
    const judgement = within(`q ${q}, z ${z}: success`, attackerWins(q, z), share, wilson(share, RACES));
    return { judgement, tasks: RACES, again: false };
  });
  const remarks = DUELS.map(([q, z]) => {
    const [exact, approximate] = [attackerWins(q, z), nakamoto(q, z)].map((p) => `${(100 * p).toPrecision(3)} %`);
    return `q ${q}, z ${z}: exactly ${exact!}; Nakamoto's Poisson approximation ${approximate!}`;
  });
  return { passed: rows.every(({ judgement }) => judgement.passed), rows, remarks };
}

/** How often the attacker comes out ahead, by the rule that the chain goes by. */
function won(q: number, z: number): number {
  const random = openStream(1, `validation/race/${q}/${z}`);
  const patience = { confirmations: z, giveUp: GIVE_UP };
  let wins = 0;
  for (let at = 0; at < RACES; at++) {
    let honest = 0;
    let secret = 1;
    let standing = standingOf(honest, secret, patience);
    while (standing === 'open') {
      if (random.uniform() < q) secret++;
      else honest++;
      standing = standingOf(honest, secret, patience);
    }
    if (standing === 'won') wins++;
  }
  return wins;
}

/** 1 - sum over m = 0..z of C(m+z-1, m) (p^z q^m - p^m q^z). */
function attackerWins(q: number, z: number): number {
  let sum = 0;
  let choose = 1;
  for (let m = 0; m <= z; m++) {
    sum += choose * ((1 - q) ** z * q ** m - (1 - q) ** m * q ** z);
    choose = (choose * (m + z)) / (m + 1);
  }
  return 1 - sum;
}

function nakamoto(q: number, z: number): number {
  const ratio = q / (1 - q);
  let poisson = Math.exp(-z * ratio);
  let sum = 0;
  for (let k = 0; k <= z; k++) {
    sum += poisson * (1 - ratio ** (z - k));
    poisson *= (z * ratio) / (k + 1);
  }
  return 1 - sum;
}

async function blocks(cell: Cell, seeds: readonly number[], tell: Tell): Promise<Outcome> {
  const times: number[][] = [];
  const depths: number[] = [];
  for (const [at, seed] of seeds.entries()) {
    const seen = await chainOf(cell, seed);
    times.push(seen.times);
    depths.push(...seen.depths);
    tell(at + 1, seeds.length);
  }
  const { deeper } = cell.settlement!.chain.forks;
  const found = [...times.flatMap(spacings), ...depths].length;
  const row = (judgement: Judgement): Row => ({ judgement, tasks: found, again: false });
  const rows = [
    ...CONFIRMATIONS.map((count) => row(hours(count, times))),
    row(within('fork depth', 1 / (1 - deeper), mean(depths), interval(depths, 0.99))),
    ...[1, 2, 3].map((depth) => {
      const share = depths.filter((each) => each === depth).length / depths.length;
      const exact = (1 - deeper) * deeper ** (depth - 1);
      return row(within(`forks ${depth} deep`, exact, share, wilson(share, depths.length)));
    }),
  ];
  const all = spans(102, times);
  const center = mean(all);
  const spread = Math.sqrt(all.reduce((sum, value) => sum + (value - center) ** 2, 0) / (all.length - 1));
  const remarks = [`102 confirmations take ${center.toFixed(2)} ± ${spread.toFixed(2)} h, exactly 17.00 ± 1.68 h`];
  return { passed: rows.every(({ judgement }) => judgement.passed), rows, remarks };
}

/** Mean time of so many blocks that follow one another, from spans that do not overlap. */
function hours(count: number, times: readonly number[][]): Judgement {
  const all = spans(count, times);
  return within(`${count} confirmations, h`, count / 6, mean(all), interval(all, 0.99));
}

const spans = (count: number, times: readonly number[][]): number[] =>
  times.flatMap((found) =>
    Array.from({ length: Math.floor((found.length - 1) / count) }, (_, at) => {
      return (found[(at + 1) * count]! - found[at * count]!) / HOUR;
    }),
  );

const spacings = (times: readonly number[]): number[] => times.slice(1).map((time, at) => time - times[at]!);

/** When blocks were found, whichever branch they are on, and how deep forks went. */
async function chainOf(cell: Cell, seed: number): Promise<{ times: number[]; depths: number[] }> {
  const times: number[] = [];
  const depths: number[] = [];
  const observer = {
    on: {
      [BLOCK_FOUND]: (_: unknown, at: number): void => void times.push(at),
      [CHAIN_REORGED]: ({ depth }: { depth: number }, at: number): void => {
        times.push(at);
        depths.push(depth);
      },
    },
  };
  const world = new World(cell, {
    seed,
    wire: false,
    shuffleTies: undefined,
    strategy: (random) => findStrategy('random')!.create({}, random),
    bitcoin: await loadBitcoin(),
    observers: [observer],
  });
  await world.run();
  return { times, depths };
}

function wilson(share: number, n: number): [number, number] {
  const z2 = Z_99 ** 2 / n;
  const center = (share + z2 / 2) / (1 + z2);
  const half = (Z_99 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n))) / (1 + z2);
  return [center - half, center + half];
}

const within = (metric: string, exact: number, found: number, [low, high]: readonly [number, number]): Judgement => ({
  metric,
  exact,
  mean: found,
  interval: [low, high],
  passed: low <= exact && exact <= high,
});
