// A data set of a user's own, from what its files hold: classes numbered, features scaled, and examples held back to
// evaluate models on.

import type { Examples } from '../../core/federated/index.ts';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { DataScale } from '../scenario/cells.ts';

export interface DataSet {
  readonly features: number;
  /** By number, as they are written. */
  readonly classes: readonly string[];
  /** The largest value of a feature. */
  readonly brightest: number;
  readonly train: Examples;
  readonly test: Examples;
}

/** Examples as one file gives them. */
export interface RawExamples {
  /** How complaints call it. */
  readonly file: string;
  readonly features: number;
  readonly values: Uint8Array | Float32Array;
  readonly labels: readonly string[];
  /** The line of each example, if it is a text. */
  readonly lines?: readonly number[];
}

const CLASSES_MAX = 1_000;
const FEATURES_MAX = 65_536;
const WHITE = 255;

/** `held`: the share of `all` that becomes the test, if there is none of its own. */
export function makeDataSet(
  all: RawExamples,
  apart: RawExamples | undefined,
  scale: DataScale | undefined,
  held: number,
): Result<DataSet> {
  const classes = classesOf(all.labels);
  const failures = [...shapeProblems(all, classes), ...(apart === undefined ? [] : strangers(all, apart, classes))];
  if (failures.length > 0) return failed(...failures);
  const [train, test] = apart === undefined ? divided(all, classes, held) : [all, apart];
  if (test.labels.length === 0 || train.labels.length === 0) return failed(nothingHeld(all, held));
  const how = scale ?? (all.values instanceof Uint8Array ? 'pixels' : 'standard');
  const scaled = scaledBy(how, train, test);
  if (!scaled.ok) return scaled;
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const [values, tested] = scaled.value;
  const labelled = ({ labels }: RawExamples): Uint16Array => Uint16Array.from(labels, (label) => numbers.get(label)!);
  return success({
    features: all.features,
    classes,
    brightest: values instanceof Uint8Array ? WHITE : values.reduce((most, value) => Math.max(most, value), 0),
    train: { values, labels: labelled(train) },
    test: { values: tested, labels: labelled(test) },
  });
}

/** In the order of numbers if all are, else of texts. */
function classesOf(labels: readonly string[]): string[] {
  const names = [...new Set(labels)];
  const numeric = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return names.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0));
}

function shapeProblems({ file, features, labels }: RawExamples, classes: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  const refuse = (message: string, expected: string, got: string, hint: string): void => {
    failures.push({ code: 'bad-data-set', message: `${file}: ${message}`, expected, got, hint });
  };
  if (labels.length === 0) refuse('there is no example', 'one at least', 'none', 'check the file');
  else if (classes.length < 2) refuse('all examples are of one class', '2 classes at least', classes[0]!, COLUMN);
  if (classes.length > CLASSES_MAX) refuse('so many classes', `at most ${CLASSES_MAX}`, `${classes.length}`, COLUMN);
  if (features < 1 || features > FEATURES_MAX) {
    refuse('an example has so many features', `1 to ${FEATURES_MAX}`, `${features}`, 'leave some out');
  }
  return failures;
}

const COLUMN = 'say which column is the class: data: { label: NAME }';

/** What is wrong with examples to evaluate on, as against those to train on. */
function strangers(all: RawExamples, apart: RawExamples, classes: readonly string[]): Failure[] {
  if (apart.features !== all.features) {
    const message = `${apart.file}: its examples have ${apart.features} features, those of ${all.file} ${all.features}`;
    return [{ code: 'bad-data-set', message, hint: 'give both files the same columns' }];
  }
  const known = new Set(classes);
  const at = apart.labels.findIndex((label) => !known.has(label));
  if (at < 0) return [];
  const line = apart.lines?.[at];
  return [
    {
      code: 'unknown-class',
      message: `${apart.file}: a class that no example to train on has`,
      expected: `one of: ${classes.slice(0, 20).join(', ')}`,
      got: apart.labels[at]!,
      hint: 'write it as the other file does, or take the example out',
      ...(line !== undefined && { place: { file: apart.file, line, column: 1 } }),
    },
  ];
}

const nothingHeld = ({ file, labels }: RawExamples, held: number): Failure => ({
  code: 'bad-data-set',
  message: `${file}: nothing is left to train on, or to evaluate on`,
  expected: 'more examples of each class, or another share for "held"',
  got: `${labels.length} examples, of each class ${100 * held} %`,
  hint: 'or name a file for evaluation: set: { train: FILE, test: FILE }',
});

/** Holds back a share of each class, evenly from all over the file; the same whatever the seed. */
function divided(all: RawExamples, classes: readonly string[], held: number): [RawExamples, RawExamples] {
  const seen = new Map(classes.map((name) => [name, 0]));
  const chosen = all.labels.map((label) => {
    const before = seen.get(label)!;
    seen.set(label, before + 1);
    return Math.floor((before + 1) * held) > Math.floor(before * held);
  });
  const places = chosen.map((_, at) => at);
  return [
    pick(
      all,
      places.filter((at) => !chosen[at]),
    ),
    pick(
      all,
      places.filter((at) => chosen[at]),
    ),
  ];
}

function pick(all: RawExamples, places: readonly number[]): RawExamples {
  const { features, labels, lines } = all;
  const values =
    all.values instanceof Uint8Array
      ? new Uint8Array(places.length * features)
      : new Float32Array(places.length * features);
  places.forEach((place, at) =>
    values.set(all.values.subarray(place * features, (place + 1) * features), at * features),
  );
  return {
    ...all,
    values,
    labels: places.map((place) => labels[place]!),
    ...(lines && { lines: places.map((place) => lines[place]!) }),
  };
}

type Pair = readonly [Uint8Array | Float32Array, Uint8Array | Float32Array];

function scaledBy(how: DataScale, train: RawExamples, test: RawExamples): Result<Pair> {
  if (how === 'none') return success([Float32Array.from(train.values), Float32Array.from(test.values)]);
  if (how === 'standard') return success(standardised(train, test));
  const bad = [train, test].flatMap(notAPixel);
  return bad.length > 0 ? failed(...bad) : success([Uint8Array.from(train.values), Uint8Array.from(test.values)]);
}

function notAPixel({ file, values, features, lines }: RawExamples): Failure[] {
  const at = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= WHITE));
  if (at < 0) return [];
  const line = lines?.[Math.floor(at / features)];
  return [
    {
      code: 'out-of-range',
      message: `${file}: pixels are whole numbers of one byte`,
      expected: `0 to ${WHITE}`,
      got: String(values[at]),
      hint: 'use "scale: standard", or "none"',
      ...(line !== undefined && { place: { file, line, column: 1 } }),
    },
  ];
}

/** Of mean 0 and deviation 1 over the examples to train on; a feature that never changes is 0. */
function standardised(train: RawExamples, test: RawExamples): Pair {
  const { features } = train;
  const count = train.labels.length;
  const means = new Float64Array(features);
  const squares = new Float64Array(features);
  train.values.forEach((value, at) => {
    means[at % features]! += value / count;
  });
  train.values.forEach((value, at) => {
    const off = value - means[at % features]!;
    squares[at % features]! += (off * off) / count;
  });
  const scale = ({ values }: RawExamples): Float32Array =>
    Float32Array.from(values, (value, at) => {
      const spread = Math.sqrt(squares[at % features]!);
      return spread === 0 ? 0 : (value - means[at % features]!) / spread;
    });
  return [scale(train), scale(test)];
}
