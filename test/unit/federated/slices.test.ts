// Training slice by slice, the commitment to it, and the referee that does a slice again.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../core/execution/index.ts';
import {
  CommittedData,
  digestOfUpdate,
  encodeExamples,
  encodeRequest,
  initialModel,
  type RunPart,
  SlicedTraining,
  TrainingMachine,
  type TrainingPlan,
  TrainingTrace,
} from '../../../core/federated/index.ts';
import { partyId, taskId } from '../../../core/foundation/index.ts';
import { type Answer, type Claimed, Content, type ModelledWork, outputOfClaim } from '../../../core/protocol/index.ts';
import { chanceOfCatching, Dispute, drawn, holds, opensAt } from '../../../core/verification/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const module = new Content(readFileSync(new URL('../../../scenarios/tasks/train.wasm', import.meta.url)));
const engine = new Engine();
const run: RunPart = (input) => {
  const { outcome, gas, output } = engine.run(module, new Content(input), 'strict');
  return { outcome, gas: Number(gas), output };
};
const plan: TrainingPlan = {
  ...{ features: 5, hidden: [4], classes: 3, epochs: 2, batch: 4, rate: 0.3, optimiser: 'sgd' },
  compression: { kind: 'none' },
};
const NODE = partyId(7);
const SECRET = Uint8Array.of(1, 2, 3);

function examplesOf(count: number, wide: 1 | 4, seed = 1): Uint8Array<ArrayBuffer> {
  const random = openStream(seed, 'examples');
  const values = Array.from({ length: count }, () => {
    const one = Array.from({ length: 5 }, () => random.below(256));
    return wide === 1 ? Uint8Array.from(one) : Float32Array.from(one, (value) => value / 100 - 1);
  });
  return encodeExamples(
    values,
    values.map(() => random.below(3)),
  );
}

function requestOf(of: TrainingPlan, proximal = 0): Content {
  return new Content(encodeRequest(of, { model: initialModel(of, openStream(1, 'model')), seed: 77, proximal }));
}

interface Setting {
  readonly of?: TrainingPlan;
  readonly count?: number;
  readonly slices?: number;
  readonly skips?: readonly number[];
  readonly proximal?: number;
  readonly wide?: 1 | 4;
}

function committed({ of = plan, count = 22, slices = 100, skips = [], proximal = 0, wide = 1 }: Setting = {}) {
  const request = requestOf(of, proximal);
  const data = new CommittedData(examplesOf(count, wide), SECRET);
  const training = new SlicedTraining(request, data, slices, run, () => skips);
  return { ...stand(training, request, data, training.trained.output), training, request, data, of };
}

function stand(training: SlicedTraining, request: Content, data: CommittedData, update: Uint8Array) {
  const digest = digestOfUpdate(update);
  const trace = new TrainingTrace(training.states, digest, data.header, (slice) => training.evidence(slice));
  const program = { module: module.digest, input: request.digest, limits: 'relaxed', own: { round: 1 } } as const;
  const work: ModelledWork = { unit: 'gas', amount: 1, source: 0, independent: false, program };
  const answer = { gas: 1, output: update, executionHash: digest } as unknown as Answer;
  const claimed: Claimed = {
    ...{ task: taskId(partyId(1), 3), work, output: outputOfClaim(digest) },
    segments: machineOf().segmentsOf(work, answer, training.slices),
  };
  return { trace, claimed, answer };
}

const machineOf = (of: TrainingPlan = plan): TrainingMachine => new TrainingMachine(module.digest, of, run);

/** The slices that a referee finds bad. */
function refuted({ trace, claimed, of }: Pick<ReturnType<typeof committed>, 'trace' | 'claimed' | 'of'>): number[] {
  const machine = machineOf(of);
  return Array.from({ length: claimed.segments }, (_, cut) => cut).filter((cut) => {
    const shown = { before: trace.opening(cut), after: trace.opening(cut + 1), evidence: trace.evidence(cut) };
    return !holds(machine, claimed, trace.root, cut, shown);
  });
}

