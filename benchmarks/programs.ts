// What a real task costs a simulated mesh when its execution is replayed, against one whose cost is modelled.

import { measure } from './mesh.ts';
import type { Row } from './table.ts';

const TIMES = 3;
/** Microseconds a task. */
const TARGET = 2;

export function programCosts(): Row[] {
  const microseconds = (sets: readonly string[]): number => {
    const { seconds, tasks } = measure('digits.yaml', sets, TIMES);
    return (seconds / tasks) * 1e6;
  };
  const one = 'workload.0.input=mnist-test:0';
  const modelled = microseconds(['fidelity.execution=modelled']);
  const row = (what: string, sets: readonly string[]): Row => {
    const added = microseconds(sets) - modelled;
    return {
      what,
      figure: `adds ${added.toFixed(2)} us`,
      baseline: `modelled ${modelled.toFixed(2)} us a task; target 2 us more`,
      ratio: TARGET / added,
    };
  };
  return [
    row('a memoised task on an input that its node has', [one]),
    row('a memoised task on one of 10,000 inputs, with its fetch, its delivery, and each first execution', []),
  ];
}
