// Trains the two small classifiers of the task catalogue on the 60,000 training images of MNIST, pooled to 7 x 7, and
// writes what they learnt: `npm run train:small`, under a minute. Same seed, same bytes. The 10,000 test images are looked
// at once, to print the accuracy.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exp } from '../core/foundation/index.ts';

import { openStream } from '../sim/kernel/index.ts';
import { pooled, readIdx, readMnist } from '../sim/tasks/index.ts';

const SIDE = 7;
const PIXELS = SIDE * SIDE;
const DIGITS = 10;
/** As deep as one segment of the default circuit goes. */
const DEPTH = 9;
const EPOCHS = 6;
const RATE = 0.05;
/** Weights are whole multiples of 1 / this. */
const SCALE = 1 << 12;

interface Examples {
  readonly count: number;
  readonly images: readonly Uint8Array[];
  readonly labels: readonly number[];
}

function read(name: string): Examples {
  const [images, labels] = [
    readIdx(readMnist(`${name}-images-idx3-ubyte`)),
    readIdx(readMnist(`${name}-labels-idx1-ubyte`)),
  ];
  const all = Array.from({ length: images.count }, (_, at) => pooled(images.item(at), SIDE));
  return { count: images.count, images: all, labels: all.map((_, at) => labels.item(at)[0]!) };
}

interface Test {
  readonly pixel: number;
  readonly threshold: number;
}

const squares = (counts: ArrayLike<number>, from: number): number => {
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) sum += counts[from + digit]! * counts[from + digit]!;
  return sum;
};

/**
 * An oblivious decision tree: all nodes of one depth ask the same (Kohavi and Li, IJCAI 1995). Each question is the one
 * that lowers the Gini impurity of the groups most.
 */
function growTree(examples: Examples): Test[] {
  const groups = new Uint16Array(examples.count);
  return Array.from({ length: DEPTH }, (_, depth) => {
    let best = { purity: -1, pixel: 0, threshold: 0 };
    for (let pixel = 0; pixel < PIXELS; pixel += 1) {
      const found = bestThreshold(examples, groups, 1 << depth, pixel);
      if (found.purity > best.purity) best = found;
    }
    for (const [at, image] of examples.images.entries())
      groups[at] = 2 * groups[at]! + (image[best.pixel]! < best.threshold ? 1 : 0);
    return { pixel: best.pixel, threshold: best.threshold };
  });
}

function bestThreshold({ images, labels }: Examples, groups: Uint16Array, count: number, pixel: number) {
  const below = new Float64Array(count * DIGITS);
  const rest = new Float64Array(count * DIGITS);
  const byLight = Array.from({ length: 256 }, (): number[] => []);
  for (const [at, image] of images.entries()) {
    byLight[image[pixel]!]!.push(at);
    rest[groups[at]! * DIGITS + labels[at]!]! += 1;
  }
  const sizes = [
    new Float64Array(count),
    Float64Array.from({ length: count }, (_, group) => sizeOf(rest, group)),
  ] as const;
  let best = { purity: -1, pixel, threshold: 0 };
  for (let threshold = 1; threshold < 256; threshold += 1) {
    for (const at of byLight[threshold - 1]!) {
      const group = groups[at]!;
      below[group * DIGITS + labels[at]!]! += 1;
      rest[group * DIGITS + labels[at]!]! -= 1;
      sizes[0][group]! += 1;
      sizes[1][group]! -= 1;
    }
    let purity = 0;
    for (let group = 0; group < count; group += 1) {
      if (sizes[0][group]! > 0) purity += squares(below, group * DIGITS) / sizes[0][group]!;
      if (sizes[1][group]! > 0) purity += squares(rest, group * DIGITS) / sizes[1][group]!;
    }
    if (purity > best.purity) best = { purity, pixel, threshold };
  }
  return best;
}

