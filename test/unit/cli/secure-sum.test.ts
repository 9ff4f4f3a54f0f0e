import { describe, expect, it } from 'vitest';
import { ambient } from '../../../cli/ambient.ts';
import { rememberingTerminal } from './terminal.ts';

async function secureSum(words: string): Promise<{ code: number; out: string; err: string }> {
  const { terminal, out, err } = rememberingTerminal();
  const code = await ambient(['secure-sum', ...words.split(' ')], terminal);
  return { code, out: out(), err: err() };
}

describe('ambient secure-sum', () => {
  it('sums those that stayed, at the cost of the formula', async () => {
    const { code, out } = await secureSum('--members 12 --values 50 --drop 3 --json');
    expect(code).toBe(0);
    const told = JSON.parse(out) as Record<string, unknown>;
    expect(told).toMatchObject({ outcome: 'equal to the plain sum', included: 9, threshold: 9, sumBits: 20 });
    expect(told['countedBytes']).toBe(told['formulaBytes']);
  });

  it('gives no sum below the threshold', async () => {
    const { code, out } = await secureSum('--members 12 --values 50 --drop 4');
    expect(code).toBe(1);
    expect(out).toMatch(/^outcome +aborted: secret-lost$/m);
  });

  it('says what a large one would cost', async () => {
    const { out } = await secureSum('--members 1024 --values 1048576 --formula');
    expect(out).toMatch(/^formulaBytes 3637248\nexpansion +1\.734375$/m);
    expect((await secureSum('--members 1024 --values 1048576')).code).toBe(2);
  });

  it.each([
    ['splits', /learnt nothing of member 0; it has \d shares of its mask and \d of its key, of 7 needed/],
    ['isolates', /learnt nothing of member 0; 10 refused \(too-few-survivors\)/],
    ['impersonates', /learnt nothing of member 0; 1 refused \(false-peer\)/],
  ])('withstands an aggregator that %s', async (attack, outcome) => {
    const { code, out } = await secureSum(`--members 10 --values 20 --aggregator ${attack}`);
    expect(out).toMatch(outcome);
    expect(code).toBe(0);
  });

  it('does not withstand one that plays all the others, if keys are not signed', async () => {
    const { code, out } = await secureSum('--members 10 --values 20 --aggregator impersonates --unsigned');
    expect(out).toMatch(/the aggregator knows what member 0 brought/);
    expect(code).toBe(1);
  });

  it('refuses what would not be secure', async () => {
    const { code, err } = await secureSum('--members 10 --threshold 5');
    expect(code).toBe(2);
    expect(err).toMatch(/could ask for both[^]*at least 6/);
  });
});
