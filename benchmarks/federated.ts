// Training in the sandbox against a plain loop over typed arrays, and aggregation rules on many updates.

import { Engine } from '../core/execution/index.ts';
import {
  encodeExamples,
  encodeRequest,
  findAggregation,
  initialModel,
  type TrainingPlan,
} from '../core/federated/index.ts';
import { Content } from '../core/protocol/index.ts';
import { openStream } from '../sim/kernel/index.ts';
import { readMnist, readTaskModule } from '../sim/tasks/index.ts';
import { plainTraining } from './plain-training.ts';
import type { Row } from './table.ts';

const PLAN: TrainingPlan = {
  ...{ features: 784, hidden: [32], classes: 10, epochs: 1, batch: 32, rate: 0.1, optimiser: 'sgd' },
  compression: { kind: 'none' },
};
const EXAMPLES = 600;
const TRAINERS = 100;
const ROUND_TARGET = 4;
const UPDATES = 1_000;
const PARAMETERS = 100_000;
const RULE_TARGET = 1;

export const federatedCosts = (): Row[] => [training(), ...['fedavg', 'coordinate-median', 'trimmed-mean'].map(rule)];

function training(): Row {
  const images = readMnist('train-images-idx3-ubyte').subarray(16);
  const labels = readMnist('train-labels-idx1-ubyte').subarray(8);
  const model = initialModel(PLAN, openStream(1, 'benchmark'));
  const shards = Array.from({ length: TRAINERS }, (_, trainer) => {
    const places = Array.from({ length: EXAMPLES }, (__, at) => trainer * EXAMPLES + at);
    return encodeExamples(
      places.map((place) => images.subarray(place * PLAN.features, (place + 1) * PLAN.features)),
      places.map((place) => labels[place]!),
    );
  });
  const engine = new Engine();
  const module = new Content(readTaskModule({ name: 'train' }));
  const request = encodeRequest(PLAN, { model, seed: 1 });
  const sandboxed = seconds(() => {
    for (const own of shards) engine.run(module, new Content(Buffer.concat([request, own])), 'default');
  });
  const plain = seconds(() => {
    for (const own of shards) plainTraining(PLAN, model, own);
  });
  return {
    what: `a round of ${TRAINERS} trainers x ${EXAMPLES} examples, MLP 784-32-10, one core`,
    figure: `${sandboxed.toFixed(2)} s`,
    baseline: `plain typed arrays ${plain.toFixed(2)} s; target ${ROUND_TARGET} s on two cores`,
    ratio: ROUND_TARGET / sandboxed,
  };
}

function rule(name: string): Row {
  const random = openStream(1, 'benchmark/updates');
  const updates = Array.from({ length: UPDATES }, () => ({
    update: Float64Array.from({ length: PARAMETERS }, () => random.uniform()),
    examples: 1,
    staleness: 0,
  }));
  const { parameters, ...definition } = findAggregation(name)!;
  const defaults = Object.fromEntries(Object.entries(parameters).map(([key, { default: usual }]) => [key, usual]));
  const taken = seconds(
    () => void definition.create(defaults, { ...PLAN, parameters: PARAMETERS, trainers: UPDATES }).combine(updates),
  );
  return {
    what: `${name} of ${UPDATES.toLocaleString('en')} updates of ${PARAMETERS.toLocaleString('en')} parameters`,
    figure: `${taken.toFixed(2)} s`,
    baseline: `target ${RULE_TARGET} s`,
    ratio: RULE_TARGET / taken,
  };
}

function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1_000;
}
