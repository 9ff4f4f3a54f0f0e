import type { Instant, PartyId, TaskId } from '../foundation/index.ts';
import { HOLD, ONE_MORE, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed } from './votes.ts';

/** Results of one node that stand or fall together. */
interface Group {
  readonly held: { readonly task: TaskId; readonly output: number }[];
  /** Results and quizzes since it was opened. */
  results: number;
  last: Instant;
}

/**
 * Spot-checking (Sarmenta 2001, 3.2): a node cannot tell some of its jobs, a share `rate`, from the rest, but their
 * result is known. One wrong answer, and everything it has returned in this group is thrown away and done again; with
 * `blacklist` the node is excluded too. A group is accepted once it has `group` results without a wrong answer, or no
 * new one for `wait`.
 */
export const spotCheck: PolicyDefinition = {
  name: 'spot-check',
  summary: 'some jobs are quizzes; who fails one loses all unaccepted results (Sarmenta)',
  parameters: {
    rate: { kind: 'fraction', default: 0.1, description: 'jobs that are quizzes' },
    blacklist: { kind: 'flag', default: true, description: 'a node that failed a quiz gets no more tasks' },
    group: {
      kind: 'count',
      default: 100,
      min: 1,
      description: 'results, quizzes among them, that are accepted at once',
    },
    wait: { kind: 'duration', default: 60_000_000, min: 0, description: 'accept what has come when no more does' },
  },
  create: ({ rate, blacklist, group: size, wait }, bench) => {
    const groups = new Map<PartyId, Group>();
    const groupOf = (node: PartyId): Group => {
      let group = groups.get(node);
      if (group === undefined) {
        group = { held: [], results: 0, last: 0 as Instant };
        groups.set(node, group);
      }
      return group;
    };
    const counted = (node: PartyId, group: Group, now: Instant): void => {
      group.results++;
      group.last = now;
      if (group.results >= Number(size)) close(node, group);
    };
    const close = (node: PartyId, { held }: Group): void => {
      groups.delete(node);
      for (const { task, output } of held) bench.accept(task, output);
    };
    return {
      copies: 1,
      rule: ({ task, results, out }) => {
        const output = agreed(results, 1);
        if (output === undefined) return out > 0 ? WAIT : ONE_MORE;
        const { node } = results.at(-1)!;
        while (bench.random.uniform() < Number(rate)) bench.quiz(node, task);
        groupOf(node).held.push({ task, output });
        return HOLD;
      },
      held: (node, now) => counted(node, groupOf(node), now),
      answered: (node, right, now) => {
        const group = groupOf(node);
        if (right) {
          counted(node, group, now);
          return;
        }
        groups.delete(node);
        if (blacklist === true) bench.exclude(node);
        for (const { task } of group.held) bench.reopen(task);
      },
      tick: (now) => {
        for (const [node, group] of groups) if (now - group.last >= Number(wait)) close(node, group);
      },
    };
  },
};
