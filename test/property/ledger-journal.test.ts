// The journal against the ledger that wrote it: replayed it is the same ledger; cut anywhere it is a prefix; altered
// anywhere it is refused or cut.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, amount, hexOf, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import {
  GENESIS,
  Journal,
  Ledger,
  proveState,
  recoverJournal,
  replay,
  stateItems,
  stateRoot,
  takeSnapshot,
  verifyState,
} from '../../core/incentives/index.ts';

const account = fc.integer({ min: 0, max: 4 }).map((id) => id as PartyId);
const task = fc.integer({ min: 0, max: 9 }).map((id) => id as TaskId);
const value = fc.bigInt({ min: 0n, max: 2n ** 70n }).map(amount);
const height = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('grant' as const), account, value }),
  fc.record({ kind: fc.constant('put' as const), account, value, task }),
  fc.record({ kind: fc.constant('divide' as const), account, value, task }),
  fc.record({ kind: fc.constant('refund' as const), task }),
  fc.record({ kind: fc.constant('bond' as const), account, value }),
  fc.record({ kind: fc.constant('burn' as const), account, value }),
  fc.record({ kind: fc.constant('mint' as const), account, value, height, output: fc.nat(5) }),
  fc.record({ kind: fc.constant('reverse' as const), height }),
  fc.record({ kind: fc.constant('confirm' as const), height }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const blockOf = (at: number): string => at.toString(16).padStart(64, '0');
const outpointOf = (output: number): string => output.toString(16).padStart(72, 'f');

function take(ledger: Ledger, step: Step): void {
  switch (step.kind) {
    case 'grant':
      ledger.grant(step.account, step.value);
      return;
    case 'put':
      if (ledger.escrowOf(step.task) === undefined) ledger.put(step.task, step.account, step.value);
      return;
    case 'divide':
      if (ledger.escrowOf(step.task) !== undefined) ledger.divide(step.task, step.account, step.value, 25_000n);
      return;
    case 'refund':
      if (ledger.escrowOf(step.task) !== undefined) ledger.refund(step.task);
      return;
    case 'bond':
      ledger.bond(step.account, step.value);
      return;
    case 'burn':
      if (ledger.burn(step.account, step.value)) ledger.paid((step.value / 2n) as Amount);
      return;
    case 'mint':
      ledger.mint(step.account, step.value, {
        height: step.height,
        block: blockOf(step.height),
        outpoint: outpointOf(step.output),
      });
      return;
    case 'reverse':
      ledger.reverse(blockOf(step.height));
      return;
    case 'confirm':
      ledger.confirm(step.height);
  }
}

function play(steps: readonly Step[], frameMax: number): { ledger: Ledger; journal: Journal; bytes: () => Buffer } {
  const frames: Uint8Array[] = [];
  const ledger = new Ledger();
  const journal = new Journal((frame) => frames.push(frame), { head: GENESIS, sealed: 0 }, frameMax);
  ledger.keepIn(journal);
  for (const one of steps) take(ledger, one);
  return { ledger, journal, bytes: () => Buffer.concat(frames) };
}

const rootOf = (ledger: Ledger): string => hexOf(stateRoot(stateItems(ledger)));
const steps = fc.array(step, { maxLength: 60 });

describe('the journal of a ledger', () => {
  it('replays to the same state, from its beginning or from a snapshot', () => {
    fc.assert(
      fc.property(steps, steps, fc.integer({ min: 1, max: 9 }), (before, after, frameMax) => {
        const { ledger, journal, bytes } = play(before, frameMax);
        const snapshot = takeSnapshot(ledger, journal);
        for (const one of after) take(ledger, one);
        journal.seal();
        expect(ledger.isConserved()).toBe(true);
        const recovered = recoverJournal(bytes());
        if (!recovered.ok) throw new Error(recovered.failures[0]!.message);
        for (const start of [undefined, snapshot]) {
          const replayed = replay(recovered.value.frames, start);
          if (!replayed.ok) throw new Error(replayed.failures[0]!.message);
          expect(rootOf(replayed.value)).toBe(rootOf(ledger));
          expect(replayed.value.isConserved()).toBe(true);
          expect(replayed.value.issued).toBe(ledger.issued);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('cut short anywhere is the frames that are whole', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (script, share) => {
        const { journal, bytes } = play(script, 3);
        journal.seal();
        const whole = bytes();
        const all = recoverJournal(whole);
        const cut = Math.floor(whole.length * share);
        const part = recoverJournal(whole.subarray(0, cut));
        if (!all.ok || !part.ok) throw new Error('a journal cut short was refused');
        expect(part.value.length).toBeLessThanOrEqual(cut);
        expect(part.value.frames).toEqual(all.value.frames.slice(0, part.value.frames.length));
        expect(part.value.torn === undefined).toBe(part.value.length === cut);
      }),
      { numRuns: 150 },
    );
  });

  it('altered anywhere is never taken for the whole', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.integer({ min: 1, max: 255 }), (script, place, change) => {
        const { journal, bytes } = play(script, 3);
        journal.seal();
        const altered = Buffer.from(bytes());
        if (altered.length === 0) return;
        altered[place % altered.length]! ^= change;
        const read = recoverJournal(altered);
        if (read.ok) expect(read.value.length).toBeLessThan(altered.length);
      }),
      { numRuns: 150 },
    );
  });

  it('proves each item of its state', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (script, pick) => {
        const items = stateItems(play(script, 9).ledger, [[2, 0.98]]);
        const proof = proveState(items, pick % items.length);
        expect(verifyState(proof, stateRoot(items))).toBe(true);
        const richer = { ...proof, item: { ...proof.item, value: proof.item.value + 1n } };
        expect(verifyState(richer, stateRoot(items))).toBe(false);
        // Nor of a tree of another size, even if the path would fit it.
        for (const size of [items.length - 1, items.length + 1, 2 * items.length]) {
          expect(verifyState({ ...proof, size }, stateRoot(items))).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('mints an outpoint once, and again only after it was taken back', () => {
    const { ledger } = play([], 9);
    const rests = { height: 3, block: blockOf(3), outpoint: outpointOf(1) };
    const mint = (): boolean => ledger.mint(1 as PartyId, amount(5n), rests);
    expect([mint(), mint()]).toEqual([true, false]);
    expect(ledger.reverse(blockOf(3))).toHaveLength(1);
    expect([mint(), ledger.balance(1 as PartyId)]).toEqual([true, 5n]);
    ledger.confirm(3);
    expect([mint(), ledger.reverse(blockOf(3)).length]).toEqual([false, 0]);
  });

  it('leaves an account in debt that has spent what is taken back', () => {
    const { ledger } = play([], 9);
    ledger.mint(1 as PartyId, amount(5n), { height: 3, block: blockOf(3), outpoint: outpointOf(1) });
    ledger.put(7 as TaskId, 1 as PartyId, amount(4n));
    ledger.reverse(blockOf(3));
    expect([ledger.balance(1 as PartyId), ledger.issued, ledger.isConserved()]).toEqual([-4n, 0n, true]);
    expect(ledger.put(8 as TaskId, 1 as PartyId, amount(0n))).toBe(false);
  });
});
