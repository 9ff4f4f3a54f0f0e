// The ledger against plain sums: whatever is granted, put, released and refunded, nothing is made or lost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import { Ledger } from '../../core/incentives/index.ts';

const accounts = fc.integer({ min: 0, max: 4 });
const tasks = fc.integer({ min: 0, max: 12 }).map((name) => name * 2 ** 32 + name);
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 2n ** 70n }));

const operations = fc.oneof(
  fc.record({ kind: fc.constant('grant' as const), account: accounts, value: amounts }),
  fc.record({ kind: fc.constant('put' as const), account: accounts, value: amounts, task: tasks }),
  fc.record({ kind: fc.constant('close' as const), account: accounts, task: tasks }),
);

describe('the ledger', () => {
  it('agrees with plain sums, and conserves what was issued', () => {
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 120 }), (script) => {
        const ledger = new Ledger();
        const balances = new Map<number, bigint>();
        const escrows = new Map<number, bigint>();
        let issued = 0n;
        const add = (account: number, value: bigint): void =>
          void balances.set(account, (balances.get(account) ?? 0n) + value);
        for (const step of script) {
          const account = step.account as PartyId;
          if (step.kind === 'grant') {
            ledger.grant(account, amount(step.value));
            add(account, step.value);
            issued += step.value;
          } else if (step.kind === 'close') {
            const held = escrows.get(step.task);
            if (held === undefined) expect(() => ledger.release(step.task as TaskId, account)).toThrow();
            else expect(ledger.release(step.task as TaskId, account)).toBe(held);
            if (escrows.delete(step.task)) add(account, held!);
          } else {
            const pays = (balances.get(account) ?? 0n) >= step.value;
            const put = (): boolean => ledger.put(step.task as TaskId, account, amount(step.value));
            if (pays && escrows.has(step.task)) expect(put).toThrow();
            else {
              expect(put()).toBe(pays);
              if (pays) {
                add(account, -step.value);
                escrows.set(step.task, step.value);
              }
            }
          }
          let held = 0n;
          for (const value of escrows.values()) held += value;
          expect(ledger.escrowed).toBe(held);
          expect(ledger.issued).toBe(issued);
          for (const [name, balance] of balances) expect(ledger.balance(name as PartyId)).toBe(balance);
          expect(ledger.isConserved()).toBe(true);
        }
        for (const [task, value] of escrows) expect(ledger.escrowOf(task as TaskId)).toBe(value);
      }),
      { numRuns: 150 },
    );
  });
});
