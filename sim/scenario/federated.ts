// The section `federated`: a model that the nodes train on their own data.

import { z } from 'zod';
import { aggregations, findAggregation, LAYERS_MAX } from '../../core/federated/index.ts';
import { type Failure, failed, success } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import { type DataSetReader, data, resolveData, type WrittenData, writeData } from './federated-data.ts';
import {
  attack,
  checkGuards,
  liars,
  privacy,
  resolveSecure,
  secure,
  type WrittenSecure,
  writeGuards,
} from './federated-guards.ts';
import { choice, count, leaf, listOf, mapping, name, number, oneOf, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import { parameterFields, readParameters, writeParameters } from './parameters.ts';
import { time, writeQuantity, writeTokens } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { NodeGroup, ResolvedFederated } from './types.ts';
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

const units = (min: number): z.ZodType<number> => count('Hidden units; 0 for softmax regression.', min, HIDDEN_MAX);

const hidden: z.ZodType<readonly number[]> = z
  .union([
    units(0).transform((one): number[] => (one === 0 ? [] : [one])),
    listOf('a list of units, such as [128, 256]', units(1), LAYERS_MAX),
  ])
  .meta({ description: 'Hidden units, or a list of them for several layers; 0 for softmax regression.' })
  .prefault(64);

export interface WrittenFederated
  extends Omit<ResolvedFederated, 'data' | 'secure' | 'participants' | 'minimum' | 'nodes'> {
  readonly data: WrittenData;
  readonly secure?: WrittenSecure;
  readonly participants?: number;
  readonly minimum: number;
  readonly nodes?: readonly string[];
}

export const federated: z.ZodType<WrittenFederated> = mapping('{ data, hidden, rounds, epochs, batch, rate, … }', {
  data,
  nodes: listOf('a list of groups', name('a group', 'One whose nodes have data.'), limits.listItems, 1)
    .meta({ description: 'Groups whose nodes have data and train. All if absent.' })
    .exactOptional(),
  hidden,
  rounds: count('Models to make at most.', 1, ROUNDS_MAX).prefault(30),
  target: share('Accuracy at which it stops.', positive).exactOptional(),
  participants: count('Trainers in a round; all nodes with data if absent.', 1, COUNT_MAX).exactOptional(),
  minimum: share('Of the participants: with fewer contributions a round makes no new model.').prefault('50 %'),
  epochs: count('Times that a trainer sees each of its examples in a round.', 1, 1_000).prefault(1),
  batch: count('Examples of one step.', 1, COUNT_MAX).prefault(32),
  rate: number('The learning rate.', 'a number above 0', positive).prefault(0.1),
  optimiser: choice('the optimiser', 'How trainers step down a gradient. Adam begins anew in each round.', [
    'sgd',
    'adam',
  ]).prefault('sgd'),
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
  { nodes: wanted, participants: asked, minimum: share, data: written, secure: masks, ...rest }: WrittenFederated,
  groups: readonly Pick<NodeGroup, 'group' | 'count'>[],
  dataSets: DataSetReader,
  complain: (path: string[], failure: Failure) => void,
): ResolvedFederated | undefined {
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
  const minimum = Math.max(1, Math.ceil(share * participants));
  checkGuards({ ...rest, ...(masks && { secure: masks }), nodes }, participants, complain);
  const hiding = masks && resolveSecure(masks, rest.privacy, { participants, minimum }, complain);
  if (rule === 'scaffold' && rest.optimiser !== 'sgd')
    complain(['optimiser'], messages.notWithScaffold(rest.optimiser));
  const known = resolveData(written, total, dataSets, complain);
  return known && { ...rest, ...(hiding && { secure: hiding }), data: known, nodes, participants, minimum };
}

export function writeFederated(written: WrittenFederated): Plain {
  const { data: of, hidden: layers, aggregation: used, compression: how, budget, timeout, nodes, ...more } = written;
  const { privacy: noise, secure: masks, attack: lie, liars: wrong, ...rest } = more;
  const { rule, parameters } = used;
  return {
    data: writeData(of),
    hidden: layers.length > 1 ? [...layers] : (layers[0] ?? 0),
    ...(nodes && { nodes: [...nodes] }),
    ...rest,
    aggregation: { rule, ...writeParameters(parameters, findAggregation(rule)!.parameters) },
    compression: how.kind === 'sparsify' ? { sparsify: how.kept! } : how.kind,
    budget: writeTokens(budget),
    timeout: writeQuantity(timeout, time),
    ...writeGuards(noise, masks, lie, wrong),
  };
}
