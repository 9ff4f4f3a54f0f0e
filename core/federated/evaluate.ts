// How well a model does on examples that nobody trained on.

import { exp, ln } from '../foundation/index.ts';
import { layersOf, type TrainingPlan } from './training.ts';

export interface Evaluation {
  /** Fraction of the examples whose likeliest class is the right one. */
  readonly accuracy: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
}

/** Examples one after another, and the class of each. Features of one byte stand for fractions of 255. */
export interface Examples {
  readonly values: Uint8Array | Float32Array;
  readonly labels: Uint16Array;
}

const BRIGHTEST = 255;

export function evaluate(plan: TrainingPlan, model: Float32Array, { values, labels }: Examples): Evaluation {
  const layers = layersOf(plan).map((layer) => ({ ...layer, sums: new Float64Array(layer.units) }));
  const scores = layers.at(-1)!.sums;
  const scale = values instanceof Uint8Array ? BRIGHTEST : 1;
  let right = 0;
  let loss = 0;
  for (const [at, label] of labels.entries()) {
    const example = values.subarray(at * plan.features, (at + 1) * plan.features);
    look(layers[0]!, model, example, scale);
    for (let layer = 1; layer < layers.length; layer += 1) forward(layers[layer]!, model, layers[layer - 1]!.sums);
    let best = 0;
    for (let each = 1; each < scores.length; each += 1) if (scores[each]! > scores[best]!) best = each;
    if (best === label) right += 1;
    let total = 0;
    for (const each of scores) total += exp(each - scores[best]!);
    loss += ln(total) + scores[best]! - scores[label]!;
  }
  return { accuracy: right / labels.length, loss: loss / labels.length };
}

interface Sums {
  readonly inputs: number;
  readonly units: number;
  readonly from: number;
  readonly sums: Float64Array;
}

/** The first layer; features that are 0 cost nothing. */
function look(
  { inputs, units, from, sums }: Sums,
  model: Float32Array,
  example: ArrayLike<number>,
  scale: number,
): void {
  for (let unit = 0; unit < units; unit += 1) sums[unit] = model[from + inputs * units + unit]!;
  for (let feature = 0; feature < inputs; feature += 1) {
    if (example[feature] === 0) continue;
    const light = example[feature]! / scale;
    const row = from + feature * units;
    for (let unit = 0; unit < units; unit += 1) sums[unit]! += light * model[row + unit]!;
  }
}

/** A layer from the rectified sums of the layer before. */
function forward({ inputs, units, from, sums }: Sums, model: Float32Array, before: Float64Array): void {
  for (let unit = 0; unit < units; unit += 1) sums[unit] = model[from + inputs * units + unit]!;
  for (let input = 0; input < inputs; input += 1) {
    const value = before[input]!;
    if (value <= 0) continue;
    const row = from + input * units;
    for (let unit = 0; unit < units; unit += 1) sums[unit]! += value * model[row + unit]!;
  }
}
