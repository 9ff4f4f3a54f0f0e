// Disputes as games: whoever is right and answers wins, against anything the other side does.

import { describe, expect, it } from 'vitest';
import type { PartyId, TaskId } from '../../../core/foundation/index.ts';
import type { Claimed, Opening, Random, Trace } from '../../../core/protocol/index.ts';
import { Dispute, drawn, holds, ModelledTrace, modelledMachine, opensAt } from '../../../core/verification/index.ts';
import { falseTrace } from '../../../sim/adversary/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const GAMES = 10_000;
const TRUTH = 7;
const LIE = 8;
const machine = modelledMachine(() => TRUTH);
const work = { unit: 'time', amount: 1_000, source: 0, independent: false } as const;

const claimOf = (output: number, segments: number): Claimed => ({ task: 3 as TaskId, work, output, segments });

interface Player {
  opening(cut: number): Opening | undefined;
  agrees(cut: number, state: Uint8Array): boolean | undefined;
  segment(cut: number): { before: Opening; after: Opening; evidence: Uint8Array } | undefined;
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const keepingTo = (trace: Trace): Player => ({
  opening: (cut) => trace.opening(cut),
  agrees: (cut, state) => equal(state, trace.opening(cut).state),
  segment: (cut) => ({ before: trace.opening(cut), after: trace.opening(cut + 1), evidence: trace.evidence(cut) }),
});

const garbage = (length: number, random: Random): Uint8Array =>
  Uint8Array.from({ length: random.below(length + 1) }, () => random.below(256));

/** Everything that it says is as likely to be what its trace says, nothing, garbage, or something it has said before. */
function anything(trace: Trace, random: Random): Player {
  const plain = keepingTo(trace);
  const said: Opening[] = [];
  const open = (cut: number): Opening => {
    const choice = random.below(5);
    if (choice === 0) return { state: garbage(40, random), path: garbage(200, random) };
    if (choice === 1 && said.length > 0) return said[random.below(said.length)]!;
    if (choice === 2) return { ...trace.opening(cut), state: garbage(40, random) };
    const opening = trace.opening(cut);
    said.push(opening);
    return opening;
  };
  return {
    opening: (cut) => (random.below(8) === 0 ? undefined : open(cut)),
    agrees: (cut, state) => [plain.agrees(cut, state), true, false, undefined][random.below(4)],
    segment: (cut) => {
      if (random.below(4) === 0) return undefined;
      const evidence = random.below(2) === 0 ? trace.evidence(cut) : garbage(100, random);
      return { before: open(cut), after: open(cut + 1), evidence };
    },
  };
}

function play(claimed: Claimed, root: Trace['root'], prover: Player, challenger: Player): Dispute & { moves: number } {
  const dispute = Object.assign(new Dispute(machine, claimed, root), { moves: 0 });
  while (dispute.judgement === undefined) {
    const { ask } = dispute;
    dispute.moves++;
    if (ask.kind === 'agreement') {
      const agrees = challenger.agrees(ask.cut, ask.state);
      if (agrees === undefined) dispute.late();
      else dispute.agreement(ask.cut, agrees);
      continue;
    }
    const said = ask.kind === 'opening' ? prover.opening(ask.cut) : prover.segment(ask.cut);
    if (said === undefined) dispute.late();
    else if ('evidence' in said) dispute.segment(ask.cut, said);
    else dispute.opening(ask.cut, said);
  }
  return dispute;
}

describe(`${GAMES} random games`, () => {
  const random = openStream(1, 'games');
  const lengths = [1, 2, 3, 7, 16, 100, 1_024, 4_095, 65_536];
  const lengthOf = (): number => lengths[random.below(lengths.length)]!;
  const bounded = (dispute: Dispute & { moves: number }, segments: number): void => {
    const rounds = Math.ceil(Math.log2(segments));
    if (dispute.rounds > rounds || dispute.moves > 2 * rounds + 1) expect.fail(`${segments} segments: too long`);
  };

  it('are won by an honest challenger within the rounds that it may take', () => {
    for (let game = 0; game < GAMES / 2; game++) {
      const segments = lengthOf();
      const claimed = claimOf(LIE, segments);
      const trace = falseTrace(
        claimed,
        new ModelledTrace(claimed, TRUTH),
        1 + random.below(Math.min(segments, 20)),
        random,
      );
      const liar = game % 2 === 0 ? keepingTo(trace) : anything(trace, random);
      const dispute = play(claimed, trace.root, liar, keepingTo(new ModelledTrace(claimed, TRUTH)));
      bounded(dispute, segments);
      expect(dispute.judgement!.loser).toBe('prover');
    }
  });

  it('are won by an honest prover within the rounds that it may take', () => {
    for (let game = 0; game < GAMES / 2; game++) {
      const segments = lengthOf();
      const claimed = claimOf(TRUTH, segments);
      const trace = new ModelledTrace(claimed, TRUTH);
      const other = falseTrace(claimOf(LIE, segments), trace, 1 + random.below(Math.min(segments, 20)), random);
      const liar = game % 2 === 0 ? keepingTo(other) : anything(other, random);
      const dispute = play(claimed, trace.root, keepingTo(trace), liar);
      bounded(dispute, segments);
      expect(dispute.judgement!.loser).toBe('challenger');
    }
  });

  it('end within their rounds where both sides lie', () => {
    for (let game = 0; game < 1_000; game++) {
      const segments = lengthOf();
      const claimed = claimOf(LIE, segments);
      const trace = falseTrace(claimed, new ModelledTrace(claimed, TRUTH), 1, random);
      const other = falseTrace(claimOf(9, segments), new ModelledTrace(claimed, TRUTH), 1, random);
      bounded(play(claimed, trace.root, anything(trace, random), anything(other, random)), segments);
    }
  });
});

describe('a dispute', () => {
  const claimed = claimOf(LIE, 8);
  const trace = falseTrace(claimed, new ModelledTrace(claimed, TRUTH), 1, openStream(1, 'liar'));

  it('takes no move that was not asked for', () => {
    const dispute = new Dispute(machine, claimed, trace.root);
    const { ask } = dispute;
    dispute.agreement(4, true);
    dispute.opening(5, trace.opening(5));
    dispute.segment(4, { before: trace.opening(4), after: trace.opening(5), evidence: trace.evidence(4) });
    expect([dispute.ask, dispute.rounds, dispute.judgement]).toEqual([ask, 0, undefined]);
  });

  it('is not lost again', () => {
    const dispute = new Dispute(machine, claimed, trace.root);
    dispute.late();
    dispute.opening(4, trace.opening(4));
    expect(dispute.judgement).toEqual({ loser: 'prover', why: 'late' });
  });

  it('knows what a claim must begin and end with', () => {
    const honest = new ModelledTrace(claimed, TRUTH);
    expect(opensAt(machine, claimed, honest.root, 8, honest.opening(8))).toBe(false);
    expect(opensAt(machine, claimed, trace.root, 8, trace.opening(8))).toBe(true);
    expect(opensAt(machine, claimOf(LIE, 9), trace.root, 8, trace.opening(8))).toBe(false);
  });
});

describe('a segment', () => {
  const claimed = claimOf(LIE, 8);
  const trace = new ModelledTrace(claimed, TRUTH, [{ cut: 5, output: LIE }]);
  const shown = (cut: number, more: object = {}): Parameters<typeof holds>[4] => {
    const plain = { before: trace.opening(cut), after: trace.opening(cut + 1), evidence: trace.evidence(cut) };
    return { ...plain, ...more };
  };
  const check = (cut: number, more: object = {}): boolean => holds(machine, claimed, trace.root, cut, shown(cut, more));

  it('holds if it was committed to and an execution comes to it', () => {
    expect(Array.from({ length: 8 }, (_, cut) => check(cut))).toEqual(Array.from({ length: 8 }, (_, cut) => cut !== 4));
  });

  it('is not mended by a state that leads where the trace goes, and was not committed to', () => {
    const elsewhere = new ModelledTrace(claimed, TRUTH, [{ cut: 4, output: LIE }]);
    const { path } = trace.opening(4);
    const { state } = elsewhere.opening(4);
    expect(check(4, { before: { state, path }, evidence: elsewhere.evidence(4) })).toBe(false);
    expect(check(4, { before: elsewhere.opening(4), evidence: elsewhere.evidence(4) })).toBe(false);
  });

  it('is not mended by an end that was not committed to, or by evidence of something else', () => {
    const honest = new ModelledTrace(claimed, TRUTH);
    expect(check(4, { after: honest.opening(5) })).toBe(false);
    expect(check(4, { after: { ...trace.opening(5), state: honest.opening(5).state } })).toBe(false);
    expect(check(3, { evidence: trace.evidence(2) })).toBe(false);
    expect(check(3, { evidence: new Uint8Array(0) })).toBe(false);
  });
});

describe('a proof', () => {
  const proven = { ...claimOf(TRUTH, 3), work: { ...work, proof: { segments: 3, gas: 1, nonce: 5 } } };
  const proof = new ModelledTrace(proven, TRUTH).proof(9 as PartyId);
  const proves = (claimed: Claimed, prover = 9, shown = proof): boolean =>
    machine.proves(claimed, prover as PartyId, shown);

  it('is for its task, its output, its length, its prover and its order alone', () => {
    expect(proves(proven)).toBe(true);
    expect(proves(proven, 8)).toBe(false);
    expect(proves({ ...proven, task: 4 as TaskId })).toBe(false);
    expect(proves({ ...proven, segments: 2 })).toBe(false);
    expect(proves({ ...proven, output: LIE })).toBe(false);
    expect(proves({ ...proven, work: { ...work, proof: { segments: 3, gas: 1, nonce: 6 } } })).toBe(false);
    expect(proves(proven, 9, proof.subarray(1))).toBe(false);
    expect(proves(proven, 9, new Uint8Array(0))).toBe(false);
  });

  it('does not make a lie true, however it is made', () => {
    const lie = { ...proven, output: LIE };
    expect(
      proves(lie, 9, falseTrace(lie, new ModelledTrace(lie, TRUTH), 1, openStream(1, 'forger')).proof(9 as PartyId)),
    ).toBe(false);
  });
});

describe('draws', () => {
  const choose = (n: number, k: number): number =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((all, each) => all * each, 1);

  it.each([
    [100, 1, 10],
    [100, 5, 10],
    [64, 20, 3],
    [10, 1, 10],
    [1_000, 100, 20],
  ])('of %i segments, %i bad, catch with %i draws as often as the hypergeometric says', (n, bad, k) => {
    const random = openStream(n + bad + k, 'draws');
    const claimed = claimOf(LIE, n);
    const times = 4_000;
    let caught = 0;
    for (let time = 0; time < times; time++) {
      const trace = falseTrace(claimed, new ModelledTrace(claimed, TRUTH), bad, random);
      const seen = drawn(k, n, random).some((cut) => {
        const shown = { before: trace.opening(cut), after: trace.opening(cut + 1), evidence: trace.evidence(cut) };
        return !holds(machine, claimed, trace.root, cut, shown);
      });
      if (seen) caught++;
    }
    const p = 1 - choose(n - bad, k) / choose(n, k);
    // The half-width of a 99 % interval.
    expect(Math.abs(caught / times - p)).toBeLessThanOrEqual(2.576 * Math.sqrt((p * (1 - p)) / times));
  });

  it('are distinct, and all there are if there are no more', () => {
    expect(new Set(drawn(10, 11, openStream(1, 'few'))).size).toBe(10);
    expect(drawn(5, 3, openStream(1, 'few'))).toEqual([0, 1, 2]);
  });
});
