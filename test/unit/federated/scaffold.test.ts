// SCAFFOLD in the sandbox against its algorithm written down in plain numbers, and against what its theorem promises.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../../core/execution/index.ts';
import {
  ControlVariate,
  decodeUpdate,
  encodeControl,
  encodeExamples,
  encodeRequest,
  findAggregation,
  parametersOf,
  type TrainingPlan,
} from '../../../core/federated/index.ts';
import { Content } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const module = new Content(readFileSync(new URL('../../../scenarios/tasks/train.wasm', import.meta.url)));
const FEATURES = 3;
const CLASSES = 2;
const LOCAL = { epochs: 4, batch: 64, rate: 0.2 };
const plan: TrainingPlan = {
  ...{ ...LOCAL, features: FEATURES, hidden: [], classes: CLASSES, optimiser: 'sgd' },
  compression: { kind: 'none' },
};
const PARAMETERS = parametersOf(plan);

interface Owned {
  readonly x: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/** Three trainers whose data differ in everything: means, sizes and classes. */
const trainers: readonly Owned[] = [12, 20, 30].map((count, trainer) => {
  const random = openStream(3, `data/${trainer}`);
  const x = Array.from({ length: count }, () =>
    Array.from({ length: FEATURES }, (_, feature) =>
      Math.fround(2 * random.uniform() - 1 + (feature === trainer ? 1.5 : 0)),
    ),
  );
  const label = (values: readonly number[]): number => (values[0]! - values[1]! + 0.5 * trainer > 0.5 ? 1 : 0);
  // A quarter is wrong, so that the best model is finite.
  return { x, labels: x.map((values) => (random.uniform() < 0.25 ? 1 - label(values) : label(values))) };
});

/** Mean gradient of the cross-entropy of softmax regression. */
function gradient(model: readonly number[], { x, labels }: Owned): number[] {
  const slope = model.map(() => 0);
  x.forEach((values, at) => {
    const inputs = [...values, 1];
    const scores = Array.from({ length: CLASSES }, (_, each) =>
      inputs.reduce((sum, value, row) => sum + value * model[row * CLASSES + each]!, 0),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    scores.forEach((score, each) => {
      const error = Math.exp(score) / total - (labels[at] === each ? 1 : 0);
      inputs.forEach((value, row) => {
        slope[row * CLASSES + each]! += (error * value) / x.length;
      });
    });
  });
  return slope;
}

const zeros = (): number[] => Array.from({ length: PARAMETERS }, () => 0);
const plus = (a: readonly number[], b: readonly number[], by = 1): number[] =>
  a.map((value, at) => value + by * b[at]!);

/** Algorithm 1 with option II, as the paper states it; everyone takes part. */
function reference(rounds: number, corrected: boolean): number[] {
  let x = zeros();
  let c = zeros();
  const own = trainers.map(zeros);
  for (let round = 0; round < rounds; round += 1) {
    const said = trainers.map((data, trainer) => {
      let y = x;
      for (let step = 0; step < LOCAL.epochs; step += 1) {
        const drift = corrected ? plus(c, own[trainer]!, -1) : zeros();
        y = plus(y, plus(gradient(y, data), drift), -LOCAL.rate);
      }
      const next = plus(plus(own[trainer]!, c, -1), plus(x, y, -1), 1 / (LOCAL.epochs * LOCAL.rate));
      return { y, next, change: plus(next, own[trainer]!, -1) };
    });
    said.forEach(({ next, change }, trainer) => {
      own[trainer] = next;
      c = plus(c, change, 1 / trainers.length);
    });
    x = said.reduce((sum, { y }) => plus(sum, y, 1 / trainers.length), zeros());
  }
  return x;
}

/** The same with the rule, the trainers' keeping and the task as they are. */
function real(rounds: number, rule: string): number[] {
  const definition = findAggregation(rule)!;
  const defaults = Object.fromEntries(
    Object.entries(definition.parameters).map(([name, { default: usual }]) => [name, usual]),
  );
  const setting = { ...LOCAL, parameters: PARAMETERS, trainers: trainers.length };
  const aggregation = definition.create({ ...defaults, weights: 'equal' }, setting);
  const kept = trainers.map(() => new ControlVariate(PARAMETERS, LOCAL));
  const engine = new Engine();
  let model = new Float32Array(PARAMETERS);
  for (let round = 1; round <= rounds; round += 1) {
    const request = encodeRequest(plan, { model, seed: round, control: aggregation.control?.() });
    const contributions = trainers.map(({ x, labels }, trainer) => {
      const examples = encodeExamples(
        x.map((values) => Float32Array.from(values)),
        labels,
      );
      const behind = aggregation.control === undefined ? [] : [encodeControl(kept[trainer]!.own)];
      const { outcome, output } = engine.run(
        module,
        new Content(Buffer.concat([request, examples, ...behind])),
        'strict',
      );
      expect(outcome).toBe('ok');
      kept[trainer]!.saw(request, output);
      kept[trainer]!.handsOver(output);
      return { ...decodeUpdate(output, PARAMETERS)!, staleness: 0 };
    });
    const { change } = aggregation.combine(contributions);
    model = model.map((value, at) => value + change[at]!);
  }
  return [...model];
}

/** Length of the gradient of the mean of all trainers' losses. */
const slopeAt = (model: readonly number[]): number =>
  Math.hypot(...trainers.reduce((sum, data) => plus(sum, gradient(model, data), 1 / trainers.length), zeros()));

describe('SCAFFOLD', () => {
  it.each([1, 2, 7])('is its algorithm, after %d rounds', (rounds) => {
    const expected = reference(rounds, true);
    real(rounds, 'scaffold').forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
    expect(Math.hypot(...plus(expected, reference(rounds, false), -1)) > 0.01).toBe(rounds > 1);
  });

  describe('after many rounds', () => {
    let models: Record<string, number[]> = {};
    beforeAll(() => {
      models = { fedavg: real(300, 'fedavg'), scaffold: real(300, 'scaffold') };
    });

    it('stands where the mean of all losses is least, as the mean alone does not', () => {
      expect(slopeAt(models['scaffold']!)).toBeLessThan(1e-4);
      expect(slopeAt(models['fedavg']!)).toBeGreaterThan(0.01);
    });
  });

  it('moves the variate of a trainer once, when its update is handed over', () => {
    const kept = new ControlVariate(PARAMETERS, LOCAL);
    const control = new Float32Array(PARAMETERS).fill(0.5);
    const request = encodeRequest(plan, { model: new Float32Array(PARAMETERS), seed: 1, control });
    const output = new Uint8Array(8 + 4 * PARAMETERS);
    new DataView(output.buffer).setUint32(0, 10, true);
    kept.saw(request, output);
    kept.saw(request, output);
    expect([...kept.own]).toEqual(zeros());
    kept.handsOver(Uint8Array.of(1));
    expect([...kept.own]).toEqual(zeros());
    kept.handsOver(output);
    kept.handsOver(output);
    expect([...kept.own]).toEqual(zeros().map(() => -0.5));
  });
});
