// The training task in the sandbox, and the bytes that it is sent and returns.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileInterpreter, Engine, limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import {
  decodeUpdate,
  encodeExamples,
  encodeRequest,
  evaluate,
  initialModel,
  parametersOf,
  type TrainingPlan,
} from '../../../core/federated/index.ts';
import { Content } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const module = new Content(readFileSync(new URL('../../../scenarios/tasks/train.wasm', import.meta.url)));
const plan: TrainingPlan = {
  ...{ features: 16, hidden: [6], classes: 3, epochs: 3, batch: 4, rate: 0.3, optimiser: 'sgd' },
  compression: { kind: 'none' },
};
const COUNT = 60;

/** Three kinds of stripes, with noise. */
function stripes() {
  const random = openStream(1, 'stripes');
  const labels = Array.from({ length: COUNT }, (_, at) => at % 3);
  const images = labels.map((label) =>
    Uint8Array.from({ length: 16 }, (_, at) => (at % 3 === label ? 200 : 0) + random.below(50)),
  );
  return { images, labels, own: encodeExamples(images, labels) };
}

const { images, labels, own } = stripes();
const test = { values: Uint8Array.from(Buffer.concat(images)), labels: Uint16Array.from(labels) };

function train(of: TrainingPlan, model: Float32Array, seed = 1, proximal = 0) {
  const input = new Content(Buffer.concat([encodeRequest(of, { model, seed, proximal }), own]));
  const { outcome, output } = new Engine().run(module, input, 'strict');
  expect(outcome).toBe('ok');
  return { output, ...decodeUpdate(output, parametersOf(of))! };
}

const moved = (model: Float32Array, update: Float64Array): Float32Array =>
  model.map((value, at) => value + update[at]!);

describe('the training task', () => {
  it.each([{ hidden: [] }, { hidden: [6] }, { hidden: [8, 6] }, { hidden: [8, 7, 6, 5] }])(
    'learns with %j',
    ({ hidden }) => {
      const of = { ...plan, hidden, epochs: 30 };
      const model = initialModel(of, openStream(1, 'model'));
      const { update, examples } = train(of, model);
      const [before, after] = [evaluate(of, model, test), evaluate(of, moved(model, update), test)];
      expect(examples).toBe(COUNT);
      expect(after.accuracy).toBeGreaterThan(0.95);
      expect(after.loss).toBeLessThan(before.loss / 2);
    },
  );

  it('steps down the gradient: one example of softmax regression by hand', () => {
    const of: TrainingPlan = { ...plan, features: 1, hidden: [], classes: 2, epochs: 1, batch: 1, rate: 1 };
    const input = Buffer.concat([
      encodeRequest(of, { model: new Float32Array(4), seed: 1 }),
      encodeExamples([Uint8Array.of(255)], [1]),
    ]);
    const { output } = new Engine().run(module, new Content(input), 'strict');
    expect([...decodeUpdate(output, 4)!.update]).toEqual([-0.5, 0.5, -0.5, 0.5]);
  });

  it('comes to the same in the interpreter, gas and all', () => {
    const prepared = prepare(module.bytes, limitPresets.strict, true);
    if (prepared.kind === 'refused') throw new Error(prepared.detail);
    const input = Buffer.concat([
      encodeRequest(plan, { model: initialModel(plan, openStream(1, 'model')), seed: 1, proximal: 0.1 }),
      own,
    ]);
    const interpreted = runTask(prepared.bytes, prepared.abi, input, limitPresets.strict, (bytes, host) =>
      compileInterpreter(bytes)(host),
    );
    const ran = new Engine().run(module, new Content(input), 'strict');
    expect(Buffer.compare(interpreted.output, ran.output)).toBe(0);
    expect(interpreted.gas).toBe(ran.gas);
  });

  it('comes to the same model on every machine', () => {
    let model = initialModel(plan, openStream(7, 'model'));
    for (let round = 1; round <= 5; round += 1) model = moved(model, train(plan, model, round).update);
    const { digest } = new Content(new Uint8Array(model.buffer));
    expect(digest).toMatchInlineSnapshot(`"f2bc6130f59a77674e8ed81f61943f22ce9074053092244b24c1856cc16a6b03"`);
  });

  it('is held back by a proximal term', () => {
    const model = initialModel(plan, openStream(1, 'model'));
    const length = (proximal: number): number => Math.hypot(...train(plan, model, 1, proximal).update);
    expect(length(1)).toBeLessThan(length(0));
  });

  it('writes an update in eight bits a parameter, within half a unit', () => {
    const model = initialModel(plan, openStream(1, 'model'));
    const whole = train(plan, model).update;
    const { update, output } = train({ ...plan, compression: { kind: 'quantise' } }, model);
    const unit = Math.max(...whole.map(Math.abs)) / 127;
    expect(output).toHaveLength(12 + whole.length);
    update.forEach((value, at) => expect(Math.abs(value - whole[at]!)).toBeLessThanOrEqual(unit * 0.5001));
  });

  it('writes the largest parameters of an update alone', () => {
    const model = initialModel(plan, openStream(1, 'model'));
    const whole = train(plan, model).update;
    const { update, output } = train({ ...plan, compression: { kind: 'sparsify', kept: 10 } }, model);
    const least = [...whole].map(Math.abs).sort((a, b) => b - a)[9]!;
    expect(output).toHaveLength(12 + 80);
    expect([...update]).toEqual([...whole].map((value) => (Math.abs(value) >= least ? value : 0)));
  });
});

describe('an update that was returned', () => {
  it('is refused unless it is whole and finite, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const decoded = decodeUpdate(bytes, 4);
        if (decoded !== undefined) expect(decoded.update.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 500 },
    );
    const endless = new Uint8Array(8 + 16);
    new DataView(endless.buffer).setFloat32(8, Number.POSITIVE_INFINITY, true);
    expect(decodeUpdate(endless, 4)).toBeUndefined();
  });
});
