import { describe, expect, it } from 'vitest';
import { probability } from '../../../core/foundation/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import { bitcoind, inCorePolicy, noNode } from './regtest.ts';
import { broken, minutes, settlement, settling } from './settled.ts';

describe.skipIf(noNode)('a real node beside the simulated chain', () => {
  it.each([
    ['return', 'its default policy', bitcoind!],
    ['taproot', 'its default policy', bitcoind!],
    ['return', 'the policy of Core', noNode ? '' : inCorePolicy(bitcoind!)],
    ['taproot', 'the policy of Core', noNode ? '' : inCorePolicy(bitcoind!)],
  ] as const)('agrees with it on every block and transaction: %s, in %s', async (form, _, program) => {
    const hardships = {
      forks: { rate: probability(0.3), deeper: probability(0.3) },
      attacker: { share: probability(0.2), confirmations: 2, giveUp: 5 },
      spikes: [{ at: minutes(20), for: minutes(40), factor: 20 }],
      censor: [{ at: minutes(80), for: minutes(30) }],
      reorg: [{ at: minutes(115), depth: 6 }],
    };
    const here = settling(settlement(hardships, { form, confirmations: 8 }));
    const beside = settling(settlement({ ...hardships, chain: 'regtest' }, { form, confirmations: 8 }));
    const simulated = (await runCell(here, 1)).result;
    const real = (await runCell(beside, 1, { bitcoind: program })).result;
    expect(broken(real)).toEqual([]);
    expect([real.fingerprint, real.metrics]).toEqual([simulated.fingerprint, simulated.metrics]);
    expect(real.metrics['reorgs.depth']).toBe(6);
  });

  it('is asked for by a message that says how to have one', async () => {
    await expect(runCell(settling(settlement({ chain: 'regtest' })), 1)).rejects.toThrow('needs a real Bitcoin node');
  });
});
