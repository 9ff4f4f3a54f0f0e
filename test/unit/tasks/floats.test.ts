// The tasks that compute with floats: n-body and matrix-multiply.

import { describe, expect, it } from 'vitest';
import { findTask, openTaskInputs, readTaskModule } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';
import { wasm } from '../../web-assembly.ts';

describe('n-body', () => {
  const instance = instantiate(readTaskModule(findTask('n-body')!));
  const energies = (steps: number): readonly number[] => [
    ...new Float64Array(instance.run(openTaskInputs(`steps-${steps}`)!.at(0)).buffer),
  ];

  /** As the Computer Language Benchmarks Game prints them (1,000), and implementations of it in Go (1,000,000). */
  it.each([
    [0, '-0.169075164', '-0.169075164'],
    [1_000, '-0.169075164', '-0.169087605'],
    [1_000_000, '-0.169075164', '-0.169086185'],
  ])('after %i steps has the published energy', (steps, before, after) => {
    expect(energies(steps).map((energy) => energy.toFixed(9))).toEqual([before, after]);
  });

  it('conserves energy to 1 in 1,000, as a symplectic method does: it wavers and does not drift', () => {
    for (const steps of [10, 100, 10_000, 100_000]) {
      const [before = NaN, after = NaN] = energies(steps);
      expect(Math.abs(after / before - 1)).toBeLessThan(1e-3);
    }
  });
});

describe('matrix-multiply', () => {
  const task = findTask('matrix-multiply')!;
  const instance = instantiate(readTaskModule(task));

  it.each([0, 1, 2, 3, 17, 64])('multiplies two matrices of side %i exactly as f32 in the order of k', (side) => {
    const input = openTaskInputs(`matrices-${side}`)!.at(5);
    const [a, b] = [0, 1].map((which) => new Float32Array(input.slice(4 + which * 4 * side * side).buffer));
    const product = new Float32Array(instance.run(input).buffer);
    expect(product).toHaveLength(side * side);
    expect(product).toEqual(
      Float32Array.from({ length: side * side }, (_, at) => {
        let sum = 0;
        for (let k = 0; k < side; k++) {
          const term = Math.fround(a![Math.floor(at / side) * side + k]! * b![k * side + (at % side)]!);
          sum = Math.fround(sum + term);
        }
        return sum;
      }),
    );
  });

  it('gives a matrix back when it is multiplied by the identity', () => {
    const matrix = [1.5, -2, 0.25, 1e30];
    const input = new Uint8Array(36);
    new DataView(input.buffer).setUint32(0, 2, true);
    [...matrix, 1, 0, 0, 1].forEach((value, at) => new DataView(input.buffer).setFloat32(4 + 4 * at, value, true));
    expect([...new Float32Array(instance.run(input).buffer)]).toEqual(matrix.map(Math.fround));
  });

  it.each([
    ['too short for its side', [2, 0, 0, 0, 1, 1]],
    ['without a side', [1]],
    ['of a side whose square overflows', [0, 0, 1, 0]],
  ])('traps on an input %s', (_, bytes) => {
    expect(() => instantiate(readTaskModule(task)).run(Uint8Array.from(bytes))).toThrow(wasm.RuntimeError);
  });
});
