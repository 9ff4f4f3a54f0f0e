import { describe, expect, it } from 'vitest';
import { type Amount, amount, type PartyId, type TaskId } from '../../../core/foundation/index.ts';
import { Ledger } from '../../../core/incentives/index.ts';

const [client, node] = [0 as PartyId, 1 as PartyId];
const [task, other] = [7 as TaskId, 8 as TaskId];

function funded(value: bigint): Ledger {
  const ledger = new Ledger();
  ledger.grant(client, amount(value));
  return ledger;
}

describe('the ledger', () => {
  it('issues to an account', () => {
    const ledger = funded(100n);
    ledger.grant(client, amount(5n));
    expect([ledger.balance(client), ledger.balance(node), ledger.issued]).toEqual([105n, 0n, 105n]);
  });

  it('moves a budget into escrow, and pays it out to whoever earned it', () => {
    const ledger = funded(100n);
    expect(ledger.put(task, client, amount(30n))).toBe(true);
    expect([ledger.balance(client), ledger.escrowOf(task), ledger.escrowed]).toEqual([70n, 30n, 30n]);
    expect(ledger.release(task, node)).toBe(30n);
    expect([ledger.balance(client), ledger.balance(node), ledger.escrowed]).toEqual([70n, 30n, 0n]);
    expect(ledger.escrowOf(task)).toBeUndefined();
    expect(ledger.isConserved()).toBe(true);
  });

  it('gives a refund back whole', () => {
    const ledger = funded(100n);
    ledger.put(task, client, amount(100n));
    ledger.refund(task);
    expect(ledger.balance(client)).toBe(100n);
  });

  it('refuses what an account cannot pay, and moves nothing', () => {
    const ledger = funded(100n);
    expect(ledger.put(task, client, amount(101n))).toBe(false);
    expect([ledger.balance(client), ledger.escrowed, ledger.escrowOf(task)]).toEqual([100n, 0n, undefined]);
    expect(ledger.put(task, client, amount(100n))).toBe(true);
    expect(ledger.put(other, client, amount(1n))).toBe(false);
    expect(ledger.put(other, client, amount(0n))).toBe(true);
    expect(ledger.put(8 as TaskId, node, amount(1n))).toBe(false);
  });

  it('knows an escrow once', () => {
    const ledger = funded(100n);
    ledger.put(task, client, amount(10n));
    expect(() => ledger.put(task, client, amount(10n))).toThrow('a task has one escrow');
    ledger.release(task, node);
    expect(() => ledger.release(task, node)).toThrow('released or refunded once');
    expect(() => ledger.release(other, client)).toThrow('released or refunded once');
    expect(ledger.isConserved()).toBe(true);
  });

  it('counts exactly where doubles cannot', () => {
    const whole = 2n ** 80n + 1n;
    const ledger = funded(whole);
    ledger.put(task, client, amount(2n ** 60n + 1n));
    expect(ledger.release(task, node)).toBe(2n ** 60n + 1n);
    expect(ledger.balance(client) + ledger.balance(node)).toBe(whole);
  });

  it('refuses negative amounts', () => {
    const ledger = funded(1n);
    expect(() => ledger.grant(client, -1n as Amount)).toThrow('not negative');
    expect(() => ledger.put(task, client, -1n as Amount)).toThrow('not negative');
  });
});
