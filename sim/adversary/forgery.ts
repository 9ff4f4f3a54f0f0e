// Wrong results. Those of one cohort are equal for each task, so that they can outvote the right one.

import { sha256Hex } from '../../core/foundation/index.ts';
import { type Answer, type Digest, outputOfClaim, type Signature, type WorkResult } from '../../core/protocol/index.ts';

const GOLDEN = 0x9e3779b1;

/**
 * Under what somebody else signed and was changed since: without their key a liar has nothing better. The old signature
 * would not do, since modelled ones say who signed, and not what.
 */
export const FORGED: Signature = new Uint8Array(64).fill(0xff);

/** Not the right result, whatever that is. `cohort` tells apart those who do not agree. */
export function forged(result: WorkResult, cohort = 0): WorkResult {
  const { answer } = result;
  if (answer === undefined) {
    const output = (result.output ^ (Math.imul(cohort + 1, GOLDEN) | 1)) >>> 0;
    return { ...result, outcome: 'ok', output };
  }
  const executionHash = sha256Hex(`forged/${cohort}/${answer.executionHash}`) as Digest;
  const wrong: Answer = { ...answer, output: answer.output.map((byte) => byte ^ 0xff), executionHash };
  return { ...result, outcome: 'ok', answer: wrong, output: outputOfClaim(executionHash) };
}
