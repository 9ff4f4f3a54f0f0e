import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../reports/index.ts';
import type { RunRecord } from '../../../sim/results/index.ts';
import { broken, cell, context, results } from './sample.ts';

const signers = [
  { asked: 2, signed: 1, refused: 1 },
  { asked: 2, signed: 0, refused: 0 },
];
const run = {
  cell: 'c0ffee',
  settlement: {
    chain: 'simulated',
    interval: 600,
    anchor: { every: 3600, form: 'return', confirmations: 6 },
    peg: { functionaries: 15, threshold: 11, refresh: 2016, emergency: 4032, peak: 50, signers },
  },
} as unknown as RunRecord;

const told = (invariants: Parameters<typeof cell>[2]): string =>
  markdownReport(results([cell('c0ffee', {}, invariants)], false), { ...context, settled: [run] });

describe('settlement in a report', () => {
  it('says what colluding functionaries can do, with the numbers of the scenario', () => {
    const text = told({ 1: [] });
    expect(text).toContain('| 11 of 15 functionaries | not collude | 11 together take every coin');
    expect(text).toContain('| fewer than 11 functionaries | nothing |');
    expect(text).toContain('| 5 of 15 functionaries | answer | 5 that are silent stop all payments');
    expect(text).toContain('4032 blocks (about 28 d)');
    expect(text).not.toContain('trustless');
  });

  it('shows who answered, and what was lost', () => {
    const text = told({ 1: [broken], 2: [] });
    expect(text).toContain('| signer 1 | 2 | 1 | 1 | 100 % |');
    expect(text).toContain('| signer 2 | 2 | 0 | 0 | 0 % |');
    expect(text).toContain('tokens-conserved broken in 1 of 2 runs');
    expect(told({ 1: [] })).toContain('held in 1 of 1 runs');
  });

  it('says nothing where nothing is settled', () => {
    expect(markdownReport(results([cell('c0ffee', {}, { 1: [] })], true), context)).not.toContain('Settlement');
  });
});
