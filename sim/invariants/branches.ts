// *Sometimes* assertions: what a verification policy does in one case or another, and whether a run came to it. A campaign
// in which a policy never had to do more than the usual has not checked it.

import type { TaskId } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import {
  CERTIFICATE_FORMED,
  type Defeat,
  DISPUTE_SETTLED,
  NODE_EXCLUDED,
  PROOF_VERIFIED,
  QUIZ_ANSWERED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  VERDICT_REACHED,
} from '../../core/protocol/index.ts';

const VOTES = ['every result agrees', 'a result is outvoted', 'more copies are asked for'];
const QUIZZES = ['a quiz is passed', 'a quiz is failed', 'a node is excluded'];
const CLAIMS = ['a claim is accepted', ...(['bad-segment', 'false-challenge'] as const).map(lost)];

/** By policy: what it can come to. What takes a rare coincidence is not among it. */
const BRANCHES: Readonly<Record<string, readonly string[]>> = {
  replicate: VOTES,
  'm-first': VOTES,
  poco: VOTES,
  credibility: [...VOTES, ...QUIZZES],
  adaptive: [...VOTES, 'a single result is believed'],
  'spot-check': ['a single result is believed', ...QUIZZES],
  committee: [...VOTES, 'a certificate is formed'],
  optimistic: CLAIMS,
  sampled: CLAIMS,
  'proof-of-training': ['a claim is accepted', lost('bad-segment')],
  zk: ['a proof is valid', 'a proof is not valid', lost('late')],
};

function lost(why: Defeat): string {
  return `a dispute is lost: ${why}`;
}

export const branchesOf = (policy: string): readonly string[] => BRANCHES[policy] ?? [];

/** `copies`: of a new task. A copy with a higher number was asked for later. */
export class Branches {
  readonly on: FactHandlers;
  private readonly policy: string;
  private readonly met: Set<string> = new Set<string>();
  /** Of open tasks: how many results were judged, and whether all were right. */
  private readonly judged: Map<TaskId, { results: number; right: boolean }> = new Map();

  constructor(policy: string, copies: number) {
    this.policy = policy;
    const meet = (branch: string): void => void this.met.add(branch);
    this.on = {
      [VERDICT_REACHED]: ({ task, right }): void => {
        const so = this.judged.get(task) ?? { results: 0, right: true };
        this.judged.set(task, { results: so.results + 1, right: so.right && right });
        if (!right) meet('a result is outvoted');
      },
      [TASK_ASSIGNED]: ({ copy }): void => {
        if (copy >= copies) meet('more copies are asked for');
      },
      [TASK_SETTLED]: ({ task, status }): void => {
        const so = this.judged.get(task);
        this.judged.delete(task);
        if (so === undefined || status !== 'completed') return;
        if (so.results === 1) meet('a single result is believed');
        else if (so.right) meet('every result agrees');
        meet('a claim is accepted');
      },
      [QUIZ_ANSWERED]: ({ right }): void => meet(right ? 'a quiz is passed' : 'a quiz is failed'),
      [NODE_EXCLUDED]: (): void => meet('a node is excluded'),
      [CERTIFICATE_FORMED]: (): void => meet('a certificate is formed'),
      [PROOF_VERIFIED]: ({ valid }): void => meet(valid ? 'a proof is valid' : 'a proof is not valid'),
      [DISPUTE_SETTLED]: ({ why }): void => meet(lost(why)),
    };
  }

  /** Those of the policy that the run came to, in their order. */
  get reached(): readonly string[] {
    return branchesOf(this.policy).filter((branch) => this.met.has(branch));
  }
}
