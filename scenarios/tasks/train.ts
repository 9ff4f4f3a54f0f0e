// One node's share of a round of federated learning: stochastic gradient descent on its own examples, from the model it
// was sent. Softmax regression, or one hidden layer of rectified units. All arithmetic is f32 but the exponential, which
// the compiler brings as code; black pixels cost nothing. The formats are in docs/federated.md.

import { output, reserve } from './abi';

export { alloc } from './abi';

const VERSION: u32 = 1;
const HEADER: i32 = 44;

// The header, as u32 or f32 each.
let features: i32 = 0;
let hidden: i32 = 0;
let classes: i32 = 0;
let epochs: i32 = 0;
let batch: i32 = 0;
let rate: f32 = 0;
/** FedProx: how strongly the model is held back (Li et al. 2020). */
let proximal: f32 = 0;
let seed: u32 = 0;
let compression: u32 = 0;
let kept: i32 = 0;

// Addresses.
let sent: usize = 0;
let model: usize = 0;
let gradient: usize = 0;
let examples: usize = 0;
let activations: usize = 0;
let errors: usize = 0;
let backward: usize = 0;
let starts: usize = 0;
let places: usize = 0;
let lights: usize = 0;
let order: usize = 0;

let parameters: i32 = 0;
let count: i32 = 0;
/** Units that the pixels feed: the hidden ones, or the classes themselves. */
let width: i32 = 0;

export function run(at: i32, length: i32): i64 {
  readHeader(at, length);
  makeRoom();
  memory.copy(model, sent, 4 * parameters);
  memory.fill(gradient, 0, 4 * parameters);
  gatherLight();
  for (let epoch = 0; epoch < epochs; epoch++) pass();
  return answer();
}

function readHeader(at: usize, length: i32): void {
  if (length < HEADER + 4 || load<u32>(at) !== VERSION) unreachable();
  features = load<i32>(at, 4);
  hidden = load<i32>(at, 8);
  classes = load<i32>(at, 12);
  epochs = load<i32>(at, 16);
  batch = load<i32>(at, 20);
  rate = load<f32>(at, 24);
  proximal = load<f32>(at, 28);
  seed = load<u32>(at, 32) | 1;
  compression = load<u32>(at, 36);
  kept = load<i32>(at, 40);
  if (features < 1 || features > 65536 || hidden < 0 || hidden > 4096 || classes < 2 || classes > 256) unreachable();
  if (batch < 1 || epochs < 0) unreachable();
  width = hidden > 0 ? hidden : classes;
  parameters = features * width + width + (hidden > 0 ? hidden * classes + classes : 0);
  sent = at + HEADER;
  if (length < HEADER + 4 * parameters + 4) unreachable();
  count = load<i32>(sent + 4 * parameters);
  examples = sent + 4 * parameters + 4;
  if (count < 0 || length - HEADER - 4 * parameters - 4 !== count * (features + 1)) unreachable();
  if (kept < 0 || kept > parameters) unreachable();
}

function makeRoom(): void {
  model = reserve(4 * parameters);
  gradient = reserve(4 * parameters);
  activations = reserve(4 * hidden);
  errors = reserve(4 * classes);
  backward = reserve(4 * hidden);
  starts = reserve(4 * (count + 1));
  order = reserve(4 * count);
  let lit = 0;
  for (let at: usize = 0; at < <usize>(count * (features + 1)); at++) lit += load<u8>(examples + at) !== 0 ? 1 : 0;
  places = reserve(4 * lit);
  lights = reserve(4 * lit);
}

/** Only pixels with light in them, as one list: where they are and how much. */
function gatherLight(): void {
  let next = 0;
  for (let example = 0; example < count; example++) {
    store<i32>(starts + 4 * example, next);
    store<i32>(order + 4 * example, example);
    const from = examples + example * (features + 1);
    if (load<u8>(from + features) >= <u8>classes) unreachable();
    for (let pixel = 0; pixel < features; pixel++) {
      const light = load<u8>(from + pixel);
      if (light === 0) continue;
      store<i32>(places + 4 * next, 4 * pixel * width);
      store<f32>(lights + 4 * next, <f32>light / 255);
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
    step(rate / <f32>(until - from));
  }
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
  const label = load<u8>(examples + example * (features + 1) + features);
  const from = load<i32>(starts + 4 * example);
  const until = load<i32>(starts + 4 * example + 4);
  const bias = model + 4 * features * width;
  const target = hidden > 0 ? activations : errors;
  memory.copy(target, bias, 4 * width);
  for (let lit = from; lit < until; lit++) {
    accumulate(target, model + load<i32>(places + 4 * lit), load<f32>(lights + 4 * lit), width);
  }
  if (hidden > 0) output2();
  toErrors(label);
  if (hidden > 0) propagate();
  const first = hidden > 0 ? backward : errors;
  for (let lit = from; lit < until; lit++) {
    accumulate(gradient + load<i32>(places + 4 * lit), first, load<f32>(lights + 4 * lit), width);
  }
  accumulate(gradient + 4 * features * width, first, 1, width);
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

const secondLayer = (): usize => 4 * (features * hidden + hidden);

/** Scores of the classes from the hidden units. */
function output2(): void {
  const weights = model + secondLayer();
  memory.copy(errors, weights + 4 * hidden * classes, 4 * classes);
  for (let unit = 0; unit < hidden; unit++) {
    const value = load<f32>(activations + 4 * unit);
    if (value > 0) accumulate(errors, weights + 4 * unit * classes, value, classes);
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

function propagate(): void {
  const weights = model + secondLayer();
  const gradients = gradient + secondLayer();
  for (let unit = 0; unit < hidden; unit++) {
    const value = load<f32>(activations + 4 * unit);
    if (!(value > 0)) {
      store<f32>(backward + 4 * unit, 0);
      continue;
    }
    const row = 4 * unit * classes;
    let sum: f32 = 0;
    for (let each = 0; each < classes; each++) {
      sum += load<f32>(weights + row + 4 * each) * load<f32>(errors + 4 * each);
    }
    store<f32>(backward + 4 * unit, sum);
    accumulate(gradients + row, errors, value, classes);
  }
  accumulate(gradients + 4 * hidden * classes, errors, 1, classes);
}

/** Down the gradient, which begins anew. */
function step(by: f32): void {
  const end = model + 4 * parameters;
  const held = proximal * rate;
  let slope = gradient;
  let first = sent;
  for (let at = model; at < end; at += 4) {
    const value = load<f32>(at);
    let next = value - by * load<f32>(slope);
    if (proximal !== 0) next -= held * (value - load<f32>(first));
    store<f32>(at, next);
    store<f32>(slope, 0);
    slope += 4;
    first += 4;
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
  store<i32>(to, count);
  store<u32>(to, 0, 4);
  memory.copy(to + 8, model, 4 * parameters);
  return output(<i32>to, 8 + 4 * parameters);
}

/** Eight bits for each parameter, in units of a 127th of the largest. */
function quantised(): i64 {
  let largest: f32 = 0;
  for (let at = 0; at < parameters; at++) largest = max(largest, abs(load<f32>(model + 4 * at)));
  const to = reserve(12 + parameters);
  store<i32>(to, count);
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
  store<i32>(to, count);
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
