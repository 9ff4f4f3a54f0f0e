import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

const found = (stage: Stage): readonly unknown[] => {
  const values = stage.values();
  return [values['income.newcomer'], values['income.jain']];
};

/** A task whose budget of 10 is divided between a node and its client. */
function divide(stage: Stage, node: number, paid: bigint): void {
  const task = stage.submit();
  stage.move('release', task, node, paid).move('change', task, 1, 10n - paid);
}

describe('how rewards are spread', () => {
  it('counts nodes that got nothing', () => {
    const stage = new Stage().deploy(2).deploy(3);
    divide(stage, 2, 4n);
    divide(stage, 2, 4n);
    expect(found(stage)).toEqual([undefined, 1 / 2]);
  });

  it('is even where all are paid alike, whatever the treasury keeps', () => {
    const stage = new Stage().deploy(2).deploy(3);
    const [first, second] = [stage.submit(), stage.submit()];
    stage.move('release', first, 2, 4n).move('fee', first, -1, 1n);
    stage.move('release', second, 3, 4n).move('fee', second, -1, 1n);
    expect(found(stage)).toEqual([undefined, 1]);
  });

  it('weighs the first ten tasks of each node against its later ones', () => {
    const stage = new Stage().deploy(2).deploy(3);
    for (let at = 0; at < 10; at++) divide(stage, 2, 2n);
    for (let at = 0; at < 10; at++) divide(stage, 3, 4n);
    for (let at = 0; at < 5; at++) divide(stage, 2, 6n);
    expect(found(stage)[0]).toBe(0.5);
  });

  it('says nothing where nobody is paid, or budgets go whole to winners', () => {
    const stage = new Stage().deploy(2);
    divide(stage, 2, 0n);
    expect(found(stage)).toEqual([undefined, undefined]);
    const whole = new Stage().deploy(2);
    whole.move('release', whole.submit(), 2, 4n);
    expect(found(whole)).toEqual([undefined, undefined]);
  });
});