/** Whether a referee takes the commitment. */
function taken({
  trace,
  claimed,
  answer,
}: Pick<ReturnType<typeof committed>, 'trace' | 'claimed' | 'answer'>): boolean {
  const last = trace.opening(claimed.segments);
  const machine = machineOf();
  if (!opensAt(machine, claimed, trace.root, claimed.segments, last)) return false;
  return machine.stands(claimed, { node: NODE, answer }, trace.root, last);
}

const settings = fc.record({
  hidden: fc.constantFrom([], [3], [4, 3]),
  epochs: fc.integer({ min: 1, max: 3 }),
  batch: fc.integer({ min: 1, max: 9 }),
  optimiser: fc.constantFrom('sgd' as const, 'adam' as const),
  compression: fc.constantFrom(
    { kind: 'none' as const },
    { kind: 'quantise' as const },
    { kind: 'sparsify' as const, kept: 3 },
  ),
  count: fc.integer({ min: 0, max: 25 }),
  slices: fc.integer({ min: 1, max: 40 }),
  proximal: fc.constantFrom(0, 0.1),
  wide: fc.constantFrom(1 as const, 4 as const),
});

describe('training slice by slice', () => {
  it('comes to the bits of training in one go, and a referee finds every slice right', () => {
    fc.assert(
      fc.property(settings, ({ count, slices, proximal, wide, ...rest }) => {
        const of: TrainingPlan = { ...plan, ...rest };
        const sliced = committed({ of, count, slices, proximal, wide });
        const { request, training } = sliced;
        const whole = run(Buffer.concat([request.bytes, examplesOf(count, wide)]));
        expect([whole.outcome, training.trained.outcome]).toEqual(['ok', 'ok']);
        expect(Buffer.from(training.trained.output).equals(whole.output)).toBe(true);
        const steps = of.epochs * Math.ceil(count / of.batch);
        expect(training.slices).toBe(Math.max(1, Math.min(slices, steps)));
        const claimed = { ...sliced.claimed, segments: training.slices };
        expect(refuted({ ...sliced, claimed, of })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('shows its slices in any order', () => {
    const { trace } = committed();
    const again = committed().trace;
    const cuts = [5, 2, 9, 2, 0];
    const shown = cuts.map((cut) => Buffer.from(trace.evidence(cut)).toString('hex'));
    expect(shown).toEqual(cuts.map((cut) => Buffer.from(again.evidence(cut)).toString('hex')));
  });

  it('has exactly the slices refuted that were left out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }), (skips) => {
        const lie = committed({ skips });
        expect(lie.training.slices).toBe(12);
        expect(lie.training.bad(lie.training.trained.output)).toBe(skips.length);
        expect(taken(lie)).toBe(true);
        expect(refuted(lie)).toEqual([...skips].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a commitment', () => {
  it('stands for the update: one that was swapped is refuted in the last slice', () => {
    const { training, request, data, of } = committed();
    const swapped = training.trained.output.slice();
    swapped[9]! ^= 1;
    const lie = stand(training, request, data, swapped);
    expect(taken(lie)).toBe(true);
    expect(training.bad(swapped)).toBe(1);
    expect(refuted({ ...lie, of })).toEqual([training.slices - 1]);
  });

  it('is not taken for another update, another count of examples, or other data than before', () => {
    const { training, request, data, trace, claimed, answer } = committed();
    const output = answer.output.slice();
    output[9]! ^= 1;
    expect(taken({ trace, claimed, answer: { ...answer, output } })).toBe(false);
    const inflated = training.trained.output.slice();
    new DataView(inflated.buffer).setUint32(0, 220, true);
    expect(taken(stand(training, request, data, inflated))).toBe(false);
    const machine = machineOf();
    const last = trace.opening(claimed.segments);
    expect(machine.stands(claimed, { node: NODE, answer }, trace.root, last)).toBe(true);
    const other = new CommittedData(examplesOf(22, 1, 2), SECRET);
    const second = stand(new SlicedTraining(request, other, 100, run), request, other, training.trained.output);
    const end = second.trace.opening(claimed.segments);
    expect(machine.stands(claimed, { node: NODE, answer }, second.trace.root, end)).toBe(false);
    expect(machine.stands(claimed, { node: partyId(8), answer }, second.trace.root, end)).toBe(true);
  });

  it('starts from what was sent: another model is refuted at the first cut', () => {
    const { training, data } = committed();
    const other = requestOf({ ...plan, rate: 0.2 });
    const lie = stand(training, other, data, training.trained.output);
    expect(opensAt(machineOf(), lie.claimed, lie.trace.root, 0, lie.trace.opening(0))).toBe(false);
  });

  it('binds the examples: one that was changed is no evidence', () => {
    const { trace, claimed } = committed();
    const evidence = trace.evidence(3);
    const shown = { before: trace.opening(3), after: trace.opening(4) };
    expect(holds(machineOf(), claimed, trace.root, 3, { ...shown, evidence })).toBe(true);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: evidence.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = evidence.slice();
        bytes[at]! ^= by;
        expect(holds(machineOf(), claimed, trace.root, 3, { ...shown, evidence: bytes })).toBe(false);
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: evidence.length - 1 }), (length) => {
        expect(holds(machineOf(), claimed, trace.root, 3, { ...shown, evidence: evidence.subarray(0, length) })).toBe(
          false,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('hides what was not drawn: equal examples have different leaves, and salts follow from the secret', () => {
    const twice = encodeExamples([Uint8Array.of(1, 2, 3, 4, 5), Uint8Array.of(1, 2, 3, 4, 5)], [0, 0]);
    const data = new CommittedData(twice, SECRET);
    expect(data.opened(0)).not.toEqual(data.opened(1));
    expect(new CommittedData(twice, SECRET).header).toEqual(data.header);
    expect(new CommittedData(twice, Uint8Array.of(9)).header).not.toEqual(data.header);
  });
});

describe('a dispute about training', () => {
  it('is won by whoever has the same data and trained on them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 12 }), (skips) => {
        const [lie, truth] = [committed({ skips }), committed()];
        const dispute = new Dispute(machineOf(), lie.claimed, lie.trace.root);
        while (dispute.judgement === undefined) {
          const { ask } = dispute;
          if (ask.kind === 'opening') dispute.opening(ask.cut, lie.trace.opening(ask.cut));
          else if (ask.kind === 'agreement') {
            dispute.agreement(ask.cut, Buffer.from(ask.state).equals(truth.trace.opening(ask.cut).state));
          } else {
            const [before, after] = [lie.trace.opening(ask.cut), lie.trace.opening(ask.cut + 1)];
            dispute.segment(ask.cut, { before, after, evidence: lie.trace.evidence(ask.cut) });
          }
        }
        expect(dispute.judgement).toEqual({ loser: 'prover', why: 'bad-segment' });
        expect(dispute.rounds).toBeLessThanOrEqual(4);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the chance of catching', () => {
  it('is 1 - C(n - b, k) / C(n, k)', () => {
    const choose = (n: number, k: number): number => (k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (const [n, b, k] of [
      [20, 6, 1],
      [20, 6, 5],
      [20, 1, 5],
      [20, 20, 1],
      [20, 16, 5],
      [1, 1, 1],
      [100, 3, 10],
    ] as const) {
      expect(chanceOfCatching(n, b, k)).toBeCloseTo(1 - choose(n - b, k) / choose(n, k), 12);
    }
    expect(chanceOfCatching(20, 0, 5)).toBe(0);
    expect(chanceOfCatching(20, 1, 99)).toBe(1);
  });

  it('is that of draws: 20,000 of them, within 99 % intervals', () => {
    const random = openStream(1, 'draws');
    for (const [n, b, k] of [
      [20, 6, 2],
      [20, 1, 5],
      [19, 3, 10],
    ] as const) {
      let caught = 0;
      for (let trial = 0; trial < 20_000; trial++) if (drawn(k, n, random).some((slice) => slice < b)) caught++;
      const chance = chanceOfCatching(n, b, k);
      expect(Math.abs(caught / 20_000 - chance)).toBeLessThan(2.576 * Math.sqrt((chance * (1 - chance)) / 20_000));
    }
  });
});
