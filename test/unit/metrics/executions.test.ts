import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

const pick = (values: Readonly<Record<string, number>>, ...names: string[]) => names.map((name) => values[name]);

describe('the life of a task', () => {
  it('waits until its winner starts and is served until that finishes', () => {
    const stage = new Stage().at(1);
    const task = stage.submit();
    stage.at(1.5).accept(task).at(2).assign(task, 2).at(4).start(task, 2).at(9).finish(task, 2);
    const values = stage.at(10).settle(task, 2).at(11).hold(task).values();
    expect(pick(values, 'wait.mean', 'service.mean', 'slowdown.mean')).toEqual([3, 5, 2]);
    expect(pick(values, 'assignment.p99', 'jobs.perTask', 'work.wasted')).toEqual([0.5, 1, 0]);
  });

  it('counts the restart after a crash as the start, and what ran before as waste', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task).assign(task, 2).at(1).start(task, 2).at(4).abort(task, 2);
    stage.at(6).start(task, 2).at(12).finish(task, 2).settle(task, 2).hold(task);
    const values = stage.values();
    expect(pick(values, 'wait.mean', 'service.mean', 'slowdown.mean')).toEqual([6, 6, 2]);
    expect(pick(values, 'jobs.perTask', 'work.wasted')).toEqual([2, 3 / 9]);
  });

  it('counts the losers of redundancy as waste, whether cancelled, finished in vain or still running', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task);
    for (const copy of [0, 1, 2, 3]) stage.assign(task, 2 + copy, copy).start(task, 2 + copy, copy);
    stage.at(2).finish(task, 3, 1).settle(task, 3, 1).hold(task);
    stage.at(3).abort(task, 2, 0).at(5).finish(task, 4, 2);
    const values = stage.at(10).values();
    expect(pick(values, 'service.mean', 'jobs.perTask')).toEqual([2, 4]);
    expect(values['work.wasted']).toBe((3 + 5 + 10) / (2 + 3 + 5 + 10));
  });

  it('knows the winner from a copy of the same number on another node, and from a sooner copy whose result lost', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task).assign(task, 2).start(task, 2).at(1).start(task, 3).at(3).finish(task, 2);
    const values = stage.at(8).finish(task, 3).settle(task, 3).at(9).hold(task).values();
    expect(pick(values, 'wait.mean', 'service.mean')).toEqual([1, 7]);
    expect(values['work.wasted']).toBe(3 / 10);
  });

  it('counts a loser that starts when its task is long over', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task).assign(task, 2).assign(task, 3, 1).start(task, 2).at(4).finish(task, 2).settle(task, 2);
    stage.hold(task).at(5).start(task, 3, 1).at(6).abort(task, 3, 1).at(7).start(task, 3, 1).at(9).finish(task, 3, 1);
    expect(pick(stage.values(), 'jobs.perTask', 'work.wasted')).toEqual([3, 3 / 7]);
  });

  it('has no winner when the task expired or failed', () => {
    const stage = new Stage();
    const [expired, failed] = [stage.submit(), stage.submit()];
    stage
      .accept(expired)
      .assign(expired, 2)
      .start(expired, 2)
      .at(2)
      .giveUp(expired, 'expired')
      .hold(expired, 'expired');
    stage.at(3).abort(expired, 2).giveUp(failed, 'failed').hold(failed, 'failed');
    const values = stage.values();
    expect(pick(values, 'wait.mean', 'service.mean', 'slowdown.mean')).toEqual([undefined, undefined, undefined]);
    expect(pick(values, 'assignment.p99', 'jobs.perTask', 'work.wasted')).toEqual([0, 0.5, 1]);
  });

  it('is about completed tasks only, when the client gave up what the mesh completed', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task).start(task, 2).at(2).finish(task, 2).settle(task, 2).hold(task, 'expired');
    expect(stage.values()).not.toHaveProperty(['service.mean']);
  });

  it('leaves out the tasks of the warm-up', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 });
    const [warm, task] = [stage.submit(), stage.submit()];
    stage.accept(warm).assign(warm, 2).start(warm, 2).accept(task).at(1).assign(task, 2);
    stage
      .at(3)
      .finish(warm, 2)
      .settle(warm, 2)
      .hold(warm)
      .start(task, 2)
      .at(7)
      .finish(task, 2)
      .settle(task, 2)
      .hold(task);
    const values = stage.values();
    expect(pick(values, 'wait.mean', 'service.mean', 'assignment.p99', 'jobs.perTask')).toEqual([3, 4, 1, 1]);
  });

  it('has no slowdown for work that takes no time', () => {
    const stage = new Stage();
    const task = stage.submit();
    stage.accept(task).start(task, 2).finish(task, 2).settle(task, 2).hold(task);
    expect(pick(stage.values(), 'service.mean', 'slowdown.mean', 'work.wasted')).toEqual([0, undefined, undefined]);
  });

  it('keeps apart a thousand tasks that are open at once, twice', () => {
    const stage = new Stage();
    for (const round of [0, 5000]) {
      const tasks = Array.from({ length: 1000 }, () => stage.at(round).submit());
      for (const task of tasks) stage.accept(task).assign(task, 2).start(task, 2);
      tasks.forEach((task, index) =>
        stage
          .at(round + index + 1)
          .finish(task, 2)
          .settle(task, 2)
          .hold(task),
      );
    }
    expect(pick(stage.values(), 'service.mean', 'work.wasted', 'jobs.perTask')).toEqual([500.5, 0, 1]);
  });
});
