// A coordinator that tries claims, and nodes that the test plays.

import { describe, expect, it } from 'vitest';
import type { Duration, PartyId, TaskId } from '../../../core/foundation/index.ts';
import type { Message, Question, ResultMessage, Testimony } from '../../../core/protocol/index.ts';
import { DISPUTE_SETTLED, TASK_SETTLED, TOKENS_MOVED } from '../../../core/protocol/index.ts';
import { findPolicy, ModelledTrace, modelledMachine } from '../../../core/verification/index.ts';
import { FakeHost } from '../../fake-host.ts';
import { MeshBench } from './bench.ts';

const TRUTH = 42;
const LIE = 7;
const GENUINE = new FakeHost(0).sign();
const SEGMENTS = 8;

function bench(name: string, more: Record<string, number> = {}): MeshBench {
  const definition = findPolicy(name)!;
  const usual = Object.entries(definition.parameters).map(([key, { default: value }]) => [key, value] as const);
  const parameters = { ...Object.fromEntries(usual), segments: SEGMENTS, rate: 1, ...more };
  const reference = (): number => TRUTH;
  return new MeshBench({
    nodes: 3,
    verification: {
      policy: (on) => definition.create(parameters, on),
      reference,
      machine: modelledMachine(reference),
    },
  });
}

function result(task: TaskId, copy: number, output: number): ResultMessage {
  return {
    type: 'result',
    ...{ task, copy, output, epoch: 0, outcome: 'ok', elapsed: 5 as Duration },
    signature: GENUINE,
  };
}

/** What a node answers whose trace is this. */
function answerTo(question: Question, trace: ModelledTrace, prover: number): Testimony {
  const { task, copy } = question;
  const about = { task, copy, signature: GENUINE };
  if (question.type === 'ask-proof') return { type: 'proof', ...about, proof: trace.proof(prover as PartyId) };
  const { cut } = question;
  if (question.type === 'ask-opening') {
    return { type: 'opening', ...about, cut, root: trace.root, ...trace.opening(cut) };
  }
  if (question.type === 'ask-agreement') {
    const agrees = Buffer.compare(question.state, trace.opening(cut).state) === 0;
    return { type: 'agreement', ...about, cut, agrees };
  }
  const [before, after] = [trace.opening(cut), trace.opening(cut + 1)];
  return { type: 'segment', ...about, cut, before, after, evidence: trace.evidence(cut) };
}

const isQuestion = (message: Message): message is Question => message.type.startsWith('ask-');

/** Lets the nodes answer until nothing more is asked; `liar` stands by LIE. Every question may be answered otherwise. */
function converse(
  mesh: MeshBench,
  liar: number,
  instead: (answer: Testimony, by: number) => Testimony = (a) => a,
): number {
  let asked = 0;
  for (;;) {
    const questions = mesh.host.takeAddressed().filter(({ message }) => isQuestion(message));
    if (questions.length === 0) return asked;
    for (const { to, message } of questions) {
      asked++;
      const question = message as Question;
      const jumps = to === liar ? [{ cut: 5, output: LIE }] : [];
      const trace = new ModelledTrace({ ...question, segments: question.segments }, TRUTH, jumps);
      mesh.hear(to, instead(answerTo(question, trace, to), to));
    }
  }
}

const assignedTo = (mesh: MeshBench): number =>
  mesh.host.takeAddressed().find(({ message }) => message.type === 'assign')!.to;

/** A claim that is committed to, and a watcher that is asked. */
function claimed(mesh: MeshBench, output: number): { task: TaskId; prover: number; watcher: number } {
  const task = mesh.submit();
  const prover = assignedTo(mesh);
  mesh.hear(prover, result(task, 0, output));
  const ask = mesh.host.takeAddressed().find(({ message }) => message.type === 'ask-opening')!;
  const question = ask.message as Question;
  const jumps = output === TRUTH ? [] : [{ cut: 5, output }];
  mesh.hear(prover, answerTo(question, new ModelledTrace(question, TRUTH, jumps), prover));
  return { task, prover, watcher: assignedTo(mesh) };
}

/** Lets time pass until a fact is recorded. */
function until(mesh: MeshBench, code: typeof DISPUTE_SETTLED | typeof TASK_SETTLED): void {
  for (let fired = 0; mesh.host.factsOf(code).length === 0; fired++) {
    if (fired === 20) expect.fail('it never happens');
    mesh.host.fire(mesh.mesh);
  }
}

const kinds = (mesh: MeshBench): string[] => mesh.host.factsOf(TOKENS_MOVED).map(({ kind }) => kind);

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
