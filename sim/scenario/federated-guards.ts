// What protects training, and from whom: the keys `privacy`, `secure`, `attack` and `liars` of the section `federated`.

import { z } from 'zod';
import { checkSecure, conversions } from '../../core/federated/index.ts';
import { type Failure, failed, success } from '../../core/foundation/index.ts';
import { findTrainingAttack, trainingAttacks } from '../adversary/index.ts';
import { limits } from './defaults.ts';
import type { ResolvedPrivacy, ResolvedSecure } from './federated-types.ts';
import { choice, count, leaf, listOf, mapping, name, number, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import { parameterFields, readParameters, writeParameters } from './parameters.ts';
import { time, writeQuantity } from './quantities.ts';
import { secureCounts } from './secure-counts.ts';
import type { Plain } from './tree.ts';
import type { ResolvedFederated } from './types.ts';
import { duration, share } from './values.ts';

/** What does not look at single updates. */
const RULES_OF_A_MEAN = ['fedavg', 'fedprox', 'fedadam'];
const DEGREE_MAX = 10_000;
const NO_ATTACK = 'none';
const NAMES = [NO_ATTACK, ...trainingAttacks.map((each) => each.name)];

const below1 = (value: number): Failure | undefined =>
  value > 0 && value < 1 ? undefined : messages.outOfRange('between 0 and 1');

export const privacy: z.ZodExactOptional<z.ZodType<ResolvedPrivacy>> = mapping('{ clip, noise, epsilon, delta }', {
  clip: number('The longest that a contribution may be (L2).', 'a number above 0', positive).prefault(1),
  noise: number('Standard deviation of the noise on the sum of a round, over "clip".', 'a number above 0', positive),
  epsilon: number('What a node may spend, over all rounds.', 'a number above 0', positive),
  delta: number('The chance that epsilon does not cover.', 'a number between 0 and 1', below1).prefault(1e-5),
  conversion: choice(
    'the conversion',
    'From Rényi divergence to epsilon.',
    conversions.map((each) => each.name),
  ).prefault(conversions[0]!.name),
})
  .meta({ description: 'Differential privacy of each node: its updates are clipped, and noise is added.' })
  .exactOptional();

/** As a file writes it: a range that is absent follows from the rest. */
export interface WrittenSecure extends Omit<ResolvedSecure, 'range'> {
  readonly range?: number;
}

export const secure: z.ZodExactOptional<z.ZodType<WrittenSecure>> = mapping(
  '{ degree, threshold, bits, range, patience }',
  {
    degree: count('Neighbours of each trainer; everyone with everyone if absent.', 2, DEGREE_MAX).exactOptional(),
    threshold: share('Of the shares of a secret: how many give it back.').prefault('67 %'),
    bits: count('Bits of each parameter of an update.', 2, 24).prefault(16),
    range: number(
      'Parameters of updates are cut off beyond this. Absent: what "privacy" lets an update and its noise be, or 1 without it.',
      'a number above 0',
      positive,
    ).exactOptional(),
    patience: duration('How long each stage waits for who does not answer.', positive).prefault('5 s'),
  },
)
  .meta({ description: 'Secure aggregation: the aggregator learns the mean, and no update.' })
  .exactOptional();

const attackName = leaf<string>(
  'the name of an attack on training',
  { type: 'string', enum: NAMES, description: 'How liars lie about what they learnt: "ambient list attacks".' },
  (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType('the name of an attack'));
    return NAMES.includes(written) ? success(written) : failed(messages.unknownName('attack', written, NAMES));
  },
);

type Attack = ResolvedFederated['attack'];

export const attack: z.ZodType<Attack> = z
  .union([
    attackName.transform((kind): { kind: string } => ({ kind })),
    z.looseObject(
      { kind: attackName, ...parameterFields(trainingAttacks) },
      { error: () => JSON.stringify({ expected: '{ kind, … } with the parameters of the attack' }) },
    ),
  ])
  .transform(({ kind, ...written }, context): Attack => {
    const definition = findTrainingAttack(kind) ?? { name: kind, parameters: {} };
    const surroundings = { section: 'federated.attack', noun: 'attack', all: trainingAttacks, keys: ['kind'] };
    const read = readParameters(written, definition, surroundings);
    for (const { path, failure, key } of read.failures) report(context, { failure, key }, [...path]);
    return { kind, parameters: read.parameters };
  })
  .meta({ description: 'What the nodes of "liars" do.' })
  .prefault(NO_ATTACK);

