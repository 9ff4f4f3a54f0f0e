// `ambient privacy`: what noise costs and buys, from the accountant that training uses.

import {
  analyticEpsilon,
  analyticNoise,
  type Composition,
  classicNoise,
  composedEpsilon,
  conversions,
  epsilonFloor,
  noiseFor,
  sampledGaussianRdp,
} from '../core/federated/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { isSet, usage } from './flags.ts';
import { type PrivacyQuestion, privacyFlags, questionOf } from './privacy-flags.ts';
import type { Terminal } from './terminal.ts';

export const privacy: Command = {
  usage: 'privacy',
  summary: 'says which epsilon so much noise gives, or how much noise an epsilon needs',
  positionals: {},
  flags: { ...privacyFlags, json: { type: 'boolean', describe: 'for a program' } },
  examples: [
    ['ambient privacy --noise 1.1 --sampling 256/60000 --rounds 14063 --delta 1e-5', 'epsilon by both conversions'],
    ['ambient privacy --epsilon 3 --sampling "1 %" --rounds 1000 --delta 1e-5', 'the least noise for that'],
    [
      'ambient privacy --mechanism gaussian --epsilon 1 --delta 1e-5',
      'the exact Gaussian mechanism, beside the classic',
    ],
  ],
  execute,
};

function execute(given: Given, terminal: Terminal): ExitCode {
  const question = questionOf(given);
  if (!question.ok) return refuse(question.failures, terminal);
  const answer = question.value.mechanism === 'gaussian' ? gaussian(question.value) : sampled(question.value);
  if (!answer.ok) return refuse(answer.failures, terminal);
  terminal.out(isSet(given, 'json') ? canonicalJson(answer.value) : asText(answer.value));
  return PASSED;
}

interface Bound {
  /** Name of a conversion, or of a theorem. */
  readonly by: string;
  readonly source: string;
  readonly epsilon: number;
  readonly noise: number;
  /** The order that proved it, and whether it is the least or greatest of those tried: a wider grid may prove less. */
  readonly order?: number;
  readonly edge?: boolean;
}

interface Answer {
  readonly mechanism: string;
  readonly assumes: string;
  readonly sampling: number;
  readonly rounds: number;
  readonly delta: number;
  /** Of the bound that was asked for: the first. */
  readonly epsilon: number;
  readonly noise: number;
  readonly bounds: readonly Bound[];
  /** Name of the grid of orders. */
  readonly orders?: string;
  /** The Rényi divergence of the whole composition by order. */
  readonly rdp?: readonly { readonly order: number; readonly divergence: number }[];
}

function sampled(question: PrivacyQuestion): Result<Answer> {
  const { sampling, rounds, delta, orders, conversion, target } = question;
  const first = { sampling, rounds, delta, orders, conversion };
  const floor = epsilonFloor(first);
  if ('epsilon' in target && target.epsilon <= floor) {
    return usage('epsilon', 'is out of reach of these orders', `more than ${digits(floor)}`, String(target.epsilon));
  }
  const noise = 'noise' in target ? target.noise : noiseFor(target.epsilon, first);
  const bounds = [conversion, ...conversions.filter((other) => other !== conversion)].map((by) =>
    boundBy({ ...first, conversion: by }, noise),
  );
  return success({
    mechanism: 'sampled-gaussian',
    assumes:
      sampling === 1
        ? 'every contribution takes part in each round'
        : 'Poisson sampling: each contribution takes part by a coin of its own, and neighbours differ by one contribution',
    sampling,
    rounds,
    delta,
    epsilon: bounds[0]!.epsilon,
    noise,
    bounds,
    orders: question.grid,
    rdp: orders.map((order) => ({ order, divergence: rounds * sampledGaussianRdp(order, { noise, sampling }) })),
  });
}

function boundBy(of: Composition, noise: number): Bound {
  const { name: by, source } = of.conversion;
  const { epsilon, order } = composedEpsilon(noise, of);
  const edge = order === Math.min(...of.orders) || order === Math.max(...of.orders);
  return { by, source, epsilon, noise, order, edge };
}

/** Rounds of a Gaussian without sampling are one with noise / sqrt(rounds). */
function gaussian({ sampling, rounds, delta, target }: PrivacyQuestion): Result<Answer> {
  if (sampling !== 1) {
    return failed({
      code: 'usage',
      message: '--sampling is not for this mechanism',
      expected: 'all contributions take part',
      got: String(sampling),
      hint: 'use --mechanism sampled-gaussian',
    });
  }
  const spread = Math.sqrt(rounds);
  const epsilon = 'epsilon' in target ? target.epsilon : analyticEpsilon(target.noise / spread, delta);
  const noise = 'noise' in target ? target.noise : spread * analyticNoise(epsilon, delta);
  const exact = { by: 'analytic', source: 'Balle and Wang (2018), theorem 8', epsilon, noise };
  const classic: Bound = {
    by: 'classic',
    source: 'Dwork and Roth (2014), theorem A.1: proved for an epsilon below 1 only',
    epsilon: 'epsilon' in target ? epsilon : (spread * classicNoise(1, delta)) / noise,
    noise: 'epsilon' in target ? spread * classicNoise(epsilon, delta) : noise,
  };
  return success({
    mechanism: 'gaussian',
    assumes: 'every contribution takes part in each round',
    sampling,
    rounds,
    delta,
    epsilon,
    noise,
    bounds: [exact, classic],
  });
}

function asText({ mechanism, assumes, sampling, rounds, delta, bounds, orders, rdp = [] }: Answer): string {
  const rows: [string, string][] = [
    ['mechanism', `${mechanism}, sampling ${digits(100 * sampling)} %, rounds ${rounds}, delta ${delta}`],
    ['assumes', assumes],
  ];
  if (orders !== undefined)
    rows.push(['orders', `${orders}: ${rdp.length} from ${rdp[0]!.order} to ${rdp.at(-1)!.order}`]);
  for (const { by, source, epsilon, noise, order, edge } of bounds) {
    const at =
      order === undefined ? '' : `, order ${order}${edge === true ? ' (the last tried: see --orders wide)' : ''}`;
    rows.push([by, `epsilon ${digits(epsilon)}, noise ${digits(noise)}${at}`], ['', source]);
  }
  return `${rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n')}\n`;
}

const digits = (value: number): string => String(Number(value.toPrecision(9)));
