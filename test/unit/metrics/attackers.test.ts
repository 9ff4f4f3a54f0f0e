import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../core/foundation/index.ts';
import { Stage } from './stage.ts';

/** A mesh of an honest node, 2, and one that lies, 3; each has run a task for so many seconds, and was paid so much. */
function paid(honest: readonly [number, bigint], lying: readonly [number, bigint]): { stage: Stage; task: TaskId } {
  const stage = new Stage().deploy(2).deploy(3, 1, undefined, false);
  const [task, other] = [stage.submit(), stage.submit()];
  stage.finish(task, 2, 0, honest[0]).move('release', task, 2, honest[1]);
  stage.finish(other, 3, 0, lying[0]).move('release', other, 3, lying[1]);
  return { stage, task };
}

const TOKEN = 100_000_000n;
const found = (stage: Stage): readonly unknown[] => {
  const values = stage.values();
  return [values['attacker.income'], values['attacker.roi']];
};

describe('the return on an attack', () => {
  it('is nothing where a node that lies earns as honest ones do', () => {
    expect(found(paid([10, 2n * TOKEN], [5, TOKEN]).stage)).toEqual([1, 0]);
  });

  it('counts the time that was not spent', () => {
    expect(found(paid([10, 2n * TOKEN], [1, TOKEN]).stage)).toEqual([1, 4]);
  });

  it('is nothing with a stake that is not lost, and minus one where stake and time are', () => {
    const { stage, task } = paid([10, 2n * TOKEN], [5, TOKEN]);
    expect(found(stage.move('bond', task, 3, 3n * TOKEN))).toEqual([1, 0]);
    const other = paid([10, 2n * TOKEN], [5, 0n]);
    other.stage.move('bond', other.task, 3, 3n * TOKEN).move('slash', other.task, 3, 3n * TOKEN);
    expect(found(other.stage)).toEqual([-3, -1]);
  });

  it('counts what was lost of a stake, and awards', () => {
    const { stage, task } = paid([10, 2n * TOKEN], [5, TOKEN]);
    stage
      .move('bond', task, 3, 3n * TOKEN)
      .move('slash', task, 3, 2n * TOKEN)
      .move('award', task, 3, TOKEN / 2n);
    // 1 + 0.5 - 2 tokens, less 1 for its time, of 3 + 1.
    expect(found(stage)).toEqual([-0.5, -0.375]);
  });

  it('prices time by rewards, not by what honest nodes were awarded', () => {
    const { stage, task } = paid([10, 2n * TOKEN], [5, TOKEN]);
    expect(found(stage.move('award', task, 2, 9n * TOKEN))).toEqual([1, 0]);
  });

  it('says nothing where nobody lies', () => {
    const stage = new Stage().deploy(2);
    const task = stage.submit();
    stage.finish(task, 2, 0, 1).move('release', task, 2, 5n);
    expect(stage.values()).not.toHaveProperty(['attacker.income']);
  });
});
