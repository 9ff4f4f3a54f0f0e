// The section `federated`: a model that the nodes train on their own data.

import { z } from 'zod';
import { aggregations, findAggregation } from '../../core/federated/index.ts';
import { failed, success } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import { attack, checkGuards, liars, privacy, secure, writeGuards } from './federated-guards.ts';
import { choice, count, leaf, listOf, mapping, name, number, oneOf, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import { parameterFields, readParameters, writeParameters } from './parameters.ts';
import { time, writeQuantity, writeTokens } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { NodeGroup, Partition, ResolvedFederated } from './types.ts';
import { duration, share, tokens } from './values.ts';

const HIDDEN_MAX = 4_096;
const ROUNDS_MAX = 10_000;
const COUNT_MAX = 1_000_000;
const NAMES = aggregations.map((each) => each.name);

const ruleName = leaf<string>(
  'the name of an aggregation rule',
  { type: 'string', enum: NAMES, description: 'How contributions become one change: "ambient list aggregations".' },
  (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType('the name of an aggregation rule'));
    const known = findAggregation(written);
    return known === undefined ? failed(messages.unknownName('aggregation rule', written, NAMES)) : success(known.name);
  },
);

type Rule = ResolvedFederated['aggregation'];

const aggregation: z.ZodType<Rule> = z
  .union([
    ruleName.transform((rule): { rule: string } => ({ rule })),
    z.looseObject(
      { rule: ruleName, ...parameterFields(aggregations) },
      { error: () => JSON.stringify({ expected: '{ rule, … } with the parameters of the rule' }) },
    ),
  ])
  .transform(({ rule, ...written }, context): Rule => {
    const definition = findAggregation(rule)!;
    const surroundings = {
      section: 'federated.aggregation',
      noun: 'aggregation rule',
      all: aggregations,
      keys: ['rule'],
    };
    const read = readParameters(written, definition, surroundings);
    for (const { path, failure, key } of read.failures) report(context, { failure, key }, [...path]);
    return { rule, parameters: read.parameters };
  })
  .meta({ description: 'How contributions become one change of the model.' })
  .prefault('fedavg');

const partition: z.ZodType<Partition> = z
  .union([
    choice('the partition', 'The same of every class for everyone.', ['iid']).transform(
      (): Partition => ({ kind: 'iid' }),
    ),
    oneOf('a partition, such as iid or { dirichlet: 0.5 }', {
      dirichlet: number(
        'Shares of each class are drawn from Dirichlet(alpha): the smaller, the more uneven.',
        'a number above 0',
        positive,
      ).transform((alpha): Partition => ({ kind: 'dirichlet', alpha })),
      shards: count('Shards of one class that each node gets.', 1, COUNT_MAX).transform(
        (each): Partition => ({ kind: 'shards', each }),
      ),
      quantity: number(
        'Sizes are log-normal, with this sigma; classes are even.',
        'a number above 0',
        positive,
      ).transform((sigma): Partition => ({ kind: 'quantity', sigma })),
    }),
  ])
  .meta({ description: 'Who has which examples.' })
  .prefault('iid');

const data = mapping('{ set, partition, samples, test }', {
  set: choice('the data set', 'What is learnt.', ['mnist']).prefault('mnist'),
  partition,
  samples: count('Examples of a node, on average; all there are if absent.', 1, COUNT_MAX).exactOptional(),
  test: count('Examples that models are evaluated on.', 1, COUNT_MAX).prefault(10_000),
})
  .meta({ description: 'What the nodes have.' })
  .prefault({} as never);

type Written = ResolvedFederated['compression'];

const compression: z.ZodType<Written> = z
  .union([
    choice('the compression', 'Of updates: whole, or eight bits a parameter.', ['none', 'quantise']).transform(
      (kind): Written => ({ kind }),
    ),
    oneOf('a compression, such as quantise or { sparsify: 5 % }', {
      sparsify: share('The largest parameters of an update alone: this share of them.', positive).transform(
        (kept): Written => ({ kind: 'sparsify', kept }),
      ),
    }),
  ])
  .meta({ description: 'How updates are written. It changes bytes and accuracy.' })
  .prefault('none');

