// What a node says when it is asked about a result that it returned. Each question repeats the claim, so a node keeps
// nothing for it, and can answer after a crash.

import type { Host, Question, Testimony } from '../protocol/index.ts';
import { signed, UNSIGNED } from '../protocol/index.ts';

export function testify(host: Host, question: Question): Testimony {
  const { task, copy } = question;
  const trace = host.trace(question);
  if (question.type === 'ask-proof') {
    return signed(host, { type: 'proof', task, copy, proof: trace.proof(host.self), signature: UNSIGNED });
  }
  const { cut } = question;
  const about = { task, copy, cut, signature: UNSIGNED };
  if (question.type === 'ask-opening') {
    return signed(host, { type: 'opening', ...about, root: trace.root, ...trace.opening(cut) });
  }
  if (question.type === 'ask-agreement') {
    const own = trace.opening(cut).state;
    const agrees = own.length === question.state.length && own.every((byte, at) => byte === question.state[at]);
    return signed(host, { type: 'agreement', ...about, agrees });
  }
  const [before, after] = [trace.opening(cut), trace.opening(cut + 1)];
  return signed(host, { type: 'segment', ...about, before, after, evidence: trace.evidence(cut) });
}