const sizeOf = (counts: Float64Array, group: number): number =>
  counts.subarray(group * DIGITS, (group + 1) * DIGITS).reduce((sum, count) => sum + count, 0);

const leafOf = (tests: readonly Test[], image: Uint8Array): number =>
  tests.reduce((leaf, { pixel, threshold }) => 2 * leaf + (image[pixel]! < threshold ? 1 : 0), 0);

/** Of each leaf: its digit, and the percentage of images in it that are one. */
function answersOf({ images, labels }: Examples, tests: readonly Test[]): (readonly [number, number])[] {
  const counts = new Float64Array(DIGITS << DEPTH);
  for (const [at, image] of images.entries()) counts[leafOf(tests, image) * DIGITS + labels[at]!]! += 1;
  return Array.from({ length: 1 << DEPTH }, (_, leaf) => {
    const own = [...counts.subarray(leaf * DIGITS, (leaf + 1) * DIGITS)];
    const most = own.indexOf(Math.max(...own));
    return [most, Math.floor((100 * own[most]!) / Math.max(1, sizeOf(counts, leaf)))];
  });
}

/** Row by pixel, then one of biases. */
function learnLinear({ count, images, labels }: Examples): Float64Array {
  const weights = new Float64Array((PIXELS + 1) * DIGITS);
  const random = openStream(1, 'train-small-digits');
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = RATE * (1 - epoch / EPOCHS);
    for (let step = 0; step < count; step += 1) {
      const at = random.below(count);
      learnFrom(weights, images[at]!, labels[at]!, rate);
    }
  }
  return weights;
}

function scoresOf(weights: ArrayLike<number>, image: Uint8Array, one: number): number[] {
  return Array.from({ length: DIGITS }, (_, digit) => {
    let sum = weights[PIXELS * DIGITS + digit]!;
    for (let pixel = 0; pixel < PIXELS; pixel += 1) sum += (image[pixel]! / one) * weights[pixel * DIGITS + digit]!;
    return sum;
  });
}

/** A step of softmax regression. */
function learnFrom(weights: Float64Array, image: Uint8Array, label: number, rate: number): void {
  const scores = scoresOf(weights, image, 255);
  const highest = Math.max(...scores);
  const shares = scores.map((score) => exp(score - highest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  for (const [digit, share] of shares.entries()) {
    const slope = rate * ((digit === label ? 1 : 0) - share / total);
    for (let pixel = 0; pixel < PIXELS; pixel += 1) weights[pixel * DIGITS + digit]! += (slope * image[pixel]!) / 255;
    weights[PIXELS * DIGITS + digit]! += slope;
  }
}

/** As the task has them: biases are of the scale of sums over bytes. */
const quantised = (weights: Float64Array): Int32Array =>
  Int32Array.from(weights, (weight, at) => Math.round(weight * SCALE * (at < PIXELS * DIGITS ? 1 : 255)));

const train = read('train');
const test = read('t10k');
const to = (name: string): string => fileURLToPath(new URL(`../scenarios/tasks/${name}`, import.meta.url));
const accuracy = (classify: (image: Uint8Array) => number): string =>
  `${(100 * test.images.filter((image, at) => classify(image) === test.labels[at]).length) / test.count} % of test images`;

const tests = growTree(train);
const answers = answersOf(train, tests);
writeFileSync(
  to('digit-tree.tree'),
  `${JSON.stringify({ tests: tests.map(({ pixel, threshold }) => [pixel, threshold]), answers })}\n`,
);
process.stdout.write(`tree of depth ${DEPTH}: ${accuracy((image) => answers[leafOf(tests, image)]![0])}\n`);

const linear = quantised(learnLinear(train));
writeFileSync(to('digit-linear.weights'), new Uint8Array(linear.buffer));
const likeliest = (image: Uint8Array): number => {
  const scores = scoresOf(linear, image, 1);
  return scores.indexOf(Math.max(...scores));
};
process.stdout.write(`linear: ${accuracy(likeliest)}\n`);
