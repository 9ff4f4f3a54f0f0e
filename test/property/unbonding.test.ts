// The law of stakes: whatever is asked back, slashed and waited for, in any order, a node gets what it had at stake less
// what was taken of it, once, and never before its time.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amount, type Instant, NO_PARTY, type PartyId, probability, type TaskId } from '../../core/foundation/index.ts';
import { Journal, recoverJournal, replay, stateItems, stateRoot, TREASURY } from '../../core/incentives/index.ts';
import { MeshState } from '../../core/mesh/state.ts';
import { findReputationRule } from '../../core/reputation/index.ts';
import { FakeHost } from '../fake-host.ts';
import { capabilities } from '../unit/node/bench.ts';

const NODES = 3;
const STAKE = 1_000n;

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('unbond' as const, 'withdraw' as const, 'slash' as const),
    node: fc.nat(NODES - 1),
    wait: fc.nat(20),
    delay: fc.nat(30),
    share: fc.constantFrom(0.1, 0.5, 1),
    awarded: fc.boolean(),
  }),
  { maxLength: 40 },
);

it('is kept by every order of commands, and by a replay of the journal', () => {
  fc.assert(
    fc.property(steps, (script) => {
      const state = new MeshState(new FakeHost(1), findReputationRule('beta')!.create(probability(0.98)));
      const frames: Uint8Array[] = [];
      const journal = new Journal((frame) => frames.push(frame));
      state.ledger.keepIn(journal);
      const at = (time: number): Instant => time as Instant;
      for (let node = 0; node < NODES; node++) {
        state.apply({ kind: 'enrol', at: at(0), node: node as PartyId, epoch: 0, capabilities: capabilities(1) });
        state.apply({ kind: 'bond', at: at(0), node: node as PartyId, amount: amount(STAKE) });
      }
      // The model: what each has at stake, when it is due, and what it owns.
      const staked = Array.from({ length: NODES }, () => STAKE);
      const owned = Array.from({ length: NODES }, () => 0n);
      const due: (number | undefined)[] = [];
      const left = new Set<number>();
      let treasury = 0n;
      let now = 0;
      for (const { kind, node, wait, delay, share, awarded } of script) {
        now += wait;
        const id = node as PartyId;
        if (kind === 'unbond') {
          expect(state.apply({ kind, at: at(now), node: id, until: at(now + delay) })).toBe(!left.has(node));
          if (!left.has(node)) due[node] = now + delay;
          left.add(node);
        } else if (kind === 'withdraw') {
          const isDue = due[node] !== undefined && now >= due[node];
          expect(state.apply({ kind, at: at(now), node: id })).toBe(isDue);
          if (!isDue) continue;
          owned[node]! += staked[node]!;
          staked[node] = 0n;
          due[node] = undefined;
        } else {
          const winner = awarded ? (((node + 1) % NODES) as PartyId) : NO_PARTY;
          state.apply({ kind, at: at(now), task: 5 as TaskId, node: id, share, winner, award: 0.5 });
          const lost = (staked[node]! * BigInt(share * 10)) / 10n;
          const won = awarded ? lost / 2n : 0n;
          staked[node]! -= lost;
          treasury += lost - won;
          if (awarded) owned[winner]! += won;
        }
      }
      for (let node = 0; node < NODES; node++) {
        expect(state.ledger.atStake(node as PartyId)).toBe(staked[node]);
        expect(state.ledger.balance(node as PartyId)).toBe(owned[node]);
      }
      expect(state.ledger.balanceOf(TREASURY)).toBe(treasury);
      expect(state.ledger.isConserved()).toBe(true);
      journal.seal();
      const recovered = recoverJournal(Buffer.concat(frames));
      const replayed = recovered.ok ? replay(recovered.value.frames) : recovered;
      expect(replayed.ok && stateRoot(stateItems(replayed.value))).toEqual(stateRoot(stateItems(state.ledger)));
    }),
    { numRuns: 200 },
  );
});
