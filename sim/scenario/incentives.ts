// The section `incentives`: how the mesh pays for work.

import { z } from 'zod';
import { findReward, rewardRules } from '../../core/incentives/index.ts';
import { choice, flag, mapping, positive } from './kit.ts';
import { time, writeQuantity, writeTokens } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { ResolvedIncentives } from './types.ts';
import { duration, share, tokens } from './values.ts';

const DEFAULT_RULE = 'metered';

const rule = choice(
  'the reward rule',
  'How much of its budget a task earns its winner; "ambient list rewards" says what each counts.',
  rewardRules.map(({ name }) => name),
);

type Reward = ResolvedIncentives['reward'];

/** A rule with the price that it has by default, if it has one. */
function priced(name: string, price = findReward(name)?.defaults.price): Reward {
  return { rule: name, ...(price !== undefined && { price }) };
}

const reward: z.ZodType<Reward> = z
  .union([
    rule.transform((name) => priced(name)),
    mapping('{ rule, price }', {
      rule: rule.prefault(DEFAULT_RULE),
      price: tokens(
        'For one unit of what the rule counts: 10^9 gas of metered work, one GFLOPS/W, one task.',
      ).exactOptional(),
    }).transform((given) => priced(given.rule, given.price)),
  ])
  .meta({ description: 'What an accepted result earns. Default: metered, whose price is the budget if none is given.' })
  .prefault(DEFAULT_RULE);

export const incentives: z.ZodType<ResolvedIncentives> = mapping('{ reward, fee, timeout, journal }', {
  reward,
  fee: share('Of every reward: what the treasury keeps.').prefault(0),
  timeout: duration(
    'The longest that a budget stays in escrow; then the task expires, and is refunded.',
    positive,
  ).exactOptional(),
  journal: flag('Whether the run with the first seed writes its ledger journal into the run folder.').prefault(false),
}).meta({ description: 'How the mesh pays. Without it the winner of a task is paid its whole budget.' });

export function writeIncentives({ reward, fee, timeout, journal }: ResolvedIncentives): Plain {
  const { rule, price } = reward;
  return {
    reward: { rule, ...(price !== undefined && { price: writeTokens(price) }) },
    fee,
    ...(timeout !== undefined && { timeout: writeQuantity(timeout, time) }),
    journal,
  };
}
