import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { amount, type PartyId } from '../../../core/foundation/index.ts';
import { JournalFile } from '../../../sim/experiment/index.ts';
import { killWriters } from './journal-kills.ts';

const one = 1 as PartyId;

async function opened(path: string): Promise<JournalFile> {
  const file = await JournalFile.open(path);
  if (!file.ok) throw new Error(file.failures[0]!.message);
  return file.value;
}

const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'journal-')), 'ledger.journal');

describe('a journal on disk', () => {
  it('goes on where it stopped, without what was torn', async () => {
    const path = freshPath();
    const first = await opened(path);
    first.ledger.grant(one, amount(5n));
    await first.close();
    appendFileSync(path, readFileSync(path).subarray(0, 40));
    const second = await opened(path);
    expect([second.ledger.balance(one), second.dropped]).toEqual([5n, 40]);
    second.ledger.grant(one, amount(2n));
    await Promise.all([second.commit(), second.commit()]);
    await second.close();
    const third = await opened(path);
    expect([third.ledger.balance(one), third.dropped]).toEqual([7n, 0]);
    await third.close();
  });

  it('is refused once it was altered', async () => {
    const path = freshPath();
    const file = await opened(path);
    for (let group = 0; group < 3; group++) {
      file.ledger.grant(one, amount(5n));
      await file.commit();
    }
    await file.close();
    const bytes = readFileSync(path);
    bytes[100]! ^= 1;
    writeFileSync(path, bytes);
    const again = await JournalFile.open(path);
    expect(again.ok ? '' : again.failures[0]!.code).toBe('journal-damaged');
  });

  it('loses nothing that it acknowledged when its process is killed', async () => {
    const killed = await killWriters(4, (trial) => 1 + ((trial * 37) % 50));
    expect(killed.acknowledged).toBeGreaterThan(60);
    expect(killed.torn).toBeGreaterThan(0);
  }, 60_000);
});
