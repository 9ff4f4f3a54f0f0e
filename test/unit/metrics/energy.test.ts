import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

/** Two nodes with figures and one without. */
const opened = (): Stage =>
  new Stage().deploy(2, 2, { idle: 10, peak: 30 }).draw(2, 10).deploy(3, 1, { idle: 5, peak: 6 }).draw(3, 5).deploy(4);

describe('energy', () => {
  it('is the integral of power over the window, idle and being down included, over completed tasks', () => {
    const stage = opened();
    const [a, b, c] = [stage.submit(), stage.submit(), stage.submit()];
    stage.at(1).draw(2, 20).at(3).draw(2, 30).hold(a).at(4).crash(3).draw(3, 0);
    stage.at(6).draw(2, 10).hold(b).at(7).restart(3).draw(3, 5).at(10).submit();
    const values = stage.at(12).draw(2, 30).hold(c, 'failed').values();
    expect(values['energy.perTask']).toBe((10 * 1 + 20 * 2 + 30 * 3 + 10 * 4 + 5 * 7) / 2);
    expect(values['energy.idle']).toBe((10 * 10 + 5 * 7) / 2);
  });

  it('belongs to the winner of a task, or is wasted: on losers, aborted copies, and what nobody waited for', () => {
    const stage = opened();
    const [a, b] = [stage.submit(), stage.submit()];
    stage.at(1).spend(a, 2, 1, false).at(2).spend(a, 2, 10).spend(a, 3, 20, true, 1);
    stage.settle(a, 2).hold(a).at(3).spend(a, 3, 40, true, 2).spend(b, 3, 80).at(4).submit();
    expect(stage.values()).toMatchObject({ 'energy.task': 10, 'energy.waste': 1 + 20 + 40 + 80 });
  });

  it('of tasks of the warm-up is not that of the window', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 }).deploy(2, 1, { idle: 1, peak: 2 }).draw(2, 1);
    const warm = stage.submit();
    stage.at(5).spend(warm, 2, 7).settle(warm, 2).hold(warm);
    const measured = stage.submit();
    stage.at(9).spend(measured, 2, 3).settle(measured, 2).hold(measured);
    expect(stage.values()).toMatchObject({ 'energy.task': 3, 'energy.waste': 0 });
  });

  it('is absent without figures', () => {
    const plain = new Stage().deploy(2);
    const task = plain.submit();
    plain.at(10).submit();
    plain.hold(task);
    expect(Object.keys(plain.values()).filter((name) => /^(energy|carbon)/.test(name))).toEqual([]);
  });
});

describe('carbon', () => {
  const figures = { idle: 500, peak: 1000 };

  it('is each joule at the intensity of its grid when it was drawn', () => {
    const stage = new Stage().deploy(2, 1, figures).draw(2, 500).grid(2, 400);
    stage.deploy(3, 1, figures).draw(3, 1000).grid(3, 30);
    const task = stage.submit();
    stage.at(3600).grid(2, 200).at(5400).draw(2, 1000).at(7200).submit();
    stage.hold(task);
    // 0.5 kWh at 400, 0.25 at 200 and 0.5 at 200; 2 kWh at 30.
    expect(stage.values()['carbon.perTask']).toBeCloseTo(0.5 * 400 + 0.75 * 200 + 2 * 30, 9);
  });

  it('is absent unless every node with power figures has a grid', () => {
    const stage = new Stage().deploy(2, 1, figures).draw(2, 500).grid(2, 400).deploy(3, 1, figures).draw(3, 500);
    const task = stage.submit();
    stage.at(10).submit();
    stage.hold(task);
    expect(stage.values()).not.toHaveProperty(['carbon.perTask']);
    expect(stage.grid(3, 100).values()).toHaveProperty(['carbon.perTask']);
  });
});
