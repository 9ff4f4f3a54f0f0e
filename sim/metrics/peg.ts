// peg.*: what came in, what went out, how long it took, and how well it was covered.

import { between, inSeconds, MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import { MESSAGE_SENT, PEG_PAID, PEG_REFUSED, RESERVES_CHANGED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';
import { Samples } from './samples.ts';

const tokens = (amount: bigint): number => Number(amount) / Number(MINOR_UNITS_PER_TOKEN);

export const peg: MetricDefinition = {
  provides: [
    { name: 'peg.minted', unit: 'tokens', description: 'tokens minted for deposits, of the whole run' },
    { name: 'peg.reversed', unit: 'tokens', description: 'tokens taken back after reorganisations' },
    { name: 'peg.paid', unit: 'tokens', description: 'tokens paid out in bitcoin, for good' },
    { name: 'peg.delay', unit: 'seconds', description: 'mean time from a burn to its final payment' },
    { name: 'peg.refusals', unit: 'count', description: 'times that a functionary did not sign what it was shown' },
    { name: 'peg.rescues', unit: 'count', description: 'signatures with emergency keys, over coins that had rested' },
    { name: 'peg.liveness', unit: 'fraction', description: 'of requests to sign, those that were answered' },
    { name: 'peg.reserves', unit: 'tokens', description: 'bitcoin of the federation at the end' },
  ],
  create: () => {
    const delays = new Samples();
    const sums = { mint: 0n, reverse: 0n, paid: 0n };
    let refusals = 0;
    let asked = 0;
    let signed = 0;
    let rescues = 0;
    let reserves: bigint | undefined;
    return {
      on: {
        [TOKENS_MOVED]: ({ kind, amount }): void => {
          if (kind === 'mint' || kind === 'reverse') sums[kind] += amount;
        },
        [PEG_PAID]: ({ amount, requested }, at): void => {
          sums.paid += amount;
          delays.push(inSeconds(between(requested, at)));
        },
        [PEG_REFUSED]: ({ rescue }): void => {
          if (!rescue) refusals++;
        },
        [MESSAGE_SENT]: ({ type }): void => {
          if (type === 'sign-peg') asked++;
          else if (type === 'peg-signed') signed++;
          else if (type === 'rescue-signed') rescues++;
        },
        [RESERVES_CHANGED]: (fact): void => {
          reserves = fact.reserves;
        },
      },
      values: () => {
        if (reserves === undefined) return {};
        return {
          'peg.minted': tokens(sums.mint),
          'peg.reversed': tokens(sums.reverse),
          'peg.paid': tokens(sums.paid),
          ...(delays.length > 0 && { 'peg.delay': delays.mean() }),
          'peg.refusals': refusals,
          ...(rescues > 0 && { 'peg.rescues': rescues }),
          ...(asked > 0 && { 'peg.liveness': (signed + refusals) / asked }),
          'peg.reserves': tokens(reserves),
        };
      },
    };
  },
};
