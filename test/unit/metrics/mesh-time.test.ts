import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

/** Nodes that are busy for so many of a window's 40 seconds. */
function fairness(...busy: number[]): number {
  const stage = new Stage();
  busy.forEach((_, index) => stage.deploy(2 + index));
  const tasks = busy.map(() => stage.submit());
  busy.forEach((seconds, index) => seconds > 0 && stage.start(tasks[index]!, 2 + index));
  busy
    .map((seconds, index) => ({ seconds, index }))
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => a.seconds - b.seconds)
    .forEach(({ seconds, index }) => stage.at(seconds).finish(tasks[index]!, 2 + index));
  stage.at(40).submit();
  return stage.values()['fairness.jain']!;
}

describe("Jain's index", () => {
  it.each([
    [[1, 1, 1, 1], 1],
    [[1, 0, 0, 0], 0.25],
    [[1, 2, 3, 4], 0.8333],
    [[10, 10, 1], 0.73134],
  ])('of %j is %d', (busy, expected) => {
    expect(fairness(...busy)).toBeCloseTo(expected, 4);
  });

  it('is absent when no node did anything', () => {
    const stage = new Stage().deploy(2);
    stage.submit();
    stage.at(1).submit();
    expect(stage.values()).not.toHaveProperty(['fairness.jain']);
    expect(stage.values()['utilisation.mean']).toBe(0);
  });
});

describe('utilisation', () => {
  it('is busy over online slot-time until the last submission, not until submissions are declared ended', () => {
    const stage = new Stage().deploy(2, 2).deploy(3);
    const [a, b] = [stage.submit(), stage.submit()];
    stage.at(1).start(a, 2).at(2).start(b, 2).at(4).finish(a, 2);
    stage.at(10).submit();
    stage.at(12).finish(b, 2).at(15).endSubmissions().at(20).start(a, 3).at(21).finish(a, 3);
    expect(stage.values()['utilisation.mean']).toBe((3 + 8) / 30);
  });

  it('begins at the last submission of the warm-up, with what runs then', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 2 }).deploy(2);
    const a = stage.submit();
    stage.at(1).start(a, 2).at(4).submit();
    stage.at(6).finish(a, 2).at(14).submit();
    expect(stage.values()['utilisation.mean']).toBe(0.2);
  });

  it('begins at warmup.after, submission or none', () => {
    const stage = new Stage({ kind: 'after', after: 5_000_000 }).deploy(2);
    const a = stage.submit();
    stage.start(a, 2).at(7).finish(a, 2).at(15).submit();
    expect(stage.values()['utilisation.mean']).toBe(0.2);
  });

  it('does not count the time of a node that is down', () => {
    const stage = new Stage().deploy(2).deploy(3);
    const a = stage.submit();
    stage.start(a, 2).at(3).crash(2).abort(a, 2).at(5).restart(2).at(6).start(a, 2).at(8).submit();
    stage.at(11).crash(2).abort(a, 2).at(15).restart(2);
    expect(stage.values()['utilisation.mean']).toBe((3 + 2) / (6 + 8));
  });

  it('is absent if the window has no span', () => {
    const stage = new Stage().deploy(2);
    const a = stage.submit();
    stage.start(a, 2).at(3).finish(a, 2);
    expect(stage.values()).not.toHaveProperty(['utilisation.mean']);
  });
});
