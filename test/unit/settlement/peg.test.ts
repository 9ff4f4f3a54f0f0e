import { describe, expect, it } from 'vitest';
import { type Amount, seconds } from '../../../core/foundation/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import type { RunResult } from '../../../sim/results/index.ts';
import type { Cell } from '../../../sim/scenario/index.ts';
import { bitcoind, noNode } from './regtest.ts';
import { broken, minutes, settlement, settling } from './settled.ts';

type Peg = NonNullable<NonNullable<Cell['settlement']>['peg']>;
type Chain = NonNullable<Cell['settlement']>['chain'];

const TOKEN = 100_000_000n;

function pegged(peg: Partial<Peg> = {}, chain: Partial<Chain> = {}): Cell {
  const { chain: base } = settlement(chain);
  const rules: Peg = {
    functionaries: 5,
    threshold: 4,
    confirmations: 6,
    final: 6,
    every: minutes(60),
    cap: (1_000n * TOKEN) as Amount,
    window: seconds(86_400),
    large: (100n * TOKEN) as Amount,
    delay: minutes(360),
    refresh: 2_016,
    emergency: 4_032,
    depositors: 3,
    deposit: TOKEN as Amount,
    gap: minutes(10),
    silent: 0,
    colluding: 0,
    float: (TOKEN / 10n) as Amount,
    holders: 'asleep',
    keeper: [],
    depositor: [],
    ...peg,
  };
  return settling({ chain: base, peg: rules });
}

const run = async (cell: Cell, seed = 1): Promise<RunResult> => (await runCell(cell, seed)).result;

