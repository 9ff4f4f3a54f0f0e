import { describe, expect, it } from 'vitest';
import { secureRisks } from '../../../core/federated/secure-risk.ts';

describe('the risks of a neighbourhood', () => {
  it('are those of drawing by hand', () => {
    // Each of 5 has 2 of 4 others for neighbours; with one corrupt, it is a neighbour with chance 1/2.
    const { exposed } = secureRisks({ degree: 2, threshold: 2 }, { members: 5, corrupt: 1, lost: 0 });
    expect(exposed).toBeCloseTo(1, 12);
    expect(secureRisks({ degree: 4, threshold: 4 }, { members: 5, corrupt: 2, lost: 2 })).toEqual({
      exposed: 0,
      stuck: 1,
    });
    // 3 of 3 neighbours among 4 lost of 9: 4/84, for each of ten.
    const { stuck } = secureRisks({ degree: 3, threshold: 2 }, { members: 10, corrupt: 0, lost: 4 });
    expect(stuck).toBeCloseTo((10 * 4) / 84, 12);
  });

  it('is none with everyone with everyone, within what the threshold allows', () => {
    const all = { degree: 99, threshold: 67 };
    expect(secureRisks(all, { members: 100, corrupt: 33, lost: 33 })).toEqual({ exposed: 0, stuck: 0 });
    expect(secureRisks(all, { members: 100, corrupt: 34, lost: 34 })).toEqual({ exposed: 1, stuck: 1 });
  });
});
