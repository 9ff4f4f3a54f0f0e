// What a scenario may say of a peg, and what is refused with the reason.

import { describe, expect, it } from 'vitest';
import { blocksFor } from '../../../sim/scenario/index.ts';
import { basic, cell, complaints } from './fixture.ts';

const pegged = (peg: string, more = ''): string => basic(`settlement: { peg: { ${peg} } ${more} }`);

describe('a peg', () => {
  it.each([
    ['deposit: 0.001 tokens', 'out-of-range'],
    ['float: 0.00000999 tokens', 'out-of-range'],
    ['deposit: 3 tokens, cap: 2 tokens', 'backwards'],
    ['confirmations: 20, emergency: 20, refresh: 10', 'taken-before-credited'],
    ['deposit: 1000000 tokens, cap: 1000000 tokens', 'too-many-coins'],
    ['depositors: 1000, deposit: 14 tokens', 'too-many-coins'],
  ])('of %s is refused', async (peg, code) => {
    expect((await complaints(pegged(peg))).map((complaint) => complaint.split(' ')[0])).toEqual([code]);
  });

  it('is given the blocks that its coins take: subsidies are 50, then 25 from height 150', async () => {
    const blocks = async (peg: string): Promise<readonly number[]> => blocksFor((await cell(pegged(peg))).settlement!)!;
    expect(await blocks('depositors: 2')).toEqual([1, 1, 1, 1]);
    expect(await blocks('depositors: 1, deposit: 120 tokens, float: 60 tokens')).toEqual([1, 3, 2]);
    const many = await blocks('depositors: 200, deposit: 40 tokens');
    expect([many[100], many[199]]).toEqual([1, 2]);
  });
});
