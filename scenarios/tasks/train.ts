// One node's share of a round of federated learning: gradient descent on its own examples, from the model it was sent;
// or a part of that, some of its steps from the state before to the state after, so that it can be done again elsewhere.
// Softmax regression, or hidden layers of rectified units. All arithmetic is f32 but the exponential, which the compiler
// brings as code; features that are 0 cost nothing. The formats are in docs/federated.md.

import { output, reserve } from './abi';

export { alloc } from './abi';

const VERSION: u32 = 2;
/** The version of a part. */
const PART: u32 = 3;
const HEADER: i32 = 68;
/** Of a part: the steps, all examples of the trainer, bytes of a feature, those that are here, and what is. */
const PART_HEADER: i32 = 24;
const WITH_STATE: u32 = 1;
const WITH_SENT: u32 = 2;
const LAST: u32 = 4;
const LAYERS_MAX: i32 = 4;
const BYTES: i32 = 1;
const ADAM: u32 = 1;

// Adam (Kingma, Ba 2015), with its published constants.
const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

// The header, as u32 or f32 each.
let features: i32 = 0;
/** Hidden layers. */
let layers: i32 = 0;
let classes: i32 = 0;
let epochs: i32 = 0;
let batch: i32 = 0;
let rate: f32 = 0;
/** FedProx: how strongly the model is held back (Li et al. 2020). */
let proximal: f32 = 0;
let seed: u32 = 0;
let compression: u32 = 0;
let kept: i32 = 0;
let optimiser: u32 = 0;
/** SCAFFOLD: whether steps are corrected (Karimireddy et al. 2020). */
let controlled: bool = false;

// Addresses.
let sent: usize = 0;
let model: usize = 0;
let gradient: usize = 0;
/** Of each parameter: what is added to its gradient at every step. */
let drift: usize = 0;
let first: usize = 0;
let second: usize = 0;
let examples: usize = 0;
let errors: usize = 0;
let starts: usize = 0;
let places: usize = 0;
let lights: usize = 0;
let order: usize = 0;

/** For each layer, the last being the classes: its units, its weights in the model, its sums and their gradients. */
const SIZES = memory.data(4 * 5);
const WEIGHTS = memory.data(4 * 5);
const SUMS = memory.data(4 * 5);
const SLOPES = memory.data(4 * 5);

const sizeOf = (layer: i32): i32 => load<i32>(SIZES + 4 * layer);
const weightsOf = (layer: i32): i32 => load<i32>(WEIGHTS + 4 * layer);
const sumsOf = (layer: i32): usize => load<i32>(SUMS + 4 * layer);
const slopesOf = (layer: i32): usize => load<i32>(SLOPES + 4 * layer);

let parameters: i32 = 0;
/** Examples that are here. */
let count: i32 = 0;
/** All of this trainer's. */
let total: i32 = 0;
/** Bytes of a feature, and of an example. */
let wide: i32 = 0;
let stride: i32 = 0;
/** Powers of Adam's constants. */
let decay1: f32 = 1;
let decay2: f32 = 1;

export function run(at: i32, length: i32): i64 {
  if (length < HEADER + 8) unreachable();
  if (load<u32>(at) === PART) return part(at, length);
  if (load<u32>(at) !== VERSION) unreachable();
  readHeader(at);
  readExamples(at, length);
  makeRoom();
  memory.copy(model, sent, 4 * parameters);
  memory.fill(gradient, 0, 4 * parameters);
  gatherLight();
  for (let epoch = 0; epoch < epochs; epoch++) pass();
  return answer();
}

