// A ledger written down whole, so that a journal need not be replayed from its beginning; and replayed from there on.

import type { Amount, PartyId, TaskId } from '../foundation/index.ts';
import { type Failure, failed, hexOf, type Result, sha256Hex, success } from '../foundation/index.ts';
import type { Account } from './accounts.ts';
import type { Frame, Journal } from './journal.ts';
import { Ledger, type Resting } from './ledger.ts';

/** Where in a journal a state was: after so many entries, the frame of this hash being the latest. */
interface Place {
  readonly entries: number;
  readonly head: string;
}

interface Written extends Place {
  readonly version: 1;
  readonly balances: readonly (readonly [number, string])[];
  readonly escrows: readonly (readonly [number, number, string])[];
  readonly resting: readonly (readonly [number, string, Pick<Resting, 'height' | 'block' | 'outpoint'>])[];
  readonly firm: readonly string[];
}

/** Canonical: equal ledgers at equal places give equal texts. The journal is sealed first. */
export function takeSnapshot(ledger: Ledger, journal: Journal): string {
  const head = hexOf(journal.seal());
  const written: Written = {
    version: 1,
    entries: journal.sealed,
    head,
    balances: ledger.accounts().map(([account, balance]) => [account, balance.toString()]),
    escrows: ledger.openEscrows().map(([task, { payer, value }]) => [task, payer, value.toString()]),
    resting: ledger.restingCredits().map(({ account, value, height, block, outpoint }) => {
      return [account, value.toString(), { height, block, outpoint }];
    }),
    firm: ledger.firmOutpoints(),
  };
  const body = JSON.stringify(written);
  return `${sha256Hex(body)} ${body}\n`;
}

/**
 * The ledger that a snapshot and the frames after it make; without a snapshot, that all frames make. Fails if the
 * snapshot is not whole, or the frames do not go on from it, or break a rule of the ledger.
 */
export function replay(frames: readonly Frame[], snapshot?: string): Result<Ledger> {
  const start = snapshot === undefined ? success<Written | undefined>(undefined) : readSnapshot(snapshot);
  if (!start.ok) return start;
  const from = start.value?.entries ?? 0;
  const last = frames.at(-1);
  if ((last === undefined ? 0 : last.first + last.entries.length) < from) {
    return failed(bad('the journal ends before the snapshot'));
  }
  const known = frames.find(({ first, entries }) => first + entries.length === from);
  if (known !== undefined && start.value !== undefined && hexOf(known.hash) !== start.value.head) {
    return failed(bad('the snapshot is of another journal'));
  }
  const ledger = new Ledger();
  if (start.value !== undefined) restore(ledger, start.value);
  try {
    for (const { first, entries } of frames) if (first >= from) for (const entry of entries) ledger.replay(entry);
  } catch (error) {
    return failed(bad(error instanceof Error ? error.message : String(error)));
  }
  return success(ledger);
}

const bad = (message: string): Failure => ({ code: 'snapshot-damaged', message });

function readSnapshot(text: string): Result<Written> {
  const [hash, ...rest] = text.trimEnd().split(' ');
  const body = rest.join(' ');
  if (sha256Hex(body) !== hash) return failed(bad('the snapshot is not whole'));
  return success(JSON.parse(body) as Written);
}

function restore(ledger: Ledger, { balances, escrows, resting, firm }: Written): void {
  for (const [account, balance] of balances) ledger.restore(account as Account, BigInt(balance) as Amount);
  for (const [task, payer, value] of escrows) {
    ledger.restoreEscrow(task as TaskId, { payer: payer as PartyId, value: BigInt(value) as Amount });
  }
  for (const [account, value, rests] of resting) {
    ledger.restoreResting({ ...rests, account: account as PartyId, value: BigInt(value) as Amount });
  }
  for (const outpoint of firm) ledger.restoreFirm(outpoint);
}
