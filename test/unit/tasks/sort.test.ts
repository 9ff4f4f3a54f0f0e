import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTask, openTaskInputs, readTaskModule } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';
import { wasm } from '../../web-assembly.ts';

const task = findTask('sort')!;
const instance = instantiate(readTaskModule(task));

const sorted = (numbers: Int32Array): Int32Array => {
  const output = instance.run(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return new Int32Array(output.buffer);
};

describe('sort', () => {
  it('sorts as the language does', () => {
    const few = fc.int32Array({ min: -3, max: 3, maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(fc.int32Array({ maxLength: 200 }), few), (numbers) => {
        expect(sorted(numbers)).toEqual(numbers.toSorted());
      }),
    );
  });

  it('sorts what its usual input set holds', () => {
    const input = openTaskInputs(task.input)!.at(3);
    const numbers = new Int32Array(input.slice().buffer);
    expect(sorted(numbers)).toEqual(numbers.toSorted());
  });

  it('traps on a length that is not a whole number of integers', () => {
    expect(() => instantiate(readTaskModule(task)).run(new Uint8Array(6))).toThrow(wasm.RuntimeError);
  });
});
