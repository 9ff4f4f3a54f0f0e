import { describe, expect, it } from 'vitest';
import { findTask, openTaskInputs, readTaskModule, tasks } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';

const said = (name: string, ...output: readonly number[]): string | undefined =>
  findTask(name)!.describe(Uint8Array.from(output));

describe('the task catalogue', () => {
  it('knows each task by its name', () => {
    for (const task of tasks) expect(findTask(task.name)).toBe(task);
    expect(findTask('classify-cats')).toBeUndefined();
  });

  it('says outputs in words', () => {
    expect(said('classify-digit', 7, 0x56, 0x26)).toBe('digit 7, 98 % confidence');
    expect(said('classify-digit', 0, 0x10, 0x27)).toBe('digit 0, 100 % confidence');
    expect(said('classify-digit', 0, 0x0f, 0x27)).toBe('digit 0, 99 % confidence');
    expect(said('sort', 255, 255, 255, 255, 9, 0, 0, 0)).toBe('2 integers, -1 to 9');
    expect(said('sort')).toBe('no integers');
    expect(said('matrix-multiply', ...new Uint8Array(36))).toBe('a matrix of 3 x 3');
    expect(said('sha256', ...new Uint8Array(31), 171)).toBe(`${'00'.repeat(31)}ab`);
  });

  it('has words for what each module really returns on its usual input', () => {
    const words = tasks.map((task) =>
      task.describe(instantiate(readTaskModule(task)).run(openTaskInputs(task.input)!.at(0))),
    );
    expect(words).toEqual([
      expect.stringMatching(/^digit 7, \d+ % confidence$/),
      'digit 7, 96 % confidence',
      'digit 7',
      'a matrix of 64 x 64',
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^16384 integers, -21\d{8} to 21\d{8}$/),
      expect.stringMatching(/^8 integers, -\d+ to \d+$/),
      'energy -0.169075164, then -0.169087605',
    ]);
  });

  it('does not make words of what no honest module returns', () => {
    for (const { describe: words, name } of tasks) {
      const bad = name === 'classify-digit' ? [10, 0, 0] : [1, 2, 3];
      expect(words(Uint8Array.from(bad))).toBeUndefined();
    }
    expect(said('classify-digit', 1, 0x11, 0x27)).toBeUndefined();
  });
});
