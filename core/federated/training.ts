// What a trainer is sent and what it returns, as bytes: the formats of the task `train` (docs/federated.md).

import type { Random } from '../protocol/index.ts';
import type { Contribution } from './contribution.ts';

/** How models are made, and trained. */
export interface TrainingPlan {
  /** Numbers of an example. */
  readonly features: number;
  /** Rectified units between; 0 for softmax regression. */
  readonly hidden: number;
  readonly classes: number;
  /** Times that a trainer sees each of its examples in a round. */
  readonly epochs: number;
  /** Examples of one step. */
  readonly batch: number;
  /** The learning rate. */
  readonly rate: number;
  readonly compression: Compression;
}

/** How updates are written: whole, in eight bits a parameter, or as their largest parameters alone. */
export type Compression =
  | { readonly kind: 'none' }
  | { readonly kind: 'quantise' }
  | { readonly kind: 'sparsify'; readonly kept: number };

const VERSION = 1;
const HEADER = 44;
const KINDS: readonly Compression['kind'][] = ['none', 'quantise', 'sparsify'];

/** Parameters of a model: weights by the number that they look at, then biases; of the hidden layer first. */
export function parametersOf({ features, hidden, classes }: TrainingPlan): number {
  const width = hidden > 0 ? hidden : classes;
  return features * width + width + (hidden > 0 ? hidden * classes + classes : 0);
}

/** Uniform weights (He et al. 2015), no biases; all zero for softmax regression. */
export function initialModel(plan: TrainingPlan, random: Random): Float32Array {
  const { features, hidden, classes } = plan;
  const model = new Float32Array(parametersOf(plan));
  const fill = (from: number, count: number, inputs: number): void => {
    const most = Math.sqrt(6 / inputs);
    for (let at = from; at < from + count; at += 1) model[at] = (2 * random.uniform() - 1) * most;
  };
  if (hidden === 0) return model;
  fill(0, features * hidden, features);
  fill(features * hidden + hidden, hidden * classes, hidden);
  return model;
}

/** What a trainer is sent; its own examples come behind it. */
export function encodeRequest(plan: TrainingPlan, model: Float32Array, seed: number, proximal: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + model.length * 4);
  const view = new DataView(bytes.buffer);
  const { features, hidden, classes, epochs, batch, compression } = plan;
  [VERSION, features, hidden, classes, epochs, batch].forEach((value, at) => view.setUint32(4 * at, value, true));
  view.setFloat32(24, plan.rate, true);
  view.setFloat32(28, proximal, true);
  view.setUint32(32, seed, true);
  view.setUint32(36, KINDS.indexOf(compression.kind), true);
  view.setUint32(40, compression.kind === 'sparsify' ? compression.kept : 0, true);
  model.forEach((value, at) => view.setFloat32(HEADER + 4 * at, value, true));
  return bytes;
}

/** Examples as a trainer keeps them: pixels in one byte each, and the class behind them. */
export function encodeExamples(images: readonly Uint8Array[], labels: readonly number[]): Uint8Array {
  const width = (images[0]?.length ?? 0) + 1;
  const bytes = new Uint8Array(4 + images.length * width);
  new DataView(bytes.buffer).setUint32(0, images.length, true);
  images.forEach((image, at) => {
    bytes.set(image, 4 + at * width);
    bytes[4 + (at + 1) * width - 1] = labels[at]!;
  });
  return bytes;
}

/** What a trainer returned; undefined if it is not an update of so many parameters, all of them finite. */
export function decodeUpdate(bytes: Uint8Array, parameters: number): Omit<Contribution, 'staleness'> | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const update = new Float64Array(parameters);
  const kind = KINDS[view.getUint32(4, true)];
  const read = kind !== undefined && readers[kind](view, update);
  return read && update.every(Number.isFinite) ? { update, examples: view.getUint32(0, true) } : undefined;
}

type Reader = (view: DataView, update: Float64Array) => boolean;

const readers: Readonly<Record<Compression['kind'], Reader>> = {
  none: (view, update) => {
    if (view.byteLength !== 8 + 4 * update.length) return false;
    for (let at = 0; at < update.length; at += 1) update[at] = view.getFloat32(8 + 4 * at, true);
    return true;
  },
  quantise: (view, update) => {
    if (view.byteLength !== 12 + update.length) return false;
    const unit = view.getFloat32(8, true);
    for (let at = 0; at < update.length; at += 1) update[at] = unit * view.getInt8(12 + at);
    return true;
  },
  sparsify: (view, update) => {
    if (view.byteLength < 12 || view.byteLength !== 12 + 8 * view.getUint32(8, true)) return false;
    for (let at = 12, last = -1; at < view.byteLength; at += 8) {
      const place = view.getUint32(at, true);
      if (place <= last || place >= update.length) return false;
      update[place] = view.getFloat32(at + 4, true);
      last = place;
    }
    return true;
  },
};

/** An update written whole, whatever the plan says of compression. */
export function encodeUpdate({ update, examples }: Omit<Contribution, 'staleness'>): Uint8Array {
  const bytes = new Uint8Array(8 + 4 * update.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, examples, true);
  update.forEach((value, at) => view.setFloat32(8 + 4 * at, value, true));
  return bytes;
}

/** The model in what a trainer was sent. */
export function modelOf(request: Uint8Array): Float64Array {
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
  const count = Math.max(0, Math.floor((request.length - HEADER) / 4));
  return Float64Array.from({ length: count }, (_, at) => view.getFloat32(HEADER + 4 * at, true));
}