describe('the peg federation', () => {
  it.each([
    ['4 of 5', {}],
    ['11 of 15', { functionaries: 15, threshold: 11 }],
    ['a silent functionary', { silent: 1 }],
    ['three that collude with a thief', { colluding: 3, keeper: ['thief'] }],
    ['a keeper that pays too much', { keeper: ['wrong-amount'] }],
    ['a keeper that pays twice', { keeper: ['pays-twice'], gap: minutes(180), float: (3n * TOKEN) as Amount }],
    ['depositors that claim twice', { depositor: ['double-claim'] }],
    ['coins that are refreshed', { refresh: 6 }],
    ['a delay for large amounts', { large: TOKEN as Amount, delay: minutes(600) }],
  ] as const)('pays every depositor, once: %s', async (_, peg) => {
    const result = await run(pegged(peg));
    expect(broken(result)).toEqual([]);
    expect([result.metrics['peg.minted'], result.metrics['peg.paid']]).toEqual([3, 3]);
    if ('keeper' in peg) expect(result.metrics['peg.refusals']).toBeGreaterThan(0);
    if ('delay' in peg) expect(result.metrics['peg.delay']).toBeGreaterThan(36_000);
  });

  it('moves no coin at the cost of a deposit that members have yet to hear of', async () => {
    const outage = [{ at: minutes(40), for: minutes(30) }];
    const poor = { confirmations: 2, final: 3, every: minutes(5), refresh: 5, float: 1_000n as Amount };
    const later = { large: TOKEN as Amount, delay: minutes(360), depositor: ['double-claim', 'takes-back'] } as const;
    for (let seed = 1; seed <= 6; seed++) {
      const result = await run(pegged({ ...poor, ...later, deposit: (60n * TOKEN) as Amount }, { outage }), seed);
      expect(broken(result)).toEqual([]);
    }
  });

  it('pays no more than its cap within a window', async () => {
    const result = await run(pegged({ cap: (2n * TOKEN) as Amount, every: minutes(20), gap: minutes(120) }));
    expect(broken(result)).toEqual([]);
    expect(result.metrics['peg.delay']).toBeGreaterThan(10_000);
    expect(result.metrics['peg.paid']).toBe(3);
  });

  it('stands still, and loses nothing, with too few that sign', async () => {
    const result = await run(pegged({ silent: 2, every: minutes(360) }));
    expect(broken(result).join()).toMatch(/^burns-are-paid: 3 burns were not paid/);
    expect([result.metrics['peg.paid'], result.metrics['peg.reserves']]).toEqual([0, 3.1]);
  });

  it('is robbed by k that collude, and the loss is found', async () => {
    const result = await run(pegged({ colluding: 4, keeper: ['thief'] }));
    expect(broken(result).join()).toContain('peg-solvent');
  });

  it('pays by the emergency keys once nothing has moved, if too few sign', async () => {
    const result = await run(pegged({ silent: 2, holders: 'honest', refresh: 12, emergency: 12 }));
    expect(broken(result)).toEqual([]);
    expect([result.metrics['peg.paid'], result.metrics['peg.rescues']]).toEqual([3, 3]);
  });

  it('is robbed by holders of emergency keys once nobody refreshes its coins, and never before', async () => {
    const rules = { holders: 'colluding', keeper: ['thief'], refresh: 12, emergency: 24 } as const;
    expect(broken(await run(pegged(rules)))).toEqual([]);
    expect(broken(await run(pegged({ ...rules, silent: 2 }))).join()).toContain('peg-solvent');
  });

  it('goes on where somebody takes its deposit back before it is credited', async () => {
    const reorg = [{ at: minutes(60), depth: 6 }];
    const safe = await run(pegged({ depositor: ['takes-back'], confirmations: 7, final: 7 }, { reorg }));
    expect(broken(safe)).toEqual([]);
    expect(safe.metrics['peg.paid']).toBe(safe.metrics['peg.minted']);
  });

  it('takes back what rested on a block that is gone, and credits it again', async () => {
    let reversed = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const reorg = [{ at: minutes(65), depth: 6 }];
      const { metrics, ...result } = await run(pegged({ confirmations: 2, every: minutes(180) }, { reorg }), seed);
      expect(broken({ metrics, ...result })).toEqual([]);
      expect(metrics['peg.minted']! - metrics['peg.reversed']!).toBe(3);
      expect(metrics['peg.paid']).toBe(3);
      reversed += metrics['peg.reversed']!;
    }
    expect(reversed).toBeGreaterThan(0);
  });

  it('credits a deposit that a reorganisation put into one block with its payment', async () => {
    const reorg = [{ at: minutes(60), depth: 3 }];
    const shallow = { confirmations: 1, final: 3, every: minutes(20), depositor: ['takes-back'] } as const;
    let reversed = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const result = await run(pegged(shallow, { reorg }), seed);
      expect(broken(result)).toEqual([]);
      reversed += result.metrics['peg.reversed']!;
    }
    expect(reversed).toBeGreaterThan(0);
  });

  it.each([
    ['more than a block brings', { deposit: (60n * TOKEN) as Amount, float: (75n * TOKEN) as Amount, depositors: 2 }],
    ['as little as it may be', { deposit: 101_000n as Amount, float: 1_000n as Amount }],
    ['many', { depositors: 60, gap: seconds(1), refresh: 5, functionaries: 1, threshold: 1 }],
  ] as const)('brings and pays %s', async (_, peg) => {
    const result = await run(pegged(peg));
    expect(broken(result)).toEqual([]);
    expect(result.metrics['peg.paid']).toBe(result.metrics['peg.minted']);
    expect(result.metrics['peg.paid']).toBeGreaterThan(0);
  });

  it('pays everybody where a refusal to move coins came first, and never from what was burned', async () => {
    const poor = { functionaries: 1, threshold: 1, float: 1_000n as Amount, refresh: 1, large: TOKEN as Amount };
    const result = await run(pegged({ ...poor, delay: minutes(360), confirmations: 2, final: 1, every: minutes(5) }));
    expect(broken(result)).toEqual([]);
    expect([result.metrics['peg.paid'], result.metrics['peg.reserves']]).toEqual([3, 0.00001]);
  });

  it('goes on with the others when one of a signed batch was paid alone', async () => {
    const chain = {
      reorg: [{ at: minutes(60), depth: 1 }],
      outage: [{ at: minutes(40), for: minutes(30) }],
      censor: [{ at: minutes(20), for: minutes(50) }],
    };
    const peg = { functionaries: 1, threshold: 1, confirmations: 3, final: 2, gap: seconds(1) };
    const result = await run(pegged({ ...peg, deposit: 4_999_000_000n as Amount }, chain), 32);
    expect(broken(result)).toEqual([]);
    expect(result.metrics['peg.paid']).toBe(149.97);
  });

  it('waits while fees are more than anybody has', async () => {
    const spikes = [{ at: minutes(5), for: minutes(120), factor: 10_000_000 }];
    const result = await run(pegged({}, { spikes }));
    expect(broken(result)).toEqual([]);
    expect(result.metrics['peg.paid']).toBe(3);
  });

  it.skipIf(noNode).each([
    ['4 of 5', {}],
    ['1 of 1, twice 60 tokens', { functionaries: 1, threshold: 1, deposit: (60n * TOKEN) as Amount, depositors: 2 }],
    ['11 of 15', { functionaries: 15, threshold: 11, refresh: 6 }],
    ['a thief', { colluding: 4, keeper: ['thief'] }],
    ['the emergency keys', { silent: 2, holders: 'honest', refresh: 12, emergency: 12 }],
  ] as const)('makes transactions that a real node takes: %s', async (_, peg) => {
    const reorg = [{ at: minutes(150), depth: 6 }];
    const simulated = await run(pegged(peg, { reorg }));
    const beside = pegged(peg, { reorg, chain: 'regtest' });
    const real = (await runCell(beside, 1, { bitcoind: bitcoind! })).result;
    expect([real.fingerprint, real.metrics]).toEqual([simulated.fingerprint, simulated.metrics]);
  });
});