/** Steps `from` to `until` of all epochs, whose examples come in the order in which they are used. */
function part(at: usize, length: i32): i64 {
  if (length < HEADER + PART_HEADER) unreachable();
  readHeader(at);
  const head = at + HEADER;
  const from = load<i32>(head);
  const until = load<i32>(head, 4);
  const flags = load<u32>(head, 20);
  total = load<i32>(head, 8);
  wide = load<i32>(head, 12);
  count = load<i32>(head, 16);
  if (from < 0 || until < from || total < 0 || count < 0 || controlled) unreachable();
  if (wide !== BYTES && wide !== 4) unreachable();
  if (!(flags & WITH_STATE) && from > 0) unreachable();
  const needsSent = !(flags & WITH_STATE) || (flags & LAST) !== 0 || proximal !== 0;
  if (needsSent && !(flags & WITH_SENT)) unreachable();
  stride = features * wide + 2;
  const state = head + PART_HEADER;
  const kept = <i64>parameters * (optimiser === ADAM ? 12 : 4);
  const rest = (flags & WITH_STATE ? kept : 0) + (flags & WITH_SENT ? 4 * <i64>parameters : 0);
  if (<i64>length !== HEADER + PART_HEADER + rest + <i64>count * stride) unreachable();
  sent = state + <usize>(flags & WITH_STATE ? kept : 0);
  examples = state + <usize>rest;
  makeRoom();
  resume(flags & WITH_STATE ? state : sent, from, (flags & WITH_STATE) !== 0);
  steps(from, until);
  return flags & LAST ? answer() : stateAfter();
}

/** As after so many steps. */
function resume(state: usize, from: i32, moved: bool): void {
  const size = 4 * parameters;
  memory.copy(model, state, size);
  memory.fill(gradient, 0, size);
  gatherLight();
  if (optimiser !== ADAM) return;
  if (moved) {
    memory.copy(first, state + size, size);
    memory.copy(second, state + 2 * size, size);
  }
  for (let step = 0; step < from; step++) {
    decay1 *= BETA1;
    decay2 *= BETA2;
  }
}

function steps(from: i32, until: i32): void {
  const each = (total + batch - 1) / batch;
  let next = 0;
  for (let at = from; at < until; at++) {
    if (each === 0) unreachable();
    const size = min(batch, total - (at % each) * batch);
    if (size > count - next) unreachable();
    for (let end = next + size; next < end; next++) learn(next);
    descend(size);
  }
  if (next !== count) unreachable();
}

function stateAfter(): i64 {
  const size = 4 * parameters;
  const adam = optimiser === ADAM;
  const to = reserve(adam ? 3 * size : size);
  memory.copy(to, model, size);
  if (adam) {
    memory.copy(to + size, first, size);
    memory.copy(to + 2 * size, second, size);
  }
  return output(<i32>to, adam ? 3 * size : size);
}

function readHeader(at: usize): void {
  features = load<i32>(at, 4);
  layers = load<i32>(at, 8);
  classes = load<i32>(at, 28);
  epochs = load<i32>(at, 32);
  batch = load<i32>(at, 36);
  rate = load<f32>(at, 40);
  proximal = load<f32>(at, 44);
  seed = load<u32>(at, 48) | 1;
  compression = load<u32>(at, 52);
  kept = load<i32>(at, 56);
  optimiser = load<u32>(at, 60);
  controlled = load<u32>(at, 64) !== 0;
  if (features < 1 || features > 65536 || layers < 0 || layers > LAYERS_MAX) unreachable();
  if (classes < 2 || classes > 65536 || batch < 1 || epochs < 0) unreachable();
  countParameters(at + 12);
  if (kept < 0 || kept > parameters) unreachable();
}

function readExamples(at: usize, length: i32): void {
  sent = at + HEADER;
  const own = sent + 4 * parameters * (controlled ? 2 : 1);
  if (<i64>length < <i64>own - <i64>at + 8) unreachable();
  count = load<i32>(own);
  total = count;
  wide = load<i32>(own, 4);
  if (wide !== BYTES && wide !== 4) unreachable();
  stride = features * wide + 2;
  examples = own + 8;
  const behind = <i64>(controlled ? 4 * parameters : 0);
  if (count < 0 || <i64>length !== <i64>examples - <i64>at + <i64>count * stride + behind) unreachable();
}

