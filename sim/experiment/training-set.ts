// What federated learning reads from disk: the training task and the data set, once in a thread.

import { encodeExamples, encodeRequest, initialModel, type TrainingPlan } from '../../core/federated/index.ts';
import { assert } from '../../core/foundation/index.ts';
import { Content } from '../../core/protocol/index.ts';
import { openStream } from '../kernel/index.ts';
import type { Cell, ResolvedFederated } from '../scenario/index.ts';
import { readIdx } from '../workload/index.ts';
import { sharedEngine, type TrainingSet } from '../world/index.ts';
import { readMnist, readTaskModule } from './task-files.ts';

type Files = Omit<TrainingSet, 'module' | 'gasOfExample'>;

const FEATURES = 784;
const CLASSES = 10;
/** Examples by which the gas of one is measured. */
const MEASURED = 64;

let mnist: Files | undefined;
let task: Content | undefined;
const gas = new Map<string, number>();

/** Undefined of a cell that learns nothing. */
export function openTrainingSet({ federated }: Cell): TrainingSet | undefined {
  if (federated === undefined) return undefined;
  mnist ??= {
    features: FEATURES,
    classes: CLASSES,
    train: examples('train-images-idx3-ubyte', 'train-labels-idx1-ubyte'),
    test: examples('t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'),
  };
  task ??= new Content(readTaskModule({ name: 'train' }));
  return { ...mnist, module: task, gasOfExample: measured(mnist, task, federated) };
}

function examples(images: string, labels: string): Files['train'] {
  const all = readIdx(readMnist(images));
  const classes = readIdx(readMnist(labels));
  assert(all.count === classes.count && all.size === FEATURES, 'every image has a label', { images });
  return { images: readMnist(images).subarray(-all.count * all.size), labels: readMnist(labels).subarray(-all.count) };
}

/** Gas of one pass over one example, from a run on a few. */
function measured({ train }: Files, module: Content, { hidden, batch }: ResolvedFederated): number {
  const key = `${hidden}/${batch}`;
  const known = gas.get(key);
  if (known !== undefined) return known;
  const plan: TrainingPlan = {
    ...{ features: FEATURES, hidden, classes: CLASSES, epochs: 1, batch, rate: 0.1 },
    compression: { kind: 'none' },
  };
  const model = initialModel(plan, openStream(0, 'federated/gas'));
  const pictures = Array.from({ length: MEASURED }, (_, at) =>
    train.images.subarray(at * FEATURES, (at + 1) * FEATURES),
  );
  const own = encodeExamples(pictures, Array.from(train.labels.subarray(0, MEASURED)));
  const input = new Content(Buffer.concat([encodeRequest(plan, model, 1, 0), own]));
  const ran = sharedEngine.run(module, input, 'relaxed');
  assert(ran.outcome === 'ok', 'the training task runs', { outcome: ran.outcome, detail: ran.detail });
  const each = Number(ran.gas) / MEASURED;
  gas.set(key, each);
  return each;
}
