import { describe, expect, it } from 'vitest';
import { probability } from '../../../core/foundation/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import { broken, minutes, runOf, settlement, settling } from './settled.ts';

describe('anchors on the simulated chain', () => {
  it.each(['return', 'taproot'] as const)('become final, as %s', async (form) => {
    const result = await runOf(settlement({}, { form }));
    expect(broken(result)).toEqual([]);
    expect(result.metrics['anchors.final']).toBe(12);
    expect(result.metrics['finality.mean']).toBeGreaterThan(2_000);
    expect(result.metrics['fees.perAnchor']).toBeGreaterThan(form === 'return' ? 1_000 : 700);
  });

  it('survive reorganisations, high fees, censorship and outages', async () => {
    const hardships = settlement({
      reorg: [
        { at: minutes(70), depth: 3 },
        { at: minutes(115), depth: 5 },
      ],
      spikes: [{ at: minutes(20), for: minutes(40), factor: 20 }],
      censor: [{ at: minutes(80), for: minutes(30) }],
      outage: [{ at: minutes(30), for: minutes(25) }],
      forks: { rate: probability(0.3), deeper: probability(0.3) },
    });
    for (let seed = 1; seed <= 8; seed++) {
      const result = await runOf(hardships, seed);
      expect(broken(result)).toEqual([]);
      expect(result.metrics['anchors.final']).toBe(12);
      expect(result.metrics['reorgs.count']).toBeGreaterThanOrEqual(2);
    }
  });

  it('pay more when blocks ask for more, by replacing what waits', async () => {
    const calm = await runOf(settlement());
    const dear = await runOf(settlement({ spikes: [{ at: minutes(1), for: minutes(100), factor: 10 }] }));
    expect(broken(dear)).toEqual([]);
    expect(dear.metrics['fees.perAnchor']).toBeGreaterThan(3 * calm.metrics['fees.perAnchor']!);
  });

  it('cost more the more often they are made', async () => {
    const often = await runOf(settlement({}, { every: minutes(5) }));
    const rarely = await runOf(settlement({}, { every: minutes(60) }));
    expect(often.metrics['fees.perProof']).toBeGreaterThan(3 * rarely.metrics['fees.perProof']!);
  });

  it('are found gone if a reorganisation is deeper than what counts as final', async () => {
    const deep = settlement({ reorg: [{ at: minutes(110), depth: 12 }] }, { confirmations: 2 });
    expect(broken(await runOf(deep)).join()).toContain('anchors-chain: the anchor of epoch');
  });

  it('are found gone if an attacker has most of the hash power', async () => {
    const attacker = { share: probability(0.6), confirmations: 3, giveUp: 30 };
    const found = await Promise.all(
      [1, 2, 3].map((seed) => runOf(settlement({ attacker }, { confirmations: 3 }), seed)),
    );
    expect(found.flatMap(broken).join()).toContain('anchors-chain');
  });

  it('change nothing of what the mesh does', async () => {
    const { settlement: anchored, ...without } = settling(settlement());
    expect(anchored).toBeDefined();
    const plain = (await runCell(without, 1)).result.metrics;
    const settled = (await runCell(settling(settlement()), 1)).result.metrics;
    for (const name of Object.keys(plain))
      if (!name.startsWith('utilisation')) expect([name, settled[name]]).toEqual([name, plain[name]]);
  });

  it('go through their bytes, and tied events through any order', async () => {
    const cell = settling(settlement());
    const plain = (await runCell(cell, 1)).result;
    expect((await runCell(cell, 1, { wire: true })).result.fingerprint).toBe(plain.fingerprint);
    expect(broken((await runCell(cell, 1, { shuffleTies: 3 })).result)).toEqual([]);
  });
});