export const liars: z.ZodExactOptional<z.ZodType<readonly string[]>> = listOf(
  'a list of groups',
  name('a group', 'One whose nodes lie about what they learnt.'),
  limits.listItems,
  1,
)
  .meta({ description: 'Groups whose nodes lie about what they learnt.' })
  .exactOptional();

type Guards = Pick<ResolvedFederated, 'privacy' | 'attack' | 'liars' | 'aggregation' | 'nodes'> & {
  readonly secure?: WrittenSecure;
};

/** What is wrong with them together. */
export function checkGuards(
  { privacy: noisy, secure: hidden, attack: chosen, liars: wrong = [], aggregation, nodes }: Guards,
  participants: number,
  complain: (path: string[], failure: Failure) => void,
): void {
  const guard = hidden === undefined ? (noisy === undefined ? undefined : 'privacy') : 'secure';
  if (guard !== undefined && !RULES_OF_A_MEAN.includes(aggregation.rule)) {
    complain(['aggregation'], messages.looksAtUpdates(aggregation.rule, guard, RULES_OF_A_MEAN));
  }
  for (const each of wrong) if (!nodes.includes(each)) complain(['liars'], messages.unknownName('group', each, nodes));
  if (chosen.kind !== NO_ATTACK && wrong.length === 0) complain(['attack'], messages.nobodyLies());
  if (hidden === undefined) return;
  const checked = checkSecure({ round: 1, length: 1, least: 2, ...secureCounts(hidden, participants) }, participants);
  if (!checked.ok) for (const failure of checked.failures) complain(['secure'], failure);
}

/** Deviations of its own noise by which a parameter may lie beyond the clip, by default and at the least. */
const NOISE_KEPT = 6;
const NOISE_NEEDED = 4;
const WITHOUT_CLIP = 1;
/** Of the noise on a sum: what rounding may add to it. */
const ROUNDING = 0.1;

/** The section with its range: wide enough for what is clipped and noisy, and not so wide that nothing is told apart. */
export function resolveSecure(
  written: WrittenSecure,
  noisy: ResolvedPrivacy | undefined,
  { participants, minimum }: { readonly participants: number; readonly minimum: number },
  complain: (path: string[], failure: Failure) => void,
): ResolvedSecure {
  if (noisy === undefined) return { ...written, range: written.range ?? WITHOUT_CLIP };
  const own = noisy.noise / Math.sqrt(minimum);
  const range = written.range ?? noisy.clip * (1 + NOISE_KEPT * own);
  const least = noisy.clip * (1 + NOISE_NEEDED * own);
  if (range < least) complain(['secure', 'range'], messages.rangeTooSmall(least, noisy.clip));
  const step = (2 * range) / ((1 << written.bits) - 1);
  const rounding = step * Math.sqrt(participants / 12);
  const most = ROUNDING * noisy.noise * noisy.clip;
  if (rounding > most)
    complain(['secure', written.range === undefined ? 'bits' : 'range'], messages.gridTooCoarse(rounding, most));
  return { ...written, range };
}

export function writeGuards(
  noisy: ResolvedPrivacy | undefined,
  hidden: WrittenSecure | undefined,
  chosen: Attack,
  wrong: readonly string[] | undefined,
): Record<string, Plain> {
  const definition = findTrainingAttack(chosen.kind);
  return {
    ...(noisy && { privacy: { ...noisy } }),
    ...(hidden && { secure: { ...hidden, patience: writeQuantity(hidden.patience, time) } }),
    ...(wrong && { liars: [...wrong] }),
    attack: { kind: chosen.kind, ...(definition && writeParameters(chosen.parameters, definition.parameters)) },
  };
}
