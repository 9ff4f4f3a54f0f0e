// Trains the network of scenarios/tasks/classify-digit.ts on the 60,000 training images of MNIST and writes its weights:
// `npm run train:digits`, about four minutes. Same seed, same bytes: additions, products and the pinned `exp` only.
// The 10,000 test images are looked at once, after the last epoch, to print the accuracy.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openStream } from '../sim/kernel/index.ts';
import { type IdxItems, readIdx, readMnist } from '../sim/tasks/index.ts';
import { normal } from '../sim/workload/index.ts';
import { DigitNetwork, HIDDEN, PIXELS } from './digit-network.ts';
import { classify, quantise } from './digit-weights.ts';

const SEED = 1;
const EPOCHS = 30;
const BATCH = 50;
const RATE_FIRST = 0.1;
const SIDE = 28;

const weightsFile = fileURLToPath(new URL('../scenarios/tasks/classify-digit.weights', import.meta.url));

const read = (name: string): IdxItems => readIdx(readMnist(name));
const images = read('train-images-idx3-ubyte');
const labels = read('train-labels-idx1-ubyte');

const random = openStream(SEED, 'train-digits');
const network = new DigitNetwork(() => normal(random));
const order = Array.from({ length: images.count }, (_, index) => index);
const shifted = new Uint8Array(PIXELS);

for (let epoch = 0; epoch < EPOCHS; epoch++) {
  shuffle();
  const rate = RATE_FIRST * (1 - epoch / EPOCHS);
  let right = 0;
  for (let start = 0; start < order.length; start += BATCH) {
    for (const index of order.slice(start, start + BATCH)) {
      shift(images.item(index), random.below(3) - 1, random.below(3) - 1);
      if (network.learn(shifted, labels.item(index)[0]!)) right++;
    }
    network.step(rate, BATCH);
  }
  process.stdout.write(`epoch ${epoch + 1}: ${((100 * right) / order.length).toFixed(2)} % of training images\n`);
}

const weights = quantise(network);
writeFileSync(weightsFile, weights);

const testImages = read('t10k-images-idx3-ubyte');
const testLabels = read('t10k-labels-idx1-ubyte');
let right = 0;
for (let index = 0; index < testImages.count; index++) {
  if (classify(weights, testImages.item(index)).digit === testLabels.item(index)[0]) right++;
}
process.stdout.write(
  `${HIDDEN} hidden, ${weights.length} bytes: ${(100 * right) / testImages.count} % of test images\n`,
);

/** Fisher and Yates. */
function shuffle(): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** Moves an image by up to a pixel, so that the network does not learn where digits stand. */
function shift(image: Uint8Array, right: number, down: number): void {
  shifted.fill(0);
  for (let row = Math.max(0, -down); row < Math.min(SIDE, SIDE - down); row++) {
    for (let column = Math.max(0, -right); column < Math.min(SIDE, SIDE - right); column++) {
      shifted[(row + down) * SIDE + column + right] = image[row * SIDE + column]!;
    }
  }
}