function countParameters(units: usize): void {
  let inputs: i64 = features;
  let total: i64 = 0;
  for (let layer = 0; layer <= layers; layer++) {
    const size = layer < layers ? load<i32>(units + 4 * layer) : classes;
    if (size < 1 || size > 65536) unreachable();
    store<i32>(SIZES + 4 * layer, size);
    store<i32>(WEIGHTS + 4 * layer, <i32>total);
    total += (inputs + 1) * size;
    if (total > 0x4000000) unreachable();
    inputs = size;
  }
  parameters = <i32>total;
}

function makeRoom(): void {
  model = reserve(4 * parameters);
  gradient = reserve(4 * parameters);
  for (let layer = 0; layer <= layers; layer++) {
    store<i32>(SUMS + 4 * layer, <i32>reserve(4 * sizeOf(layer)));
    store<i32>(SLOPES + 4 * layer, <i32>(layer < layers ? reserve(4 * sizeOf(layer)) : sumsOf(layer)));
  }
  errors = sumsOf(layers);
  starts = reserve(4 * (count + 1));
  order = reserve(4 * count);
  let lit = 0;
  for (let example = 0; example < count; example++) {
    for (let feature = 0; feature < features; feature++) lit += lightOf(example, feature) !== 0 ? 1 : 0;
  }
  places = reserve(4 * lit);
  lights = reserve(4 * lit);
  if (controlled) prepareDrift();
  if (optimiser === ADAM) prepareMoments();
}

/** c - c_i: how the aggregator's control variate differs from the trainer's own. */
function prepareDrift(): void {
  drift = reserve(4 * parameters);
  const shared = sent + 4 * parameters;
  const own = examples + <usize>count * stride;
  for (let at = 0; at < parameters; at++) {
    store<f32>(drift + 4 * at, load<f32>(shared + 4 * at) - load<f32>(own + 4 * at));
  }
}

function prepareMoments(): void {
  first = reserve(4 * parameters);
  second = reserve(4 * parameters);
  memory.fill(first, 0, 4 * parameters);
  memory.fill(second, 0, 4 * parameters);
  decay1 = 1;
  decay2 = 1;
}

function lightOf(example: i32, feature: i32): f32 {
  const at = examples + <usize>example * stride + <usize>(feature * wide);
  return wide === BYTES ? <f32>load<u8>(at) / 255 : load<f32>(at);
}

const labelOf = (example: i32): i32 => load<u16>(examples + <usize>example * stride + <usize>(features * wide));

/** Only features that are not 0, as one list: where they are and how much. */
function gatherLight(): void {
  let next = 0;
  const width = sizeOf(0);
  for (let example = 0; example < count; example++) {
    store<i32>(starts + 4 * example, next);
    store<i32>(order + 4 * example, example);
    if (labelOf(example) >= classes) unreachable();
    for (let feature = 0; feature < features; feature++) {
      const light = lightOf(example, feature);
      if (light === 0) continue;
      store<i32>(places + 4 * next, 4 * feature * width);
      store<f32>(lights + 4 * next, light);
      next++;
    }
  }
  store<i32>(starts + 4 * count, next);
}

/** All examples once, in an order of its own. */
function pass(): void {
  for (let left = count - 1; left > 0; left--) {
    const other = <i32>(random() % <u32>(left + 1));
    const kept = load<i32>(order + 4 * left);
    store<i32>(order + 4 * left, load<i32>(order + 4 * other));
    store<i32>(order + 4 * other, kept);
  }
  for (let from = 0; from < count; from += batch) {
    const until = min(from + batch, count);
    for (let at = from; at < until; at++) learn(load<i32>(order + 4 * at));
    descend(until - from);
  }
}

/** A step by so many examples. */
function descend(size: i32): void {
  if (optimiser === ADAM) adapt(1 / <f32>size);
  else step(rate / <f32>size);
}

/** xorshift (G. Marsaglia, 2003). */
function random(): u32 {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed;
}

