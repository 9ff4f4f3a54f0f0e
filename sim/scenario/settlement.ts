// The section `settlement`: the Bitcoin chain, what goes wrong with it, and what the mesh writes there.

import { z } from 'zod';
import type { Duration } from '../../core/foundation/index.ts';
import { CHANGE_MIN, DEPOSITOR_WAYS, KEEPER_WAYS, PAYOUT_FEE_MAX } from '../../core/settlement/index.ts';
import { blocksFor } from './funding.ts';
import { choice, count, listOf, mapping, number, positive, quantity, type Rule, report } from './kit.ts';
import * as messages from './messages.ts';
import { feeRate, time, writeQuantity, writeTokens } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Planned, ResolvedAnchor, ResolvedChain, ResolvedPeg, ResolvedSettlement } from './types.ts';
import { duration, share, tokens } from './values.ts';

const COUNT_MAX = 1_000_000;
const DEPTH_MAX = 100;
const EVENTS_MAX = 1_000;

/** One of something, or a list of them. */
const some = <T>(expected: string, item: z.ZodType<T>, description: string): z.ZodType<readonly T[]> =>
  z
    .union([item.transform((one) => [one]), listOf(`a list of ${expected}`, item, EVENTS_MAX)])
    .meta({ description })
    .prefault([] as never);

const window: z.ZodType<Planned> = mapping('{ at, for }', {
  at: duration('When it begins.'),
  for: duration('How long it lasts.', positive),
});

const forks = mapping('{ rate, deeper }', {
  rate: share('Of blocks that have a rival at the same height.').prefault('0.03 %'),
  deeper: share('Of races between two branches that go on by another block on either side.', (value) =>
    value < 1 ? undefined : messages.outOfRange('less than 1, or no race ever ends'),
  ).prefault('1 %'),
})
  .meta({ description: 'Natural forks.' })
  .prefault({});

const attacker = mapping('{ share, confirmations, giveUp }', {
  share: share('Of the hash power.'),
  confirmations: count('Of its victim, before it publishes its own branch.', 1, DEPTH_MAX).prefault(6),
  giveUp: count('How many blocks behind it begins anew.', 1, DEPTH_MAX).prefault(30),
}).meta({ description: 'Mines in secret, again and again, to undo what has so many confirmations.' });

const rate = (description: string): z.ZodType<number> => quantity(feeRate, description, positive);

const fees = mapping('{ median, p99 }', {
  median: rate('What half of all blocks ask for, at least.').prefault('8 sat/vB'),
  p99: rate('What one block in a hundred asks for.').prefault('60 sat/vB'),
})
  .transform((given, context): ResolvedChain['fees'] => {
    if (given.p99 < given.median) report(context, { failure: messages.backwards('"median"', '"p99"') });
    return given;
  })
  .meta({ description: 'The least rate that gets into a block: log-normal.' })
  .prefault({});

const anchor: z.ZodType<ResolvedAnchor> = mapping('{ every, form, confirmations, patience, target }', {
  every: duration('Between two anchors: cadence costs fees.', positive).prefault('10 min'),
  form: choice('the form', 'Where the commitment is: in an OP_RETURN output, or in a tweaked Taproot key.', [
    'return',
    'taproot',
  ]).prefault('return'),
  confirmations: count('Blocks until an anchor is final.', 1, DEPTH_MAX).prefault(6),
  patience: count('Blocks that an anchor waits for before it offers a higher fee.', 1, COUNT_MAX).prefault(3),
  target: count('Its fee aims at the next so many blocks.', 1, COUNT_MAX).prefault(3),
}).meta({ description: 'Batches of what was settled, as Merkle roots in the chain.' });

/** Honest, or one way of being otherwise, or several. */
const ways = <const T extends string>(noun: string, description: string, all: readonly T[]): z.ZodType<readonly T[]> =>
  z
    .union([
      choice(noun, description, ['honest', ...all]).transform((way) => all.filter((each) => each === way)),
      listOf('a list of ways', choice(noun, description, all), all.length),
    ])
    .meta({ description })
    .prefault('honest' as never);

const atLeast =
  (least: bigint, hint = 'below it nothing is worth an output'): Rule<bigint> =>
  (value) =>
    value >= least ? undefined : messages.outOfRange(`at least ${writeTokens(least)}`, hint);

const SEATS_MAX = 15;
const BLOCKS_MAX = 65_535;

