// The key `data` of the section `federated`: what the nodes learn from, and who has which part of it.

import { z } from 'zod';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type {
  DataFile,
  DataScale,
  OwnDataSet,
  Partition,
  ResolvedFederated,
  WrittenDataSet,
} from './federated-types.ts';
import { choice, count, filePath, fraction, leaf, mapping, number, oneOf, positive, report, text } from './kit.ts';
import * as messages from './messages.ts';
import { isPath, type Plain } from './tree.ts';

const MNIST = 'mnist';
const COUNT_MAX = 1_000_000;
/** Of a data set of one's own: the share to evaluate on, if nothing is said. */
const HELD = 0.2;

/** Reads a data set of a user's own, or says what is wrong with it. */
export type LoadDataSet = (written: WrittenDataSet) => Result<{
  readonly set: OwnDataSet;
  /** SHA-256 of its files, by path. */
  readonly files: readonly (readonly [string, string])[];
}>;

/** Reads each data set once, however many cells use it. */
export class DataSetReader {
  private readonly known = new Map<string, ReturnType<LoadDataSet>>();
  private readonly load: LoadDataSet;

  constructor(load: LoadDataSet) {
    this.load = load;
  }

  read(written: WrittenDataSet): Result<OwnDataSet> {
    const key = JSON.stringify(written);
    const loaded = this.known.get(key) ?? this.load(written);
    this.known.set(key, loaded);
    return loaded.ok ? success(loaded.value.set) : loaded;
  }

  /** The SHA-256 of every file that was read, by absolute path. */
  digests(): (readonly [string, string])[] {
    return [...this.known.values()].flatMap((loaded) => (loaded.ok ? loaded.value.files : []));
  }
}

export interface WrittenData extends Omit<ResolvedFederated['data'], 'set'> {
  readonly set: typeof MNIST | WrittenDataSet;
}

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

const setName = leaf<string>(
  'mnist, or the path of a data set of your own, such as ./digits.csv',
  { type: 'string', description: 'By name (mnist), or a table or a folder of your own: docs/federated.md.' },
  (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType('mnist, or a path such as ./digits.csv'));
    if (written === MNIST || isPath(written)) return success(written);
    return failed(messages.unknownDataSet(written));
  },
);

const images = filePath('a path, such as ./train-images-idx3-ubyte', 'An IDX file of examples, one after another.');
const labels = filePath('a path, such as ./train-labels-idx1-ubyte', 'An IDX file of the class of each.');
const file = filePath('a path, such as ./train.csv', 'A table of examples, one on each line.');
const pair = mapping('{ images, labels }', { images, labels });
const dataFile: z.ZodType<DataFile> = z.union([file, pair]).meta({ description: 'A table, or two IDX files.' });

type WrittenFiles = Partial<Record<'images' | 'labels', string>> & Partial<Record<'train' | 'test', DataFile>>;

const FORMS = ['{ train, test }', '{ images, labels }'] as const;

const files = mapping('{ train, test }, or { images, labels }', {
  train: dataFile.exactOptional(),
  test: dataFile.exactOptional(),
  images: images.exactOptional(),
  labels: labels.exactOptional(),
}).transform((given: WrittenFiles, context): Pick<WrittenDataSet, 'train' | 'test'> => {
  const { train, test, images: some, labels: theirs } = given;
  if (train !== undefined && some === undefined && theirs === undefined) {
    return { train, ...(test !== undefined && { test }) };
  }
  if (some !== undefined && theirs !== undefined && train === undefined && test === undefined) {
    return { train: { images: some, labels: theirs } };
  }
  report(context, { failure: messages.eitherOr(...FORMS) });
  return z.NEVER;
});

const SCALES: readonly DataScale[] = ['none', 'pixels', 'standard'];

const below1 = (value: number): Failure | undefined =>
  value > 0 && value < 1 ? undefined : messages.outOfRange('between 0 and 100 %');

const shape = mapping('{ set, partition, samples, test, label, scale, held }', {
  set: z.union([setName, files]).meta({ description: 'What is learnt.' }).prefault(MNIST),
  label: columnName().exactOptional(),
  scale: choice(
    'the scale',
    'Of features of your own: as they are; as fractions of 255; or of mean 0 and deviation 1, as tables are if nothing is said.',
    SCALES,
  ).exactOptional(),
  held: fraction(
    'Of a data set of your own without a test: the share of each class to evaluate on. 20 % if absent.',
    below1,
  ).exactOptional(),
  partition,
  samples: count('Examples of a node, on average; all there are if absent.', 1, COUNT_MAX).exactOptional(),
  test: count('Examples that models are evaluated on.', 1, COUNT_MAX).prefault(10_000),
});

function columnName(): z.ZodType<string> {
  const column = 'the name of a column, or its number from 1';
  return z
    .union([
      text(column, 'Of a table: the column that is the class. The one called label, or the last, if absent.'),
      number(column, column, positive).transform(String),
    ])
    .meta({
      description: 'Of a table: the column of classes. The one called label, class or target if absent, or the last.',
    });
}

export const data: z.ZodType<WrittenData> = shape
  .transform(({ set, label, scale, held, ...rest }, context): WrittenData => {
    const given = typeof set === 'string' ? { train: set } : set;
    const detail = { label, scale, held };
    const detailed = Object.entries(detail).filter(([, value]) => value !== undefined);
    if (set === MNIST) {
      for (const [key] of detailed) report(context, { failure: messages.onlyOfOwnData(key), key: true }, [key]);
      return { set: MNIST, ...rest };
    }
    if (given.test !== undefined && held !== undefined) {
      report(context, { failure: messages.heldOfTest(), key: true }, ['held']);
    }
    return { set: { held: HELD, ...given, ...Object.fromEntries(detailed) }, ...rest };
  })
  .meta({ description: 'What the nodes have.' })
  .prefault({} as never);

/** The section with what its files hold; undefined after telling what is wrong with them. */
export function resolveData(
  { set: written, ...rest }: WrittenData,
  trainers: number,
  reader: DataSetReader,
  complain: (path: string[], failure: Failure) => void,
): ResolvedFederated['data'] | undefined {
  if (written === MNIST) return { set: MNIST, ...rest };
  const set = reader.read(written);
  if (!set.ok) {
    for (const failure of set.failures) complain(['data', failure.code === 'unknown-name' ? 'label' : 'set'], failure);
    return undefined;
  }
  const { examples } = set.value;
  if (examples < trainers) complain(['data', 'set'], messages.tooFewExamples(examples, trainers));
  return { set: set.value, ...rest };
}

export function writeData({ set, partition: how, ...rest }: WrittenData): Plain {
  const { kind, ...detail } = how;
  const divided = kind === 'iid' ? kind : { [kind]: Object.values(detail)[0] as number };
  if (set === MNIST) return { set, partition: divided, ...rest };
  const { train, test, held, ...more } = set;
  const named =
    test === undefined && typeof train === 'string'
      ? train
      : { train: writeFile(train), ...(test && { test: writeFile(test) }) };
  return { set: named, ...more, ...(test === undefined && { held }), partition: divided, ...rest };
}

const writeFile = (of: DataFile): Plain => (typeof of === 'string' ? of : { ...of });
