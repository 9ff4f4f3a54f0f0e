import { describe, expect, it } from 'vitest';
import { ambient } from '../../../cli/ambient.ts';
import { rememberingTerminal } from './terminal.ts';

async function privacy(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { terminal, out, err } = rememberingTerminal();
  const code = await ambient(['privacy', ...words], terminal);
  return { code, out: out(), err: err() };
}

const ask = (words: string) => privacy(...words.split(' '));

describe('ambient privacy', () => {
  it('names conversion, order, grid and assumption beside every epsilon', async () => {
    const { code, out } = await ask('--noise 1.3 --sampling 256/60000 --rounds 3516 --delta 1e-5');
    expect(code).toBe(0);
    expect(out).toMatch(/^assumes +Poisson sampling/m);
    expect(out).toMatch(/^orders +published: 151 from 1\.1 to 63$/m);
    expect(out).toMatch(/^canonne-2020 +epsilon 0\.954563953, noise 1\.3, order 17$/m);
    expect(out).toMatch(/^mironov-2017 +epsilon 1\.19226441, noise 1\.3, order 17$/m);
  });

  it('answers a program, with the divergences', async () => {
    const { out } = await ask('--noise 2.5 --sampling 0.01 --rounds 50 --delta 1e-5 --orders 5,50 --json');
    const answer = JSON.parse(out) as { rdp: { order: number; divergence: number }[]; bounds: { edge: boolean }[] };
    expect(answer.rdp.map(({ order }) => order)).toEqual([5, 50]);
    expect(answer.rdp[0]!.divergence).toBeCloseTo(0.00218075656, 9);
    expect(answer.bounds.map(({ edge }) => edge)).toEqual([true, true]);
  });

  it('seeks noise by the conversion that was asked for', async () => {
    const { out } = await ask('--epsilon 3 --sampling 0.01 --rounds 100 --delta 1e-5 --conversion mironov-2017 --json');
    const { noise, epsilon } = JSON.parse(out) as { noise: number; epsilon: number };
    expect(epsilon).toBeCloseTo(3, 9);
    const back = await ask(`--noise ${noise} --sampling 0.01 --rounds 100 --delta 1e-5`);
    expect(back.out).toMatch(/^mironov-2017 +epsilon 3, /m);
  });

  it('knows the exact Gaussian mechanism', async () => {
    const { out } = await ask('--mechanism gaussian --epsilon 4 --delta 1e-5');
    expect(out).toMatch(/^analytic +epsilon 4, noise 1\.08116185$/m);
    expect(out).toMatch(/^classic +epsilon 4, noise 1\.21120132$/m);
    const rounds = await ask('--mechanism gaussian --noise 2 --rounds 4 --delta 1e-5');
    const once = await ask('--mechanism gaussian --noise 1 --delta 1e-5');
    const epsilonOf = (out: string) => /analytic +epsilon ([\d.]+)/.exec(out)?.[1];
    expect(epsilonOf(rounds.out)).toBe(epsilonOf(once.out));
  });

  it.each([
    ['--noise 1', /--delta is missing/],
    ['--delta 1e-5', /--noise and --epsilon[^]*got +neither/],
    ['--noise 1 --epsilon 1 --delta 1e-5', /--noise and --epsilon[^]*got +both/],
    ['--noise 1 --delta 2 --sampling 2 --rounds 0', /--delta[^]*--rounds[^]*--sampling[^]*3 errors/],
    ['--noise 1 --delta 1e-5 --conversion old', /--conversion is unknown[^]*canonne-2020, mironov-2017/],
    ['--noise 1 --delta 1e-5 --orders 1,2', /--orders are unknown[^]*published, wide/],
    ['--noise 1 --delta 1e-5 --mechanism gaussian --sampling 0.1', /--sampling is not for this mechanism/],
    ['--epsilon 0.01 --delta 1e-5', /--epsilon is out of reach of these orders/],
  ])('%s ends with 2 and says why', async (words, complaint) => {
    const { code, out, err } = await ask(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
  });
});