const peg: z.ZodType<ResolvedPeg> = mapping('{ functionaries, threshold, … }', {
  functionaries: count('Members of the federation.', 1, SEATS_MAX).prefault(5),
  threshold: count('Signatures that move its coins.', 1, SEATS_MAX).prefault(4),
  confirmations: count('Blocks until a deposit is credited.', 1, BLOCKS_MAX).prefault(100),
  final: count('Blocks until a payment is final.', 1, DEPTH_MAX).prefault(6),
  every: duration('Between two batches of payments.', positive).prefault('1 h'),
  cap: tokens('The most that leaves within "window".').prefault('1000 tokens'),
  window: duration('What the cap is about.', positive).prefault('1 d'),
  large: tokens('Payments from here on wait for "delay".').prefault('100 tokens'),
  delay: duration('How long large payments wait.').prefault('6 h'),
  refresh: count('Blocks after which a coin is moved, so that the emergency keys never can.', 1, BLOCKS_MAX).prefault(
    2_016,
  ),
  emergency: count('Blocks that a coin rests until two of three emergency keys can move it.', 1, BLOCKS_MAX).prefault(
    4_032,
  ),
  float: tokens(
    "What the federation has of its own: fees of what is nobody's payment come from it.",
    atLeast(CHANGE_MIN),
  ).prefault('0.1 tokens'),
  depositors: count('Who bring bitcoin, and take it away again.', 1, 1_000).prefault(3),
  deposit: tokens(
    'What each brings; 1 token is 1 bitcoin.',
    atLeast(PAYOUT_FEE_MAX + CHANGE_MIN, 'a payment may cost its receiver 0.001 tokens'),
  ).prefault('1 token'),
  gap: duration('Between the deposits of two of them.').prefault('10 min'),
  silent: count('Functionaries that never sign.', 0, SEATS_MAX).prefault(0),
  colluding: count('Functionaries that sign whatever they are shown.', 0, SEATS_MAX).prefault(0),
  holders: choice(
    'the holders of the emergency keys',
    'Asleep; honest, so that they pay once nothing has moved for "emergency" blocks; or signing whatever they are shown.',
    ['asleep', 'honest', 'colluding'],
  ).prefault('asleep'),
  keeper: ways('the keeper', 'Who proposes payments: honest, or how it lies, a way or a list of them.', KEEPER_WAYS),
  depositor: ways('depositors', 'Honest, or how they cheat, a way or a list of them.', DEPOSITOR_WAYS),
})
  .transform((given, context) => {
    const { functionaries, threshold, silent, colluding, confirmations, refresh, emergency, deposit, cap } = given;
    const fits = messages.backwards;
    if (threshold > functionaries) report(context, { failure: fits('"threshold"', '"functionaries"') });
    if (silent + colluding > functionaries)
      report(context, { failure: fits('"silent" and "colluding"', '"functionaries"') });
    if (deposit > cap) report(context, { failure: fits('"deposit"', '"cap"') });
    if (confirmations >= emergency) report(context, { failure: messages.takenBeforeCredited() });
    if (refresh > emergency) report(context, { failure: fits('"refresh"', '"emergency"') });
    return given;
  })
  .meta({ description: 'A federated peg: k of n functionaries keep the bitcoin that tokens stand for.' });

export const settlement: z.ZodType<ResolvedSettlement> = mapping('{ chain, anchor, … }', {
  chain: choice('the chain', 'A chain of our own, or that and a real node beside it (BITCOIND), which must agree.', [
    'simulated',
    'regtest',
  ]).prefault('simulated'),
  interval: duration('The mean time between two blocks.', positive).prefault('10 min'),
  fees,
  forks,
  attacker: attacker.exactOptional(),
  spikes: some(
    'spikes',
    mapping('{ at, for, factor }', {
      at: duration('When it begins.'),
      for: duration('How long it lasts.', positive),
      factor: number('What every rate is multiplied by.', 'a number, more than 0', positive),
    }),
    'Times of high fees.',
  ),
  reorg: some(
    'reorganisations',
    mapping('{ at, depth }', {
      at: duration('When it happens.'),
      depth: count('How many blocks are replaced by empty ones.', 1, DEPTH_MAX),
    }),
    'Blocks that are replaced.',
  ),
  censor: some('times', window, 'Times when no block takes a transaction of ours.'),
  outage: some('times', window, 'Times when no node of ours is heard.'),
  anchor: anchor.exactOptional(),
  peg: peg.exactOptional(),
})
  .transform(({ anchor, peg, ...chain }, context): ResolvedSettlement => {
    const resolved = { chain, ...(anchor !== undefined && { anchor }), ...(peg !== undefined && { peg }) };
    if (blocksFor(resolved) === undefined) report(context, { failure: messages.tooManyCoins() }, ['peg']);
    return resolved;
  })
  .meta({ description: 'Settlement on a Bitcoin chain. The run goes on until its last anchor is final.' });

const at = (value: Duration): string => writeQuantity(value, time);

function writePeg(peg: ResolvedPeg): Plain {
  const { every, window, delay, gap, cap, large, float, deposit, keeper, depositor, ...rest } = peg;
  const times = { every: at(every), window: at(window), delay: at(delay), gap: at(gap) };
  const amounts = { cap, large, float, deposit };
  return {
    ...rest,
    ...times,
    ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, writeTokens(amount)])),
    keeper: keeper.length === 0 ? 'honest' : keeper,
    depositor: depositor.length === 0 ? 'honest' : depositor,
  };
}

export function writeSettlement({ chain, anchor, peg }: ResolvedSettlement): Plain {
  const { chain: kind, interval, fees, forks, attacker, spikes, reorg, censor, outage } = chain;
  const windows = (list: readonly Planned[]): Plain => list.map((one) => ({ at: at(one.at), for: at(one.for) }));
  return {
    chain: kind,
    interval: at(interval),
    fees: { median: writeQuantity(fees.median, feeRate), p99: writeQuantity(fees.p99, feeRate) },
    forks: { ...forks },
    ...(attacker !== undefined && { attacker: { ...attacker } }),
    spikes: spikes.map((one) => ({ at: at(one.at), for: at(one.for), factor: one.factor })),
    reorg: reorg.map((one) => ({ at: at(one.at), depth: one.depth })),
    censor: windows(censor),
    outage: windows(outage),
    ...(anchor !== undefined && { anchor: { ...anchor, every: at(anchor.every) } }),
    ...(peg !== undefined && { peg: writePeg(peg) }),
  };
}
