// The task catalogue in V8 as the modules are: without a meter, warm, in this process, input and output copied.

import { openTaskInputs, readTaskModule, tasks } from '../sim/tasks/index.ts';
import { instantiate } from '../test/task-instance.ts';
import type { Row } from './table.ts';

const WARM_UP_SECONDS = 0.5;
const SECONDS = 2;
/** Different inputs, made before the clock starts. */
const INPUTS = 1_000;
/** Warm inferences a second, in-process. */
const DIGITS_TARGET = 10_000;

export function taskRates(): Row[] {
  return tasks.map((task) => {
    const set = openTaskInputs(task.input)!;
    const inputs = Array.from({ length: Math.min(INPUTS, set.count) }, (_, index) => set.at(index));
    const instance = instantiate(readTaskModule(task));
    const runs = (seconds: number): number => {
      const began = performance.now();
      for (let done = 0; ; done++) {
        const elapsed = (performance.now() - began) / 1_000;
        if (elapsed > seconds) return done / elapsed;
        instance.run(inputs[done % inputs.length]!);
      }
    };
    runs(WARM_UP_SECONDS);
    const rate = runs(SECONDS);
    return {
      what: `${task.name} on ${task.input}`,
      figure: `${Math.round(rate).toLocaleString('en')} /s`,
      ...(task.name === 'classify-digit'
        ? { baseline: `target ${DIGITS_TARGET.toLocaleString('en')} /s`, ratio: rate / DIGITS_TARGET }
        : {}),
    };
  });
}
