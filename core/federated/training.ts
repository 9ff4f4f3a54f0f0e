// What a trainer is sent and what it returns, as bytes: the formats of the task `train` (docs/federated.md).

import type { Random } from '../protocol/index.ts';
import type { Contribution } from './contribution.ts';

/** How models are made, and trained. */
export interface TrainingPlan {
  /** Numbers of an example. */
  readonly features: number;
  /** Rectified units of each layer between, at most 4 layers; none for softmax regression. */
  readonly hidden: readonly number[];
  readonly classes: number;
  /** Times that a trainer sees each of its examples in a round. */
  readonly epochs: number;
  /** Examples of one step. */
  readonly batch: number;
  /** The learning rate. */
  readonly rate: number;
  /** How a step follows from a gradient; Adam's moments begin anew with each task. */
  readonly optimiser: 'sgd' | 'adam';
  readonly compression: Compression;
}

/** How updates are written: whole, in eight bits a parameter, or as their largest parameters alone. */
export type Compression =
  | { readonly kind: 'none' }
  | { readonly kind: 'quantise' }
  | { readonly kind: 'sparsify'; readonly kept: number };

const VERSION = 2;
const HEADER = 68;
export const LAYERS_MAX = 4;
const KINDS: readonly Compression['kind'][] = ['none', 'quantise', 'sparsify'];
const OPTIMISERS: readonly TrainingPlan['optimiser'][] = ['sgd', 'adam'];

/** Parameters of a model, layer by layer: weights by the number that they look at, then biases. */
export function parametersOf(plan: Pick<TrainingPlan, 'features' | 'hidden' | 'classes'>): number {
  return layersOf(plan).reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
}

interface Layer {
  readonly inputs: number;
  readonly units: number;
  /** Where its weights begin. */
  readonly from: number;
}

/** All layers, the last being the classes. */
export function layersOf({
  features,
  hidden,
  classes,
}: Pick<TrainingPlan, 'features' | 'hidden' | 'classes'>): Layer[] {
  let inputs = features;
  let from = 0;
  return [...hidden, classes].map((units) => {
    const layer = { inputs, units, from };
    from += (inputs + 1) * units;
    inputs = units;
    return layer;
  });
}

/** Uniform weights (He et al. 2015), no biases; all zero for softmax regression. */
export function initialModel(plan: TrainingPlan, random: Random): Float32Array {
  const model = new Float32Array(parametersOf(plan));
  if (plan.hidden.length === 0) return model;
  for (const { inputs, units, from } of layersOf(plan)) {
    const most = Math.sqrt(6 / inputs);
    for (let at = from; at < from + inputs * units; at += 1) model[at] = (2 * random.uniform() - 1) * most;
  }
  return model;
}

/** What every trainer of a round is sent. */
export interface TrainingRequest {
  readonly model: Float32Array;
  /** Of the order in which examples come. */
  readonly seed: number;
  /** FedProx: how strongly trainers are held to the model. */
  readonly proximal?: number | undefined;
  /** SCAFFOLD: the aggregator's control variate. */
  readonly control?: Float32Array | undefined;
}

/** The request as bytes; a trainer's own examples come behind it. */
export function encodeRequest(
  plan: TrainingPlan,
  { model, seed, proximal = 0, control }: TrainingRequest,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + model.length * (control === undefined ? 4 : 8));
  const view = new DataView(bytes.buffer);
  const { features, hidden, classes, epochs, batch, compression } = plan;
  const units = Array.from({ length: LAYERS_MAX }, (_, layer) => hidden[layer] ?? 0);
  [VERSION, features, hidden.length, ...units, classes, epochs, batch].forEach((value, at) =>
    view.setUint32(4 * at, value, true),
  );
  view.setFloat32(40, plan.rate, true);
  view.setFloat32(44, proximal, true);
  view.setUint32(48, seed, true);
  view.setUint32(52, KINDS.indexOf(compression.kind), true);
  view.setUint32(56, compression.kind === 'sparsify' ? compression.kept : 0, true);
  view.setUint32(60, OPTIMISERS.indexOf(plan.optimiser), true);
  view.setUint32(64, control === undefined ? 0 : 1, true);
  writeFloats(view, HEADER, model);
  if (control !== undefined) writeFloats(view, HEADER + 4 * model.length, control);
  return bytes;
}

function writeFloats(view: DataView, from: number, values: Float32Array): void {
  values.forEach((value, at) => view.setFloat32(from + 4 * at, value, true));
}

/** Examples as a trainer keeps them: the features, in one byte each or in four, and the class behind them. */
export function encodeExamples(
  examples: readonly (Uint8Array | Float32Array)[],
  labels: readonly number[],
): Uint8Array<ArrayBuffer> {
  const [first] = examples;
  const size = first?.BYTES_PER_ELEMENT ?? 1;
  const stride = (first?.byteLength ?? 0) + 2;
  const bytes = new Uint8Array(8 + examples.length * stride);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, examples.length, true);
  view.setUint32(4, size, true);
  examples.forEach((values, at) => {
    const from = 8 + at * stride;
    if (values instanceof Uint8Array) bytes.set(values, from);
    else writeFloats(view, from, values);
    view.setUint16(from + stride - 2, labels[at]!, true);
  });
  return bytes;
}

/** A trainer's own control variate, as it comes behind its examples. */
export function encodeControl(control: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * control.length);
  writeFloats(new DataView(bytes.buffer), 0, control);
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

/** The model in what a trainer was sent, and the aggregator's control variate if there is one. */
export function readRequest(request: Uint8Array): { readonly model: Float64Array; readonly control?: Float64Array } {
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
  const read = (from: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, at) => view.getFloat32(from + 4 * at, true));
  const all = Math.floor((request.length - HEADER) / 4);
  if (view.getUint32(64, true) === 0) return { model: read(HEADER, all) };
  return { model: read(HEADER, all / 2), control: read(HEADER + 2 * all, all / 2) };
}
