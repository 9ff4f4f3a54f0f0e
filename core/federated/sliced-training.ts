// Training slice by slice: as a trainer does it that commits to what it does, and shows some of it again when it is asked.

import { sha256, sha256Hex } from '../foundation/index.ts';
import type { Content, Digest, Outcome } from '../protocol/index.ts';
import type { CommittedData } from './committed-data.ts';
import {
  encodePart,
  firstState,
  joined,
  looksBack,
  placesIn,
  readRules,
  type StepRules,
  slicesOf,
  stateAfter,
  stepsIn,
  stepsOf,
  viewOf,
} from './part.ts';

/** Runs the task `train` in the sandbox. */
export type RunPart = (input: Uint8Array) => {
  readonly outcome: Outcome;
  readonly gas: number;
  readonly output: Uint8Array;
};

export interface Trained {
  readonly outcome: Outcome;
  readonly gas: number;
  /** The update; empty if it did not come to one. */
  readonly output: Uint8Array;
}

export class SlicedTraining {
  readonly slices: number;
  /** What is committed to: of the request, of each state between, and of the update. */
  readonly states: readonly Uint8Array[];
  readonly trained: Trained;
  private readonly request: Content;
  private readonly data: CommittedData;
  private readonly rules: StepRules;
  private readonly skipped: ReadonlySet<number>;
  private readonly run: RunPart;
  /** The state at the cut that was last shown: what comes next is not far. */
  private shown: { readonly cut: number; readonly state: Uint8Array } | undefined;

  /** `slices`: into how many it is cut at most. `skips`: which of them a trainer leaves out, of so many. */
  constructor(
    request: Content,
    data: CommittedData,
    slices: number,
    run: RunPart,
    skips: (slices: number) => readonly number[] = () => [],
  ) {
    const rules = readRules(request.bytes);
    if (rules === undefined) throw new TypeError('steps that depend on more than the state cannot be shown one by one');
    this.request = request;
    this.data = data;
    this.rules = rules;
    this.run = run;
    this.slices = slicesOf(rules, data.count, slices);
    this.skipped = new Set(skips(this.slices));
    const states = [sha256(request.bytes)];
    this.trained = this.train(states);
    this.states = states;
  }

  /** Slices that no execution comes to, if this is what it says that it learnt. */
  bad(update: Uint8Array): number {
    const { output } = this.trained;
    const swapped = update.length !== output.length || update.some((byte, at) => byte !== output[at]);
    return this.skipped.size + (swapped && !this.skipped.has(this.slices - 1) ? 1 : 0);
  }

  /** What has to be known to do a slice again: the state before it, the request if it looks back, and its examples. */
  evidence(slice: number): Uint8Array {
    const state = this.stateAt(slice);
    const request = slice > 0 && looksBack(this.rules, slice, this.slices) ? this.request.bytes : new Uint8Array(0);
    const head = new Uint8Array(8);
    viewOf(head).setUint32(0, state.length, true);
    viewOf(head).setUint32(4, request.length, true);
    const places = this.placesOf(slice);
    return joined([head, state, request, ...places.map((place) => this.data.opened(place))]);
  }

  /** Nothing of it is asked for just now. */
  forget(): void {
    this.shown = undefined;
  }

  private train(states: Uint8Array[]): Trained {
    let state = this.request.bytes;
    let gas = 0;
    for (let slice = 0; slice < this.slices; slice++) {
      const last = slice === this.slices - 1;
      if (this.skipped.has(slice) && !last) state = this.unchanged(state, slice);
      else {
        const done = this.run(this.partOf(slice, state));
        gas += done.gas;
        if (done.outcome !== 'ok') return { outcome: done.outcome, gas, output: new Uint8Array(0) };
        state = last ? done.output : stateAfter(state, done.output);
      }
      states.push(sha256(state));
    }
    return { outcome: 'ok', gas, output: state };
  }

  private stateAt(cut: number): Uint8Array {
    const known = this.shown !== undefined && this.shown.cut <= cut ? this.shown : undefined;
    let state = known?.state ?? this.request.bytes;
    for (let slice = known?.cut ?? 0; slice < cut; slice++) {
      state = this.skipped.has(slice)
        ? this.unchanged(state, slice)
        : stateAfter(state, this.run(this.partOf(slice, state)).output);
    }
    this.shown = { cut, state };
    return state;
  }

  private unchanged(state: Uint8Array, slice: number): Uint8Array {
    return slice === 0 ? firstState(state, this.rules) : state;
  }

  private partOf(slice: number, state: Uint8Array): Uint8Array {
    const { slices, data, request } = this;
    const sent = looksBack(this.rules, slice, slices) ? request.bytes : undefined;
    const skipped = this.skipped.has(slice);
    const examples = skipped ? [] : this.placesOf(slice).map((place) => data.example(place));
    const { count, wide } = data;
    return encodePart({ slice, slices, count, wide, state, request: sent, examples, skipped }, this.rules);
  }

  private placesOf(slice: number): number[] {
    const { from, until } = stepsIn(slice, this.slices, stepsOf(this.rules, this.data.count));
    return placesIn(this.rules, this.data.count, from, until);
  }
}

/** Of what a trainer returned: its last state, and what stands for its result. */
export const digestOfUpdate = (update: Uint8Array): Digest => sha256Hex(update) as Digest;
