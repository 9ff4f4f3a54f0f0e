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

describe('the return on an attack', () => {
  it('is nothing where a node that lies earns as honest ones do', () => {
    const values = paid([10, 200_000_000n], [5, 100_000_000n]).stage.values();
    expect([values['attacker.income'], values['attacker.roi']]).toEqual([1, 0]);
  });

  it('counts the time that was not spent', () => {
    expect(paid([10, 200_000_000n], [1, 100_000_000n]).stage.values()['attacker.roi']).toBe(4);
  });

  it('counts stakes, and what was lost of them, and awards', () => {
    const { stage, task } = paid([10, 200_000_000n], [5, 100_000_000n]);
    stage.move('bond', task, 3, 300_000_000n).move('slash', task, 3, 250_000_000n).move('award', task, 3, 50_000_000n);
    const values = stage.values();
    expect([values['attacker.income'], values['attacker.roi']]).toEqual([-1, -1.25]);
  });

  it('says nothing where nobody lies', () => {
    const stage = new Stage().deploy(2);
    const task = stage.submit();
    stage.finish(task, 2, 0, 1).move('release', task, 2, 5n);
    expect(stage.values()).not.toHaveProperty(['attacker.income']);
  });
});
