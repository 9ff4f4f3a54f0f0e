// Who has which examples: the usual ways to make the data of federated learning as uneven as it is in life.

import { exp, ln, pow } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Partition } from '../scenario/cells.ts';
import { normal } from './ziggurat.ts';

/** Draws of a Dirichlet partition until everyone has something. */
const TRIES = 100;

/** Places of the examples of each of `count` owners; every example has one. Some may have none. */
export function partition(labels: Uint16Array, count: number, how: Partition, random: Random): number[][] {
  const all = shuffled(labels.length, random);
  switch (how.kind) {
    case 'iid':
      return dealt(
        all,
        Array.from({ length: count }).map(() => 1),
      );
    case 'quantity':
      return dealt(
        all,
        Array.from({ length: count }).map(() => exp(how.sigma * normal(random))),
      );
    case 'shards':
      return sharded(labels, all, count, how.each, random);
    case 'dirichlet': {
      let dealtOut = byDirichlet(labels, all, count, how.alpha, random);
      for (let n = 1; n < TRIES && dealtOut.some((own) => own.length === 0); n += 1) {
        dealtOut = byDirichlet(labels, all, count, how.alpha, random);
      }
      return dealtOut;
    }
  }
}

function shuffled(count: number, random: Random): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  for (let left = count - 1; left > 0; left -= 1) {
    const other = random.below(left + 1);
    const kept = all[left]!;
    all[left] = all[other]!;
    all[other] = kept;
  }
  return all;
}

/** In proportion to the weights, each boundary rounded by itself. */
function dealt(places: readonly number[], weights: readonly number[]): number[][] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight) => {
    const from = Math.round((before / total) * places.length);
    before += weight;
    return places.slice(from, Math.round((before / total) * places.length));
  });
}

function sharded(labels: Uint16Array, all: readonly number[], count: number, each: number, random: Random): number[][] {
  // A stable sort: the order within a class stays random.
  const sorted = [...all].sort((a, b) => labels[a]! - labels[b]!);
  const shards = dealt(
    sorted,
    Array.from({ length: count * each }).map(() => 1),
  );
  const order = shuffled(shards.length, random);
  return Array.from({ length: count }, (_, owner) =>
    order.slice(owner * each, (owner + 1) * each).flatMap((shard) => shards[shard]!),
  );
}

function byDirichlet(
  labels: Uint16Array,
  all: readonly number[],
  count: number,
  alpha: number,
  random: Random,
): number[][] {
  const owned = Array.from({ length: count }, (): number[] => []);
  const classes = new Set(labels);
  for (const each of [...classes].sort((a, b) => a - b)) {
    const own = all.filter((place) => labels[place] === each);
    const shares = Array.from({ length: count }).map(() => gamma(alpha, random));
    dealt(own, shares).forEach((places, owner) => owned[owner]!.push(...places));
  }
  return owned;
}

/** A gamma variate of scale 1 (G. Marsaglia, W. Tsang, A simple method for generating gamma variables, 2000). */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * pow(random.uniform(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (v <= 0) continue;
    if (ln(random.uniform()) < 0.5 * x * x + d - d * v + d * ln(v)) return d * v;
  }
}
