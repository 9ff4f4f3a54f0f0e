// How well a model does on examples that nobody trained on.

import { exp, ln } from '../foundation/index.ts';
import type { TrainingPlan } from './training.ts';

export interface Evaluation {
  /** Fraction of the examples whose likeliest class is the right one. */
  readonly accuracy: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
}

/** Images of one byte a pixel, one after another, and the class of each. */
export interface Examples {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const BRIGHTEST = 255;

export function evaluate(plan: TrainingPlan, model: Float32Array, { images, labels }: Examples): Evaluation {
  const scores = new Float64Array(plan.classes);
  const activations = new Float64Array(plan.hidden);
  let right = 0;
  let loss = 0;
  for (const [at, label] of labels.entries()) {
    const image = images.subarray(at * plan.features, (at + 1) * plan.features);
    score(plan, model, image, activations, scores);
    let best = 0;
    for (let each = 1; each < scores.length; each += 1) if (scores[each]! > scores[best]!) best = each;
    if (best === label) right += 1;
    let total = 0;
    for (const each of scores) total += exp(each - scores[best]!);
    loss += ln(total) + scores[best]! - scores[label]!;
  }
  return { accuracy: right / labels.length, loss: loss / labels.length };
}

/** Scores of the classes; black pixels cost nothing. */
function score(
  { features, hidden, classes }: TrainingPlan,
  model: Float32Array,
  image: Uint8Array,
  activations: Float64Array,
  scores: Float64Array,
): void {
  const first = hidden > 0 ? activations : scores;
  const width = first.length;
  for (let unit = 0; unit < width; unit += 1) first[unit] = model[features * width + unit]!;
  for (let pixel = 0; pixel < features; pixel += 1) {
    if (image[pixel] === 0) continue;
    const light = image[pixel]! / BRIGHTEST;
    const row = pixel * width;
    for (let unit = 0; unit < width; unit += 1) first[unit]! += light * model[row + unit]!;
  }
  if (hidden === 0) return;
  const weights = features * hidden + hidden;
  for (let each = 0; each < classes; each += 1) scores[each] = model[weights + hidden * classes + each]!;
  for (let unit = 0; unit < hidden; unit += 1) {
    const value = activations[unit]!;
    if (value <= 0) continue;
    const row = weights + unit * classes;
    for (let each = 0; each < classes; each += 1) scores[each]! += value * model[row + each]!;
  }
}
