import { describe, expect, it } from 'vitest';
import { choices, failuresOf, text, whole } from '../../../cli/flags.ts';

describe('flags', () => {
  it('reads whole numbers from a bound on, and nothing else', () => {
    expect(whole({ workers: '4' }, 'workers', 1)).toEqual({ ok: true, value: 4 });
    for (const wrong of ['0', '-1', '1.5', '1e3', '', 'four', '0x4', '99999999999999999999']) {
      expect(failuresOf(whole({ workers: wrong }, 'workers', 1))[0]).toMatchObject({
        message: '--workers is no such number',
      });
    }
  });

  it('refuses a second value where one is meant', () => {
    expect(failuresOf(text({ env: ['a', 'b'] }, 'env'))[0]).toMatchObject({ message: '--env is given more than once' });
  });

  it('reads choices by commas, by repetition, or both, each once', () => {
    const known = ['list', 'json', 'junit'] as const;
    expect(choices({ reporter: ['junit,list', 'junit'] }, 'reporter', known)).toEqual({
      ok: true,
      value: ['list', 'junit'],
    });
    expect(failuresOf(choices({ reporter: 'lst, html' }, 'reporter', known))[0]).toMatchObject({
      expected: 'list, json, junit',
      got: 'lst, html',
    });
  });
});
