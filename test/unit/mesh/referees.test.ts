// A referee fetches what it is to execute or to verify, as a node would, and judges nothing before.

import { describe, expect, it } from 'vitest';
import { seconds, type TaskId } from '../../../core/foundation/index.ts';
import { Content, DISPUTE_OPENED, DISPUTE_SETTLED, type Question, TASK_SETTLED } from '../../../core/protocol/index.ts';
import { ModelledTrace } from '../../../core/verification/index.ts';
import { CLIENT, type MeshBench } from './bench.ts';
import { answerTo, assignedTo, bench, claimed, converse, LIE, result, SEGMENTS, TRUTH, until } from './trials.ts';

const module = new Content(new Uint8Array(30).fill(1));
const input = new Content(new Uint8Array(20).fill(2));
const work = {
  ...({ unit: 'gas', amount: 60_000_000, source: 0, independent: false } as const),
  program: { module: module.digest, input: input.digest, limits: 'default' },
} as const;

const NOBODY = -1;

const give = (mesh: MeshBench, task: TaskId, ...contents: readonly Content[]): MeshBench =>
  mesh.hear(CLIENT, ...contents.map((content) => ({ type: 'delivery', task, content }) as const));

/** A claim on which everything is drawn, and shown. */
function shown(output: number): { mesh: MeshBench; task: TaskId; prover: number } {
  const mesh = bench('sampled', { draws: SEGMENTS, rate: 0 });
  const task = mesh.submit({ work });
  const prover = assignedTo(mesh);
  mesh.hear(prover, result(task, 0, output));
  expect(converse(mesh, output === TRUTH ? NOBODY : prover)).toBe(1 + SEGMENTS);
  return { mesh, task, prover };
}

describe('a referee', () => {
  it('asks the client for module and input when there is something to look at', () => {
    const mesh = bench('sampled', { draws: 1, rate: 0 });
    const task = mesh.submit({ work });
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(task, 0, TRUTH));
    const asked = mesh.host.takeAddressed();
    expect(asked.map(({ message }) => message.type)).toEqual(['ask-opening']);
    const question = asked[0]!.message as Question;
    mesh.hear(prover, answerTo(question, new ModelledTrace(question, TRUTH), prover));
    expect(mesh.host.takeAddressed().filter(({ to }) => to === CLIENT)).toEqual(
      [module, input].map(({ digest }) => ({ to: CLIENT, message: { type: 'fetch', task, digest } })),
    );
  });

  it('judges what it was shown once both are here', () => {
    const { mesh, task, prover } = shown(LIE);
    give(mesh, task, module);
    mesh.passTo(seconds(9));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
    give(mesh, task, input);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.time).toBe(seconds(10));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, why: 'bad-segment' }]);
  });

  it('asks again, blames nobody, and lets the task expire if nothing comes', () => {
    const { mesh, prover } = shown(TRUTH);
    mesh.passTo(seconds(65), [10, 11, 12]);
    // With each sweep of ten seconds, of the client and of the prover in turn, and anew after four.
    const asked = mesh.host.takeAddressed().filter(({ message }) => message.type === 'fetch');
    expect(asked.slice(0, 6).map(({ to }) => to)).toEqual([prover, prover, CLIENT, CLIENT, prover, prover]);
    expect(asked.length).toBeGreaterThanOrEqual(10);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
    expect(mesh.host.factsOf(TASK_SETTLED)).toEqual([]);
  });

  it('takes them from whoever has them', () => {
    const { mesh, task, prover } = shown(LIE);
    mesh.hear(prover, { type: 'delivery', task, content: module });
    give(mesh, task, input);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, why: 'bad-segment' }]);
  });

  it('has them still for the next dispute about the same', () => {
    const { mesh, task } = shown(TRUTH);
    give(mesh, task, module, input);
    until(mesh, TASK_SETTLED);
    mesh.host.take();
    const next = mesh.submit({ work });
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(next, 0, LIE));
    converse(mesh, prover);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.taken('fetch')).toEqual([]);
  });

  it('takes its turn between a prover and a challenger', () => {
    const mesh = bench('optimistic');
    const { task, prover, watcher } = claimed(mesh, LIE, { work });
    mesh.hear(watcher, result(task, 1, TRUTH));
    converse(mesh, prover);
    mesh.passTo(mesh.host.time + seconds(4));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
    give(mesh, task, input, module);
    until(mesh, DISPUTE_SETTLED);
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, winner: watcher, why: 'bad-segment' }]);
  });

  it('needs nothing more once the challenger is not believed', () => {
    const mesh = bench('optimistic');
    const { task, prover, watcher } = claimed(mesh, TRUTH, { work });
    mesh.hear(watcher, result(task, 1, LIE));
    converse(mesh, watcher);
    mesh.hear(watcher, result(task, 1, TRUTH));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: watcher, why: 'disbelieved' }]);
    mesh.passTo(seconds(20), [10, 11, 12]);
    expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed', winner: prover }]);
  });

  it('verifies a proof of what it has', () => {
    const mesh = bench('zk');
    // Eight segments of 82 steps.
    const task = mesh.submit({ work: { ...work, amount: 656 } });
    const prover = assignedTo(mesh);
    mesh.hear(prover, result(task, 0, TRUTH));
    converse(mesh, NOBODY);
    mesh.passTo(seconds(9), [10, 11, 12]);
    expect(mesh.host.factsOf(TASK_SETTLED)).toEqual([]);
    give(mesh, task, module, input);
    until(mesh, TASK_SETTLED);
    expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed', winner: prover }]);
    expect(mesh.host.time).toBe(seconds(9) + SEGMENTS * 30_000);
  });
});

describe('a claim that is contradicted after it was paid', () => {
  function contradicted(): { mesh: MeshBench; task: TaskId; prover: number; watcher: number } {
    const mesh = bench('optimistic', { window: 1_000, unbonding: seconds(600) });
    const { task, prover, watcher } = claimed(mesh, LIE, { work });
    until(mesh, TASK_SETTLED);
    mesh.host.take();
    mesh.hear(watcher, result(task, 1, TRUTH));
    return { mesh, task, prover, watcher };
  }

  it('is tried when the bytes have come', () => {
    const { mesh, task, prover } = contradicted();
    expect(mesh.host.taken('fetch').length).toBe(2);
    mesh.passTo(seconds(15));
    expect(mesh.host.factsOf(DISPUTE_OPENED)).toEqual([]);
    give(mesh, task, module, input);
    mesh.passTo(seconds(16));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, why: 'bad-segment' }]);
  });

  it('stays as it is if nobody gives them', () => {
    const { mesh, task } = contradicted();
    mesh.passTo(seconds(300), [10, 11, 12]);
    expect(mesh.host.taken('fetch').length).toBe(8);
    give(mesh, task, module, input);
    mesh.passTo(seconds(310));
    expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
  });
});
