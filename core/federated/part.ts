// A part of a training task: some of its steps, as the task `train` takes them and as anyone can do them again.

import type { Random } from '../protocol/index.ts';

const HEADER = 68;
const PART_HEADER = 24;
const PART = 3;
const WITH_STATE = 1;
const WITH_SENT = 2;
const LAST = 4;
const MOMENTS = 2;
export const SALT = 16;

/** What the header of a request says of steps. */
export interface StepRules {
  readonly features: number;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  /** Steps look at the model that was sent. */
  readonly held: boolean;
  readonly adam: boolean;
}

/** Undefined of what is no request, or one whose steps depend on more than the state. */
export function readRules(request: Uint8Array): StepRules | undefined {
  if (request.length < HEADER) return undefined;
  const view = viewOf(request);
  if (view.getUint32(64, true) !== 0) return undefined;
  return {
    features: view.getUint32(4, true),
    epochs: view.getUint32(32, true),
    batch: view.getUint32(36, true),
    seed: view.getUint32(48, true),
    held: view.getFloat32(44, true) !== 0,
    adam: view.getUint32(60, true) === 1,
  };
}

export const stepsOf = ({ epochs, batch }: Pick<StepRules, 'epochs' | 'batch'>, examples: number): number =>
  epochs * Math.ceil(examples / batch);

/** Into how many slices training is cut: of a step each, unless that would be too many. */
export const slicesOf = (rules: Pick<StepRules, 'epochs' | 'batch'>, examples: number, most: number): number =>
  Math.max(1, Math.min(most, stepsOf(rules, examples)));

/** The steps of a slice. */
export function stepsIn(
  slice: number,
  slices: number,
  steps: number,
): { readonly from: number; readonly until: number } {
  return { from: Math.floor((slice * steps) / slices), until: Math.floor(((slice + 1) * steps) / slices) };
}

/** The places of the examples that these steps use, in order: those of the task `train`, which shuffles by its seed. */
export function placesIn(rules: StepRules, count: number, from: number, until: number): number[] {
  const each = Math.ceil(count / rules.batch);
  const places: number[] = [];
  if (until <= from || each === 0) return places;
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  let seed = (rules.seed | 1) >>> 0;
  for (let epoch = 0; epoch * each < until; epoch++) {
    seed = shuffle(order, seed);
    for (let step = Math.max(from, epoch * each); step < Math.min(until, (epoch + 1) * each); step++) {
      const first = (step - epoch * each) * rules.batch;
      for (const place of order.subarray(first, first + rules.batch)) places.push(place);
    }
  }
  return places;
}

/** Returns the seed after it: xorshift (G. Marsaglia, 2003). */
function shuffle(order: Uint32Array, before: number): number {
  let seed = before;
  for (let left = order.length - 1; left > 0; left--) {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    seed >>>= 0;
    const other = seed % (left + 1);
    const kept = order[left]!;
    order[left] = order[other]!;
    order[other] = kept;
  }
  return seed;
}

/** What everything after a step follows from: how steps are taken, the model, and Adam's moments. */
export function firstState(request: Uint8Array, { adam }: StepRules): Uint8Array {
  const model = request.length - HEADER;
  const state = new Uint8Array(HEADER + model * (adam ? 1 + MOMENTS : 1));
  state.set(request);
  return state;
}

export interface Part {
  readonly slice: number;
  readonly slices: number;
  /** Of the trainer. */
  readonly count: number;
  /** Bytes of a feature. */
  readonly wide: number;
  /** Before it: the request if it is the first. */
  readonly state: Uint8Array;
  /** The request, where steps or the update look at the model that was sent. */
  readonly request: Uint8Array | undefined;
  readonly examples: readonly Uint8Array[];
  /** Takes none of its steps: what a trainer does that leaves work out. */
  readonly skipped?: boolean;
}

/** Whether that slice has to do with the model that was sent. */
export const looksBack = (rules: StepRules, slice: number, slices: number): boolean =>
  slice === 0 || slice === slices - 1 || rules.held;

/** The part as the input of the task `train`. */
export function encodePart({ slice, slices, state, request, skipped, ...part }: Part, rules: StepRules): Uint8Array {
  const steps = stepsIn(slice, slices, stepsOf(rules, part.count));
  const kept = slice === 0 ? [] : [state.subarray(HEADER)];
  const sent = request === undefined ? [] : [request.subarray(HEADER)];
  const examples = skipped === true ? [] : part.examples;
  const flags = (slice === 0 ? 0 : WITH_STATE) | (request ? WITH_SENT : 0) | (slice === slices - 1 ? LAST : 0);
  const head = new Uint8Array(HEADER + PART_HEADER);
  head.set(state.subarray(0, HEADER));
  const view = viewOf(head);
  view.setUint32(0, PART, true);
  const until = skipped === true ? steps.from : steps.until;
  [steps.from, until, part.count, part.wide, examples.length, flags].forEach((value, at) =>
    view.setUint32(HEADER + 4 * at, value, true),
  );
  return joined([head, ...kept, ...sent, ...examples]);
}

/** The state after a part, of what the task returned for it. */
export const stateAfter = (before: Uint8Array, output: Uint8Array): Uint8Array =>
  joined([before.subarray(0, HEADER), output]);

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes that nobody else can guess. */
export const secretOf = (random: Random): Uint8Array =>
  new Uint8Array(new Uint32Array(8).map(() => random.bits()).buffer);
