// The training task as one would write it without a sandbox: the baseline of a benchmark. Same steps, dense loops.

import type { TrainingPlan } from '../core/federated/index.ts';

/** `own`: examples as trainers keep them. Returns the model after one pass. */
export function plainTraining(
  { features, hidden: [hidden = 0], classes, batch, rate }: TrainingPlan,
  sent: Float32Array,
  own: Uint8Array,
): Float32Array {
  const model = sent.slice();
  const gradient = new Float32Array(model.length);
  const count = new DataView(own.buffer, own.byteOffset).getUint32(0, true);
  const second = features * hidden + hidden;
  const h = new Float32Array(hidden);
  const errors = new Float32Array(classes);
  for (let from = 0; from < count; from += batch) {
    const until = Math.min(from + batch, count);
    for (let at = from; at < until; at += 1) {
      const start = 8 + at * (features + 2);
      h.set(model.subarray(features * hidden, features * hidden + hidden));
      for (let pixel = 0; pixel < features; pixel += 1) {
        const light = own[start + pixel]! / 255;
        for (let unit = 0; unit < hidden; unit += 1) h[unit]! += light * model[pixel * hidden + unit]!;
      }
      errors.set(model.subarray(second + hidden * classes));
      for (let unit = 0; unit < hidden; unit += 1) {
        h[unit] = Math.max(0, h[unit]!);
        for (let each = 0; each < classes; each += 1)
          errors[each]! += h[unit]! * model[second + unit * classes + each]!;
      }
      const highest = Math.max(...errors);
      let total = 0;
      for (let each = 0; each < classes; each += 1) total += errors[each] = Math.exp(errors[each]! - highest);
      for (let each = 0; each < classes; each += 1) errors[each]! /= total;
      errors[own[start + features]!]! -= 1; // Classes below 256: the low byte is all.
      for (let unit = 0; unit < hidden; unit += 1) {
        let back = 0;
        for (let each = 0; each < classes; each += 1) {
          back += model[second + unit * classes + each]! * errors[each]!;
          gradient[second + unit * classes + each]! += h[unit]! * errors[each]!;
        }
        h[unit] = h[unit]! > 0 ? back : 0;
      }
      for (let each = 0; each < classes; each += 1) gradient[second + hidden * classes + each]! += errors[each]!;
      for (let pixel = 0; pixel < features; pixel += 1) {
        const light = own[start + pixel]! / 255;
        for (let unit = 0; unit < hidden; unit += 1) gradient[pixel * hidden + unit]! += light * h[unit]!;
      }
      for (let unit = 0; unit < hidden; unit += 1) gradient[features * hidden + unit]! += h[unit]!;
    }
    const by = rate / (until - from);
    for (let at = 0; at < model.length; at += 1) model[at]! -= by * gradient[at]!;
    gradient.fill(0);
  }
  return model;
}
