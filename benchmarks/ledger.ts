// The ledger: entries a second in memory with its journal chained, and on disk by group commit.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { amount, type PartyId, type TaskId } from '../core/foundation/index.ts';
import { Journal, Ledger, stateItems, stateRoot } from '../core/incentives/index.ts';
import { JournalFile } from '../sim/experiment/index.ts';
import type { Row } from './table.ts';

const TASKS = 400_000;
const ENTRIES_PER_TASK = 2;
const MEMORY_TARGET = 500_000;
const DISK_TARGET = 200_000;
/** Between two commits of a busy coordinator. */
const TASKS_PER_COMMIT = 200;
const COMMIT_TARGET_MS = 5;
const RUNS = 3;

export async function ledgerRates(): Promise<Row[]> {
  const inMemory = Math.max(...Array.from({ length: RUNS }, memoryRate));
  const disk = await diskRate();
  return [
    row('ledger entries in memory, journal chained', inMemory, MEMORY_TARGET),
    row('ledger entries on disk, group commit', disk.rate, DISK_TARGET),
    {
      what: `commits of ${TASKS_PER_COMMIT * ENTRIES_PER_TASK} entries: 99 % within`,
      figure: `${disk.p99.toFixed(2)} ms`,
      baseline: `target ${COMMIT_TARGET_MS} ms`,
      ratio: COMMIT_TARGET_MS / disk.p99,
    },
    rootRow(),
  ];
}

const row = (what: string, rate: number, target: number): Row => ({
  what,
  figure: `${Math.round(rate).toLocaleString('en')} /s`,
  baseline: `target ${target.toLocaleString('en')} /s`,
  ratio: rate / target,
});

function memoryRate(): number {
  let bytes = 0;
  const ledger = new Ledger();
  ledger.keepIn(new Journal((frame) => (bytes += frame.length)));
  ledger.grant(0 as PartyId, amount(10n ** 20n));
  const began = performance.now();
  for (let task = 0; task < TASKS; task++) pay(ledger, task);
  if (bytes === 0) throw new Error('the journal was not written');
  return (TASKS * ENTRIES_PER_TASK) / ((performance.now() - began) / 1_000);
}

function pay(ledger: Ledger, task: number): void {
  ledger.put(task as TaskId, 0 as PartyId, amount(100_000_000n));
  ledger.release(task as TaskId, (1 + (task % 1_000)) as PartyId);
}

async function diskRate(): Promise<{ rate: number; p99: number }> {
  const folder = mkdtempSync(join(import.meta.dirname, '.ledger-'));
  const opened = await JournalFile.open(join(folder, 'ledger.journal'));
  if (!opened.ok) throw new Error(opened.failures[0]?.message);
  const file = opened.value;
  file.ledger.grant(0 as PartyId, amount(10n ** 20n));
  const commits: number[] = [];
  const began = performance.now();
  for (let task = 0; task < TASKS; ) {
    for (const end = task + TASKS_PER_COMMIT; task < end; task++) pay(file.ledger, task);
    const start = performance.now();
    await file.commit();
    commits.push(performance.now() - start);
  }
  const rate = (TASKS * ENTRIES_PER_TASK) / ((performance.now() - began) / 1_000);
  await file.close();
  rmSync(folder, { recursive: true });
  commits.sort((a, b) => a - b);
  return { rate, p99: commits[Math.floor(commits.length * 0.99)]! };
}

function rootRow(): Row {
  const ledger = new Ledger();
  for (let account = 0; account < 10_000; account++) ledger.grant(account as PartyId, amount(BigInt(account + 1)));
  const items = stateItems(ledger);
  const began = performance.now();
  stateRoot(items);
  return { what: 'state root over 10,000 accounts', figure: `${(performance.now() - began).toFixed(1)} ms` };
}
