import { describe, expect, it } from 'vitest';
import { celsius, gasRate, type TaskId, taskId } from '../../../core/foundation/index.ts';
import type { ModelledWork, WorkResult } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { CopySource } from '../../../sim/workload/index.ts';
import { Device } from '../../../sim/world/device.ts';
import { device, exponential, work as modelled, seconds, workload } from '../../cells.ts';

const LINK = { up: 5e6, down: Infinity };

const run = (on: Device, work: Partial<ModelledWork>, task = 1 as TaskId, copy = 0): WorkResult =>
  on.execute({
    kind: 'execute',
    task,
    copy,
    work: { unit: 'time', amount: 1_500, source: 0, independent: false, ...work },
  });

describe('a device', () => {
  it('takes the same time for work that is a time, whatever its speed', () => {
    for (const speed of [1, 1e9]) {
      const slow = new Device(device({ speed: gasRate(speed) }), LINK, []);
      expect(run(slow, {})).toMatchObject({ outcome: 'ok', elapsed: 1_500, gas: 0, task: 1, copy: 0 });
    }
  });

  it('divides gas by its speed, rounds to the microsecond, and takes no work for nothing', () => {
    const box = new Device(device({ speed: gasRate(2e6) }), LINK, []);
    const elapsed = [0, 1, 3, 5, 2e6, 3e12].map((amount) => run(box, { unit: 'gas', amount }).elapsed);
    expect(elapsed).toEqual([0, 1, 2, 3, 1e6, 1.5e12]);
    expect(run(box, { unit: 'gas', amount: 77 }).gas).toBe(77);
  });

  it('answers each task alike on every device, and no two tasks alike', () => {
    const outputs = (box: Device): number[] =>
      [0, 1, 2, 3].flatMap((client) =>
        [0, 1, 2].map((sequence) => run(box, {}, taskId(client as never, sequence)).output),
      );
    const here = outputs(new Device(device(), LINK, []));
    expect(outputs(new Device(device({ speed: gasRate(5) }), LINK, []))).toEqual(here);
    expect(new Set(here).size).toBe(12);
  });

  it('draws the time of independent copies by task and copy, not by order', () => {
    const jobs = workload({ work: modelled(exponential(seconds(1)), 'independent') });
    const box = (): Device => new Device(device(), LINK, [new CopySource(jobs, (name) => openStream(1, name))]);
    const [one, other] = [box(), box()];
    const work = { independent: true, amount: 999 };
    const ahead = [0, 1, 2].map((copy) => run(one, work, 5 as TaskId, copy).elapsed);
    const back = [2, 1, 0].map((copy) => run(other, work, 5 as TaskId, copy).elapsed).reverse();
    expect(back).toEqual(ahead);
    expect(new Set(ahead).size).toBe(3);
  });

  it('senses its link, its load, and nothing of power and heat without figures', () => {
    const spec = device({ slots: 4, gflops: 30 });
    const box = new Device(spec, LINK, []);
    expect(box.sense(0)).toMatchObject({
      power: 0,
      temperature: 25,
      cpu: 0,
      up: 5e6,
      down: Infinity,
      gflops: 30,
      memoryFree: 2 ** 30,
    });
    expect(box.sense(1)).toMatchObject({ cpu: 0.25 });
    const reading = { watts: 10, temperature: celsius(71), ambient: celsius(20) };
    expect(box.sense(4, reading)).toMatchObject({ power: 10, cpu: 1, temperature: 71, ambient: 20 });
  });
});
