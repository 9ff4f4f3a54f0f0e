// A trusted aggregator's half of privacy: it clips what it was sent, and adds noise to the mean before any rule sees it.

import type { Random } from '../protocol/index.ts';
import type { Aggregation } from './aggregation.ts';
import { addGaussian, clip } from './noise.ts';

import type { PrivacyTerms } from './trainer.ts';

/** Every contribution counts the same, so that one more or less moves the sum by at most the norm. */
export function privateMean(rule: Aggregation, terms: PrivacyTerms, random: Random): Aggregation {
  return {
    ...rule,
    combine: (contributions) => {
      const update = new Float64Array(contributions[0]!.update.length);
      for (const contribution of contributions) {
        const clipped = contribution.update.slice();
        clip(clipped, terms.clip);
        for (let at = 0; at < update.length; at++) update[at]! += clipped[at]!;
      }
      addGaussian(update, terms.noise * terms.clip, random);
      for (let at = 0; at < update.length; at++) update[at]! /= contributions.length;
      return rule.combine([{ update, examples: 1, staleness: 0 }]);
    },
  };
}
