// A coordinator that tries claims, and nodes that the test plays.

import { describe, expect, it } from 'vitest';
import type { Question } from '../../../core/protocol/index.ts';
import { DISPUTE_SETTLED, TASK_SETTLED, TOKENS_MOVED } from '../../../core/protocol/index.ts';
import { ModelledTrace } from '../../../core/verification/index.ts';
import {
  answerTo,
  assignedTo,
  bench,
  claimed,
  converse,
  kinds,
  LIE,
  result,
  SEGMENTS,
  TRUTH,
  until,
} from './trials.ts';

describe('a claim', () => {
  it('is accepted at the end of its window if nobody challenges it, and not before', () => {
    const mesh = bench('optimistic');
    const { task, watcher } = claimed(mesh, TRUTH);
    mesh.hear(watcher, result(task, 1, TRUTH));
    expect(mesh.host.factsOf(TASK_SETTLED)).toEqual([]);
    until(mesh, TASK_SETTLED);
    expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed' }]);
    expect(mesh.host.time).toBe(10_000_000);
  });

  it('falls to an honest challenger, who gets half of the stake, and whose result is then a claim', () => {
    const mesh = bench('optimistic');
    const { task, prover, watcher } = claimed(mesh, LIE);
    mesh.hear(watcher, result(task, 1, TRUTH));
    converse(mesh, prover);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([
      { task, loser: prover, winner: watcher, why: 'bad-segment', rounds: 3, segments: SEGMENTS },
    ]);
    const moved = mesh.host.factsOf(TOKENS_MOVED).slice(-2);
    expect(moved).toMatchObject([
      { kind: 'slash', account: prover, amount: 10_000_000_000n },
      { kind: 'award', account: watcher, amount: 5_000_000_000n },
    ]);
    converse(mesh, prover);
    until(mesh, TASK_SETTLED);
    expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed', winner: watcher }]);
    expect(kinds(mesh).filter((kind) => kind === 'release')).toEqual(['release']);
  });

  it('is not answered for by anybody but the node whose claim it is', () => {
    const mesh = bench('optimistic');
    const { task, prover, watcher } = claimed(mesh, TRUTH);
    mesh.hear(watcher, result(task, 1, LIE));
    // The challenger says in the prover's name what would lose the dispute.
    const message = mesh.host.takeAddressed().find(({ to }) => to === prover)!.message as Question;
    const forged = answerTo(message, new ModelledTrace(message, TRUTH, [{ cut: 1, output: LIE }]), prover);
    mesh.hear(watcher, forged);
    expect(mesh.host.take()).toEqual([]);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
    mesh.hear(prover, answerTo(message, new ModelledTrace(message, TRUTH), prover));
    converse(mesh, watcher);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: watcher, why: 'false-challenge' }]);
  });

  it('costs a part of the stake if its node does not commit in time, and is done again by another', () => {
    const mesh = bench('optimistic');
    const task = mesh.submit();
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(task, 0, TRUTH));
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.time).toBe(2_000_000);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, winner: -1, why: 'late' }]);
    expect(mesh.host.factsOf(TOKENS_MOVED).at(-1)).toMatchObject({ kind: 'slash', amount: 1_000_000_000n });
    expect(assignedTo(mesh)).not.toBe(prover);
  });

  it('is checked by its draws before its window opens', () => {
    const mesh = bench('sampled', { draws: SEGMENTS, rate: 0 });
    const task = mesh.submit();
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(task, 0, LIE));
    expect(converse(mesh, prover)).toBe(1 + SEGMENTS);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, winner: -1, why: 'bad-segment' }]);
  });
});

describe('a proof', () => {
  it('is taken from its prover alone, and pays once it is verified', () => {
    const mesh = bench('zk');
    const task = mesh.submit();
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(task, 0, TRUTH));
    const { message } = mesh.host.takeAddressed().find(({ to }) => to === prover)! as { message: Question };
    const proof = answerTo(message, new ModelledTrace(message, TRUTH), prover);
    const thief = prover === 10 ? 11 : 10;
    mesh.hear(thief, proof);
    expect(mesh.host.timers.size).toBeGreaterThan(0);
    mesh.hear(prover, proof, proof);
    until(mesh, TASK_SETTLED);
    expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed', winner: prover }]);
    expect(kinds(mesh).filter((kind) => kind === 'release')).toEqual(['release']);
    expect(mesh.host.time).toBe(SEGMENTS * 30_000);
  });
});
