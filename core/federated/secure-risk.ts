// How likely a neighbourhood on a sparse graph turns out badly (Bell et al. 2020, section 3.5). Neighbours are as good as
// drawn without replacement, so both counts are hypergeometric; over all members by the union bound.

import { exp, lnGamma } from '../foundation/index.ts';
import type { SecureSettings } from './secure-settings.ts';

export interface Crowd {
  readonly members: number;
  /** On the side of the aggregator. */
  readonly corrupt: number;
  /** Gone before the last stage. */
  readonly lost: number;
}

/**
 * `exposed`: that for some member the aggregator can get both secrets, as honest neighbours give one of them each, and
 * corrupt ones both. `stuck`: that some member's secrets cannot be given back, and there is no sum.
 */
export function secureRisks(
  { degree, threshold }: Pick<SecureSettings, 'degree' | 'threshold'>,
  { members, corrupt, lost }: Crowd,
): { readonly exposed: number; readonly stuck: number } {
  const neighbours = Math.min(degree, members - 1);
  const holders = neighbours + 1;
  // The member itself is honest, and present, or there is nothing to lose.
  const exposed = tail(members - 1, corrupt, neighbours, 2 * threshold - holders);
  const stuck = tail(members - 1, lost, neighbours, holders - threshold + 1);
  return { exposed: Math.min(members * exposed, 1), stuck: Math.min(members * stuck, 1) };
}

/** That at least `from` of `drawn` out of `population` are among the `marked`. */
function tail(population: number, marked: number, drawn: number, from: number): number {
  let sum = 0;
  const most = Math.min(drawn, marked);
  for (let hits = Math.max(from, drawn + marked - population, 0); hits <= most; hits++) {
    sum += exp(lnChoose(marked, hits) + lnChoose(population - marked, drawn - hits) - lnChoose(population, drawn));
  }
  return Math.min(sum, 1);
}

const lnChoose = (n: number, k: number): number => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
