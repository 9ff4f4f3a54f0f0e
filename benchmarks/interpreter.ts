// The interpreter, in instructions of the flattened code a second, and against V8 on the same rewritten module.

import {
  compileInterpreter,
  compileV8,
  type Interpreter,
  limitPresets,
  prepare,
  runTask,
} from '../core/execution/index.ts';
import { openTaskInputs, readTaskModule, tasks } from '../sim/tasks/index.ts';
import type { Row } from './table.ts';

const SECONDS = 1.5;
/** Instructions a second. */
const TARGET = 60e6;
const limits = limitPresets.relaxed;

export function interpreterRates(): Row[] {
  return tasks.map((task) => {
    const prepared = prepare(readTaskModule(task), limits, false);
    if (prepared.kind === 'refused') throw new Error(prepared.detail);
    const input = openTaskInputs(task.input)!.at(0);
    const { bytes, abi } = prepared;
    const inV8 = compileV8(bytes);
    const interpreted = compileInterpreter(bytes);
    let instructions = 0;
    const best = (run: () => void): number => {
      let least = Number.POSITIVE_INFINITY;
      const end = performance.now() + SECONDS * 1_000;
      while (performance.now() < end) {
        const began = performance.now();
        run();
        least = Math.min(least, (performance.now() - began) / 1_000);
      }
      return least;
    };
    const v8 = best(() => runTask(bytes, abi, input, limits, (_, host) => inV8(host)));
    const ours = best(() => {
      let instance: Interpreter | undefined;
      runTask(bytes, abi, input, limits, (_, host) => (instance = interpreted(host)));
      instructions = instance!.executed;
    });
    return {
      what: `${task.name} on ${task.input}, ${instructions.toLocaleString('en')} instructions`,
      figure: `${(instructions / ours / 1e6).toFixed(1)} M/s`,
      baseline: `target ${TARGET / 1e6} M/s; V8 takes ${((v8 / ours) * 100).toFixed(1)} % of the time`,
      ratio: instructions / ours / TARGET,
    };
  });
}