/** Adds the gradient of the cross-entropy on one example. */
function learn(example: i32): void {
  const from = load<i32>(starts + 4 * example);
  const until = load<i32>(starts + 4 * example + 4);
  const width = sizeOf(0);
  memory.copy(sumsOf(0), model + 4 * features * width, 4 * width);
  for (let lit = from; lit < until; lit++) {
    accumulate(sumsOf(0), model + load<i32>(places + 4 * lit), load<f32>(lights + 4 * lit), width);
  }
  for (let layer = 1; layer <= layers; layer++) forward(layer);
  toErrors(labelOf(example));
  for (let layer = layers; layer > 0; layer--) backward(layer);
  for (let lit = from; lit < until; lit++) {
    accumulate(gradient + load<i32>(places + 4 * lit), slopesOf(0), load<f32>(lights + 4 * lit), width);
  }
  accumulate(gradient + 4 * features * width, slopesOf(0), 1, width);
}

/** to += by * from, `many` of them. */
function accumulate(to: usize, from: usize, by: f32, many: i32): void {
  const end = to + 4 * many;
  const unrolled = to + 4 * (many & ~3);
  while (to < unrolled) {
    store<f32>(to, load<f32>(to) + by * load<f32>(from));
    store<f32>(to, load<f32>(to, 4) + by * load<f32>(from, 4), 4);
    store<f32>(to, load<f32>(to, 8) + by * load<f32>(from, 8), 8);
    store<f32>(to, load<f32>(to, 12) + by * load<f32>(from, 12), 12);
    to += 16;
    from += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(to) + by * load<f32>(from));
    to += 4;
    from += 4;
  }
}

/** The sums of a layer from the rectified ones of the layer before. */
function forward(layer: i32): void {
  const inputs = sizeOf(layer - 1);
  const width = sizeOf(layer);
  const weights = model + 4 * weightsOf(layer);
  const before = sumsOf(layer - 1);
  memory.copy(sumsOf(layer), weights + 4 * inputs * width, 4 * width);
  for (let unit = 0; unit < inputs; unit++) {
    const value = load<f32>(before + 4 * unit);
    if (value > 0) accumulate(sumsOf(layer), weights + 4 * unit * width, value, width);
  }
}

/** Scores become probabilities, less one for the right class. */
function toErrors(label: i32): void {
  let highest = load<f32>(errors);
  for (let each = 1; each < classes; each++) highest = max(highest, load<f32>(errors + 4 * each));
  let total: f32 = 0;
  for (let each = 0; each < classes; each++) {
    const value = Mathf.exp(load<f32>(errors + 4 * each) - highest);
    store<f32>(errors + 4 * each, value);
    total += value;
  }
  for (let each = 0; each < classes; each++) store<f32>(errors + 4 * each, load<f32>(errors + 4 * each) / total);
  store<f32>(errors + 4 * label, load<f32>(errors + 4 * label) - 1);
}

/** Gradients of the weights of a layer, and of the sums of the layer before. */
function backward(layer: i32): void {
  const inputs = sizeOf(layer - 1);
  const width = sizeOf(layer);
  const weights = model + 4 * weightsOf(layer);
  const gradients = gradient + 4 * weightsOf(layer);
  const slopes = slopesOf(layer);
  for (let unit = 0; unit < inputs; unit++) {
    const value = load<f32>(sumsOf(layer - 1) + 4 * unit);
    if (!(value > 0)) {
      store<f32>(slopesOf(layer - 1) + 4 * unit, 0);
      continue;
    }
    const row = 4 * unit * width;
    let sum: f32 = 0;
    for (let each = 0; each < width; each++) {
      sum += load<f32>(weights + row + 4 * each) * load<f32>(slopes + 4 * each);
    }
    store<f32>(slopesOf(layer - 1) + 4 * unit, sum);
    accumulate(gradients + row, slopes, value, width);
  }
  accumulate(gradients + 4 * inputs * width, slopes, 1, width);
}