export interface WrittenFederated extends Omit<ResolvedFederated, 'participants' | 'minimum' | 'nodes'> {
  readonly participants?: number;
  readonly minimum: number;
  readonly nodes?: readonly string[];
}

export const federated: z.ZodType<WrittenFederated> = mapping('{ data, hidden, rounds, epochs, batch, rate, … }', {
  data,
  nodes: listOf('a list of groups', name('a group', 'One whose nodes have data.'), limits.listItems, 1)
    .meta({ description: 'Groups whose nodes have data and train. All if absent.' })
    .exactOptional(),
  hidden: count('Hidden units; 0 for softmax regression.', 0, HIDDEN_MAX).prefault(64),
  rounds: count('Models to make at most.', 1, ROUNDS_MAX).prefault(30),
  target: share('Accuracy at which it stops.', positive).exactOptional(),
  participants: count('Trainers in a round; all nodes with data if absent.', 1, COUNT_MAX).exactOptional(),
  minimum: share('Of the participants: with fewer contributions a round makes no new model.').prefault('50 %'),
  epochs: count('Times that a trainer sees each of its examples in a round.', 1, 1_000).prefault(1),
  batch: count('Examples of one step.', 1, COUNT_MAX).prefault(32),
  rate: number('The learning rate.', 'a number above 0', positive).prefault(0.1),
  aggregation,
  compression,
  budget: tokens('Of each contribution.').prefault('1 token'),
  timeout: duration('How long a round waits for contributions.', positive).prefault('10 min'),
  privacy,
  secure,
  liars,
  attack,
}).meta({ description: 'A model that the nodes train on their own data, in rounds or all the time.' });

/** The section with its counts worked out for these nodes; what is wrong goes to `complain`. */
export function resolveFederated(
  { nodes: wanted, participants: asked, minimum: share, ...rest }: WrittenFederated,
  groups: readonly Pick<NodeGroup, 'group' | 'count'>[],
  complain: (path: string[], failure: ReturnType<typeof messages.tooFewNodes>) => void,
): ResolvedFederated {
  const names = groups.map(({ group }) => group);
  for (const each of wanted ?? [])
    if (!names.includes(each)) complain(['nodes'], messages.unknownName('group', each, names));
  const nodes = wanted ?? names;
  const total = groups.reduce((sum, { group, count: size }) => sum + (nodes.includes(group) ? size : 0), 0);
  const participants = asked ?? total;
  if (participants > total) complain(['participants'], messages.tooFewNodes(participants, total));
  const { rule, parameters } = rest.aggregation;
  const needed = findAggregation(rule)?.refuses?.(parameters, participants);
  if (needed !== undefined) complain(['aggregation'], messages.theoremForbids(rule, needed, participants));
  checkGuards({ ...rest, nodes }, participants, complain);
  return { ...rest, nodes, participants, minimum: Math.max(1, Math.ceil(share * participants)) };
}

export function writeFederated(written: WrittenFederated): Plain {
  const { data: of, aggregation: used, compression: how, budget, timeout, nodes, ...more } = written;
  const { privacy: noise, secure: masks, attack: lie, liars: wrong, ...rest } = more;
  const { kind, ...detail } = of.partition;
  const { rule, parameters } = used;
  return {
    data: { ...of, partition: kind === 'iid' ? kind : { [kind]: Object.values(detail)[0] as number } },
    ...(nodes && { nodes: [...nodes] }),
    ...rest,
    aggregation: { rule, ...writeParameters(parameters, findAggregation(rule)!.parameters) },
    compression: how.kind === 'sparsify' ? { sparsify: how.kept! } : how.kind,
    budget: writeTokens(budget),
    timeout: writeQuantity(timeout, time),
    ...writeGuards(noise, masks, lie, wrong),
  };
}
