// `ambient secure-sum`: one secure aggregation, run in truth and held against the plain sum and the formula of its cost.

import type { Options } from 'yargs';

import {
  checkSecure,
  defaultThreshold,
  expansion,
  memberBits,
  secureRisks,
  sumWidth,
} from '../core/federated/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { type AggregatorAttack, aggregatorAttacks } from '../sim/adversary/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, usage, whole, word } from './flags.ts';
import { run, type SecureQuestion } from './run-secure-sum.ts';
import type { Terminal } from './terminal.ts';

/** Members times their neighbours times values: some minutes. */
const WORK_MAX = 2e10;
const valued = (describe: string): Options => ({ type: 'string', requiresArg: true, describe });

export const secureSumCommand: Command = {
  usage: 'secure-sum',
  summary: 'runs one secure aggregation, with drop-outs, and says what it costs',
  positionals: {},
  flags: {
    members: valued('how many contribute [default: 20]'),
    values: valued('values in a contribution [default: 1000]'),
    bits: valued('bits of a value [default: 16]'),
    degree: valued('neighbours of each member; everyone with everyone by default'),
    threshold: valued('shares that give a secret back [default: two thirds of them, and one more]'),
    drop: valued('members that drop out once they have shared their secrets [default: 0]'),
    corrupt: valued('members that collude with the aggregator, of which the risks are told [default: 0]'),
    seed: valued('of values and secrets [default: 1]'),
    aggregator: valued(
      `honest, or what it tries on member 0: ${Object.keys(aggregatorAttacks).join(', ')} [default: honest]`,
    ),
    unsigned: { type: 'boolean', describe: 'members do not sign their keys: cheaper, and not safe' },
    formula: { type: 'boolean', describe: 'say what it costs, and run nothing' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient secure-sum --members 50 --drop 10', 'the sum of 40, by masks that cancel'],
    ['ambient secure-sum --aggregator impersonates', 'what a lying aggregator gets to know'],
    ['ambient secure-sum --members 1024 --values 1048576 --formula', 'what it would cost each member'],
  ],
  execute,
};

function execute(given: Given, terminal: Terminal): ExitCode {
  const question = questionOf(given);
  if (!question.ok) return refuse(question.failures, terminal);
  const { members, settings, valueBits, corrupt, drop: lost } = question.value;
  const holders = Math.min(settings.degree, members - 1) + 1;
  const cost = {
    members,
    degree: holders - 1,
    threshold: settings.threshold,
    values: settings.length,
    bits: valueBits,
    sumBits: settings.width,
    formulaBytes: memberBits(holders, settings.length, settings.width) / 8,
    expansion: expansion(holders, settings.length, valueBits, settings.width),
    ...secureRisks(settings, { members, corrupt, lost }),
  };
  const ran = isSet(given, 'formula') ? undefined : run(question.value, holders);
  const { good = true, ...told } = { ...cost, ...ran };
  terminal.out(isSet(given, 'json') ? canonicalJson(told) : asText(told));
  return good ? PASSED : FAILED;
}

function questionOf(given: Given): Result<SecureQuestion> {
  const members = numberOf(given, 'members', 20, 3, 100_000);
  const values = numberOf(given, 'values', 1_000, 1, 100_000_000);
  const bits = numberOf(given, 'bits', 16, 1, 32);
  const drop = numberOf(given, 'drop', 0, 0, 100_000);
  const corrupt = numberOf(given, 'corrupt', 0, 0, members.ok ? members.value - 1 : 0);
  const seed = numberOf(given, 'seed', 1, 0, Number.MAX_SAFE_INTEGER);
  const aggregator = word(given, 'aggregator', ['honest', ...(Object.keys(aggregatorAttacks) as AggregatorAttack[])]);
  const degree = whole(given, 'degree', 2);
  const threshold = whole(given, 'threshold', 1);
  if (
    !members.ok ||
    !values.ok ||
    !bits.ok ||
    !drop.ok ||
    !seed.ok ||
    !degree.ok ||
    !threshold.ok ||
    !aggregator.ok ||
    !corrupt.ok
  ) {
    return failed(...[members, values, bits, drop, seed, degree, threshold, aggregator, corrupt].flatMap(failuresOf));
  }
  const near = Math.min(degree.value ?? Infinity, members.value - 1);
  const settings = checkSecure(
    {
      round: 1,
      length: values.value,
      width: sumWidth(bits.value, members.value),
      degree: near,
      threshold: threshold.value ?? defaultThreshold(near),
      least: 2,
    },
    members.value,
  );
  if (!settings.ok) return settings;
  const work = members.value * (near + 1) * values.value;
  if (work > WORK_MAX && !isSet(given, 'formula')) {
    return failed({
      code: 'usage',
      message: 'so large an aggregation would take many minutes',
      hint: 'with --formula only its cost is computed',
    });
  }
  return success({
    members: members.value,
    valueBits: bits.value,
    drop: Math.min(drop.value, members.value - 1),
    corrupt: corrupt.value,
    seed: seed.value,
    settings: settings.value,
    signed: !isSet(given, 'unsigned'),
    attack: aggregator.value === 'honest' ? undefined : aggregator.value,
  });
}

function numberOf(given: Given, flag: string, otherwise: number, from: number, to: number): Result<number> {
  const value = whole(given, flag, from);
  if (!value.ok) return value;
  if ((value.value ?? otherwise) <= to) return success(value.value ?? otherwise);
  const written = text(given, flag);
  return usage(flag, 'is too large', `up to ${to}`, written.ok ? (written.value ?? '') : '');
}

function asText(told: Readonly<Record<string, string | number>>): string {
  return `${Object.entries(told)
    .map(([name, value]) => `${name.padEnd(13)}${value}`)
    .join('\n')}\n`;
}