/** Down the gradient, which begins anew. */
function step(by: f32): void {
  const end = model + 4 * parameters;
  const held = proximal * rate;
  let slope = gradient;
  let from = sent;
  let correction = drift;
  for (let at = model; at < end; at += 4) {
    const value = load<f32>(at);
    let next = value - by * load<f32>(slope);
    if (proximal !== 0) next -= held * (value - load<f32>(from));
    if (controlled) next -= rate * load<f32>(correction);
    store<f32>(at, next);
    store<f32>(slope, 0);
    slope += 4;
    from += 4;
    correction += 4;
  }
}

/** A step of Adam, which begins anew with each task. */
function adapt(by: f32): void {
  decay1 *= BETA1;
  decay2 *= BETA2;
  const large = rate / (1 - decay1);
  const spread: f32 = 1 / (1 - decay2);
  for (let at: usize = 0; at < <usize>(4 * parameters); at += 4) {
    const value = load<f32>(model + at);
    let slope = by * load<f32>(gradient + at);
    if (proximal !== 0) slope += proximal * (value - load<f32>(sent + at));
    if (controlled) slope += load<f32>(drift + at);
    const mean = BETA1 * load<f32>(first + at) + (1 - BETA1) * slope;
    const square = BETA2 * load<f32>(second + at) + (1 - BETA2) * slope * slope;
    store<f32>(first + at, mean);
    store<f32>(second + at, square);
    store<f32>(model + at, value - (large * mean) / (sqrt<f32>(square * spread) + EPSILON));
    store<f32>(gradient + at, 0);
  }
}

/** How many examples it learnt from, how the update is written, and the update. */
function answer(): i64 {
  for (let at = 0; at < parameters; at++) {
    store<f32>(model + 4 * at, load<f32>(model + 4 * at) - load<f32>(sent + 4 * at));
  }
  if (compression === 1) return quantised();
  if (compression === 2) return sparse();
  const to = reserve(8 + 4 * parameters);
  store<i32>(to, total);
  store<u32>(to, 0, 4);
  memory.copy(to + 8, model, 4 * parameters);
  return output(<i32>to, 8 + 4 * parameters);
}

/** Eight bits for each parameter, in units of a 127th of the largest. */
function quantised(): i64 {
  let largest: f32 = 0;
  for (let at = 0; at < parameters; at++) largest = max(largest, abs(load<f32>(model + 4 * at)));
  const to = reserve(12 + parameters);
  store<i32>(to, total);
  store<u32>(to, 1, 4);
  store<f32>(to, largest / 127, 8);
  for (let at = 0; at < parameters; at++) {
    const value: f32 = largest === 0 ? 0 : nearest<f32>((load<f32>(model + 4 * at) / largest) * 127);
    store<i8>(to + 12 + at, <i8>value);
  }
  return output(<i32>to, 12 + parameters);
}

/** The largest `kept` parameters with their places; of equal ones the first. */
function sparse(): i64 {
  const least = threshold();
  let above = 0;
  for (let at = 0; at < parameters; at++) above += magnitude(at) > least ? 1 : 0;
  let equal = kept - above;
  const to = reserve(12 + 8 * kept);
  store<i32>(to, total);
  store<u32>(to, 2, 4);
  store<i32>(to, kept, 8);
  let next = to + 12;
  for (let at = 0; at < parameters; at++) {
    const size = magnitude(at);
    if (size < least || (size === least && equal <= 0)) continue;
    if (size === least) equal--;
    store<i32>(next, at);
    store<f32>(next, load<f32>(model + 4 * at), 4);
    next += 8;
  }
  return output(<i32>to, 12 + 8 * kept);
}

/** Bits of the absolute value: they are ordered as the values are. */
function magnitude(at: i32): u32 {
  return load<u32>(model + 4 * at) & 0x7fffffff;
}

/** The largest bits that at least `kept` parameters reach: found bit by bit. */
function threshold(): u32 {
  if (kept === 0) return 0x7fffffff;
  let found: u32 = 0;
  for (let bit = 30; bit >= 0; bit--) {
    const tried = found | (1 << bit);
    let reached = 0;
    for (let at = 0; at < parameters; at++) reached += magnitude(at) >= tried ? 1 : 0;
    if (reached >= kept) found = tried;
  }
  return found;
}
