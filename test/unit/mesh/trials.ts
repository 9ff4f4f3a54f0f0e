// A coordinator that tries claims, and what the nodes say to it that the test plays.

import { expect } from 'vitest';
import type { Duration, PartyId, TaskId } from '../../../core/foundation/index.ts';
import type { Message, Question, ResultMessage, Submit, Testimony } from '../../../core/protocol/index.ts';
import { DISPUTE_SETTLED, TASK_SETTLED, TOKENS_MOVED } from '../../../core/protocol/index.ts';
import { findPolicy, ModelledTrace, modelledMachine } from '../../../core/verification/index.ts';
import { FakeHost } from '../../fake-host.ts';
import { MeshBench } from './bench.ts';

export const TRUTH: number = 42;
export const LIE: number = 7;
const GENUINE = new FakeHost(0).sign();
export const SEGMENTS: number = 8;

export function bench(name: string, more: Record<string, number> = {}): MeshBench {
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

export function result(task: TaskId, copy: number, output: number): ResultMessage {
  return {
    type: 'result',
    ...{ task, copy, output, epoch: 0, outcome: 'ok', elapsed: 5 as Duration },
    signature: GENUINE,
  };
}

/** What a node answers whose trace is this. */
export function answerTo(question: Question, trace: ModelledTrace, prover: number): Testimony {
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
export function converse(
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

export const assignedTo = (mesh: MeshBench): number =>
  mesh.host.takeAddressed().find(({ message }) => message.type === 'assign')!.to;

/** A claim that is committed to, and a watcher that is asked. */
export function claimed(
  mesh: MeshBench,
  output: number,
  more: Partial<Submit> = {},
): { task: TaskId; prover: number; watcher: number } {
  const task = mesh.submit(more);
  const prover = assignedTo(mesh);
  mesh.hear(prover, result(task, 0, output));
  const ask = mesh.host.takeAddressed().find(({ message }) => message.type === 'ask-opening')!;
  const question = ask.message as Question;
  const jumps = output === TRUTH ? [] : [{ cut: 5, output }];
  mesh.hear(prover, answerTo(question, new ModelledTrace(question, TRUTH, jumps), prover));
  return { task, prover, watcher: assignedTo(mesh) };
}

/** Lets time pass until a fact is recorded. */
export function until(mesh: MeshBench, code: typeof DISPUTE_SETTLED | typeof TASK_SETTLED): void {
  for (let fired = 0; mesh.host.factsOf(code).length === 0; fired++) {
    if (fired === 20) expect.fail('it never happens');
    mesh.host.fire(mesh.mesh);
  }
}

export const kinds = (mesh: MeshBench): string[] => mesh.host.factsOf(TOKENS_MOVED).map(({ kind }) => kind);
