import { describe, expect, it } from 'vitest';
import { type Amount, bytesOfHex, hexOf, probability, seconds } from '../../../core/foundation/index.ts';
import { recoverJournal, replay, stateItems, stateRoot, TREASURY } from '../../../core/incentives/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import type { Cell } from '../../../sim/scenario/index.ts';
import { cell, constant, exponential, workload } from '../../cells.ts';

const incentives = (more: Partial<NonNullable<Cell['incentives']>> = {}): NonNullable<Cell['incentives']> => ({
  reward: { rule: 'metered', price: 40_000_000n as Amount },
  fee: probability(0.05),
  journal: true,
  ...more,
});

const second = { unit: 'time', amount: constant(seconds(1)), copies: 'shared' } as const;

describe('payment by rule', () => {
  it('pays metered work at its price, less the fee, and returns the change', async () => {
    const { result, record } = await runCell(cell({ incentives: incentives() }), 1, { record: true });
    expect(result.metrics['cost.perTask']).toBeCloseTo(0.4, 9);
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
    const [file] = record!.files!;
    const recovered = recoverJournal(Buffer.from(file!.content, 'base64'));
    const ledger = recovered.ok ? replay(recovered.value.frames) : recovered;
    if (!ledger.ok) throw new Error(ledger.failures[0]!.message);
    expect(ledger.value.balanceOf(TREASURY)).toBe(10n * 2_000_000n);
    expect(ledger.value.isConserved()).toBe(true);
    expect(bytesOfHex(hexOf(stateRoot(stateItems(ledger.value))))).toHaveLength(32);
  });

  it('pays whole budgets where nobody says otherwise', async () => {
    const { result } = await runCell(cell(), 1);
    expect(result.metrics['cost.perTask']).toBe(1);
  });

  it('refunds a budget that stays in escrow too long', async () => {
    const slow = workload({ work: { ...second, amount: exponential(seconds(4)) } });
    const timed = incentives({ timeout: seconds(2) });
    const { result } = await runCell(cell({ workload: [slow], incentives: timed, stop: { tasks: 60 } }), 1);
    expect(result.metrics['tasks.expired']).toBeGreaterThan(0.3);
    expect(result.metrics['tasks.completed']).toBeGreaterThan(0.1);
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
  });
});
