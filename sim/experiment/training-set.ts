// What federated learning reads from disk: the training task and the data set, once in a thread.

import { encodeExamples, encodeRequest, initialModel, type TrainingPlan } from '../../core/federated/index.ts';
import { assert, type Failure } from '../../core/foundation/index.ts';
import { Content } from '../../core/protocol/index.ts';
import { openStream } from '../kernel/index.ts';
import type { Cell, ResolvedFederated } from '../scenario/index.ts';
import { readIdx, readMnist, readTaskModule } from '../tasks/index.ts';
import { RunFault, sharedEngine, type TrainingSet } from '../world/index.ts';
import { openDataSet } from './data-files.ts';

type Files = Omit<TrainingSet, 'module' | 'gasOfExample'>;

const CLASSES = 10;
const WHITE = 255;
/** Examples by which the gas of one is measured. */
const MEASURED = 64;

let mnist: Files | undefined;
let task: Content | undefined;
const gas = new Map<string, number>();

/** Undefined of a cell that learns nothing. */
export function openTrainingSet({ federated }: Cell): TrainingSet | undefined {
  if (federated === undefined) return undefined;
  const { set } = federated.data;
  const files = set === 'mnist' ? openMnist() : { ...openDataSet(set), classes: set.classes };
  task ??= new Content(readTaskModule({ name: 'train' }));
  const name = set === 'mnist' ? set : set.sha256;
  return { ...files, module: task, gasOfExample: measured(files, name, task, federated) };
}

function openMnist(): Files {
  if (mnist !== undefined) return mnist;
  const train = examples('train-images-idx3-ubyte', 'train-labels-idx1-ubyte');
  const test = examples('t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte');
  mnist = { features: train.size, classes: CLASSES, brightest: WHITE, train, test };
  return mnist;
}

function examples(images: string, labels: string): Files['train'] & { size: number } {
  const { count, size } = readIdx(readMnist(images));
  const classes = readIdx(readMnist(labels));
  assert(count === classes.count, 'every image has a label', { images });
  const values = readMnist(images).subarray(-count * size);
  return { values, labels: Uint16Array.from(readMnist(labels).subarray(-count)), size };
}

/** Gas of one pass over one example, from a run on a few. */
function measured(
  { train, features, classes }: Files,
  name: string,
  module: Content,
  settings: ResolvedFederated,
): number {
  const { hidden, batch, optimiser } = settings;
  const key = [name, hidden, batch, optimiser].join('/');
  const known = gas.get(key);
  if (known !== undefined) return known;
  const plan: TrainingPlan = {
    ...{ features, hidden, classes, epochs: 1, batch, rate: 0.1, optimiser },
    compression: { kind: 'none' },
  };
  const model = initialModel(plan, openStream(0, 'federated/gas'));
  const count = Math.min(MEASURED, train.labels.length);
  const some = Array.from({ length: count }, (_, at) => train.values.subarray(at * features, (at + 1) * features));
  const own = encodeExamples(some, Array.from(train.labels.subarray(0, count)));
  const input = new Content(Buffer.concat([encodeRequest(plan, { model, seed: 1 }), own]));
  const ran = sharedEngine.run(module, input, 'relaxed');
  if (ran.outcome !== 'ok') throw new RunFault([tooLarge(model.length, ran.outcome, ran.detail)]);
  const each = Number(ran.gas) / count;
  gas.set(key, each);
  return each;
}

const tooLarge = (parameters: number, outcome: string, detail: string): Failure => ({
  code: 'cannot-execute',
  message: `a model of ${parameters} parameters cannot be trained in the sandbox`,
  got: `${outcome}: ${detail}`,
  hint: 'use fewer features, classes or hidden units',
});
