import { describe, expect, it } from 'vitest';
import { instant, partyId, taskId } from '../../../core/foundation/index.ts';
import {
  DISPUTE_SETTLED,
  type FactCode,
  type FactOf,
  QUIZ_ANSWERED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  VERDICT_REACHED,
} from '../../../core/protocol/index.ts';
import { policies } from '../../../core/verification/index.ts';
import { Branches, branchesOf } from '../../../sim/invariants/index.ts';

const task = taskId(partyId(1), 0);
const [node, other] = [partyId(2), partyId(3)];

function after(branches: Branches, ...facts: (readonly [FactCode, object])[]): readonly string[] {
  for (const [code, fact] of facts)
    (branches.on[code] as ((...of: unknown[]) => void) | undefined)?.(fact, instant(0), node);
  return branches.reached;
}
const fact = <K extends FactCode>(code: K, what: FactOf<K>) => [code, what] as const;
const verdict = (by: typeof node, right: boolean) =>
  fact(VERDICT_REACHED, { task, node: by, copy: 0, accepted: right, right });
const settled = fact(TASK_SETTLED, { task, status: 'completed', reason: 'none', winner: node, copy: 0, output: 0 });

describe('branches of a policy', () => {
  it('are of every policy but none', () => {
    expect(policies.filter(({ name }) => branchesOf(name).length === 0).map(({ name }) => name)).toEqual(['none']);
  });

  it('are met by what becomes of tasks', () => {
    expect(after(new Branches('replicate', 2), verdict(node, true), verdict(other, true), settled)).toEqual([
      'every result agrees',
    ]);
    expect(after(new Branches('replicate', 2), verdict(node, true), verdict(other, false), settled)).toEqual([
      'a result is outvoted',
    ]);
    expect(after(new Branches('adaptive', 1), verdict(node, true), settled)).toEqual(['a single result is believed']);
  });

  it('are met by copies beyond the first', () => {
    const assigned = (copy: number) => fact(TASK_ASSIGNED, { task, node, copy });
    expect(after(new Branches('replicate', 3), assigned(2))).toEqual([]);
    expect(after(new Branches('replicate', 3), assigned(3))).toEqual(['more copies are asked for']);
  });

  it('are only those that the policy has', () => {
    const quiz = fact(QUIZ_ANSWERED, { node, task, right: false });
    const lost = fact(DISPUTE_SETTLED, { task, loser: node, winner: other, why: 'late', rounds: 1, segments: 2 });
    expect(after(new Branches('spot-check', 1), quiz, lost)).toEqual(['a quiz is failed']);
    expect(after(new Branches('zk', 1), quiz, lost)).toEqual(['a dispute is lost: late']);
  });
});
