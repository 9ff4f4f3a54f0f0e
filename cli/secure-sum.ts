// `ambient secure-sum`: one secure aggregation, run in truth and held against the plain sum and the formula of its cost.

import type { Options } from 'yargs';

import {
  checkSecure,
  countedBits,
  type DropOut,
  defaultThreshold,
  expansion,
  memberBits,
  type SecureSettings,
  secureSum,
  sumWidth,
} from '../core/federated/index.ts';
import { failed, type Result, sha256, success } from '../core/foundation/index.ts';
import { sizeOf } from '../core/protocol/index.ts';
import { openStream } from '../sim/kernel/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, usage, whole } from './flags.ts';
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
    seed: valued('of values and secrets [default: 1]'),
    formula: { type: 'boolean', describe: 'say what it costs, and run nothing' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient secure-sum --members 50 --drop 10', 'the sum of 40, by masks that cancel'],
    ['ambient secure-sum --members 1024 --values 1048576 --formula', 'what it would cost each member'],
  ],
  execute,
};

interface Question {
  readonly members: number;
  readonly valueBits: number;
  readonly drop: number;
  readonly seed: number;
  readonly settings: SecureSettings;
}

function execute(given: Given, terminal: Terminal): ExitCode {
  const question = questionOf(given);
  if (!question.ok) return refuse(question.failures, terminal);
  const { members, settings, valueBits } = question.value;
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
  };
  const ran = isSet(given, 'formula') ? undefined : run(question.value, holders);
  const told = { ...cost, ...ran };
  terminal.out(isSet(given, 'json') ? canonicalJson(told) : asText(told));
  return ran === undefined || ran.outcome === 'equal to the plain sum' ? PASSED : FAILED;
}

function questionOf(given: Given): Result<Question> {
  const members = numberOf(given, 'members', 20, 3, 100_000);
  const values = numberOf(given, 'values', 1_000, 1, 100_000_000);
  const bits = numberOf(given, 'bits', 16, 1, 32);
  const drop = numberOf(given, 'drop', 0, 0, 100_000);
  const seed = numberOf(given, 'seed', 1, 0, Number.MAX_SAFE_INTEGER);
  const degree = whole(given, 'degree', 2);
  const threshold = whole(given, 'threshold', 1);
  if (!members.ok || !values.ok || !bits.ok || !drop.ok || !seed.ok || !degree.ok || !threshold.ok) {
    return failed(...[members, values, bits, drop, seed, degree, threshold].flatMap(failuresOf));
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
    drop: drop.value,
    seed: seed.value,
    settings: settings.value,
  });
}

function numberOf(given: Given, flag: string, otherwise: number, from: number, to: number): Result<number> {
  const value = whole(given, flag, from);
  if (!value.ok) return value;
  if ((value.value ?? otherwise) <= to) return success(value.value ?? otherwise);
  const written = text(given, flag);
  return usage(flag, 'is too large', `up to ${to}`, written.ok ? (written.value ?? '') : '');
}

interface Ran {
  readonly outcome: string;
  readonly included: number;
  /** Of a member that stayed to the end: the mean over those. */
  readonly countedBytes: number;
  readonly wireBytes: number;
}

function run({ members, valueBits, drop, seed, settings }: Question, holders: number): Ran {
  const values = openStream(seed, 'secure-sum/values');
  const contributions = Array.from({ length: members }, () =>
    Uint32Array.from({ length: settings.length }, () => Math.floor(values.uniform() * 2 ** valueBits)),
  );
  const leavers = new Set<number>();
  const lots = openStream(seed, 'secure-sum/drop-outs');
  while (leavers.size < Math.min(drop, members)) leavers.add(lots.below(members));
  const dropOuts = contributions.map((_, member): DropOut => (leavers.has(member) ? 2 : undefined));
  let counted = 0;
  let wire = 0;
  const done = secureSum({
    settings,
    contributions,
    dropOuts,
    secret: sha256(`ambient secure-sum ${seed}`),
    random: openStream(seed, 'secure-sum/graph'),
    observe: (member, message) => {
      if (leavers.has(member)) return;
      counted += countedBits(message, holders, settings.length * settings.width) / 8;
      wire += sizeOf(message);
    },
  });
  const stayed = members - leavers.size;
  const bytes = { countedBytes: counted / stayed, wireBytes: wire / stayed };
  if ('abort' in done) return { outcome: `aborted: ${done.abort}`, included: 0, ...bytes };
  const plain = new Uint32Array(settings.length);
  for (const party of done.included) contributions[party]!.forEach((value, at) => (plain[at]! += value));
  const equal = plain.every((value, at) => value === done.sum[at]);
  return { outcome: equal ? 'equal to the plain sum' : 'WRONG', included: done.included.length, ...bytes };
}

function asText(told: Readonly<Record<string, string | number>>): string {
  return `${Object.entries(told)
    .map(([name, value]) => `${name.padEnd(13)}${value}`)
    .join('\n')}\n`;
}
